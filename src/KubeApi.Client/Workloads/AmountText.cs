using System.Globalization;

namespace KubeApi.Client.Workloads;

/// <summary>Amounts of CPU and memory for people: three digits or so, with a suffix. Pure.</summary>
public static class AmountText
{
    private static readonly string[] s_units = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>Cores: <c>250m</c>, <c>1.5</c>; empty for none.</summary>
    public static string Cpu(decimal? cores) => cores switch
    {
        null => "",
        0 => "0",
        < 0.001m => "<1m",
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(cores.Value * 1000):0}m"),
        _ => Math.Round(cores.Value, 2).ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>Bytes: <c>512Ki</c>, <c>1.5Gi</c>; empty for none.</summary>
    public static string Memory(decimal? bytes)
    {
        if (bytes is not { } amount)
        {
            return "";
        }

        var unit = 0;
        for (; amount >= 1024 && unit < s_units.Length - 1; unit++)
        {
            amount /= 1024;
        }

        return Math.Round(amount, amount < 10 ? 1 : 0).ToString("0.#", CultureInfo.InvariantCulture) + s_units[unit];
    }
}
