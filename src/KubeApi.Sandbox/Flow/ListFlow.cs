using System.Globalization;

namespace KubeApi.Sandbox.Flow;

/// <summary>How the answers to lists flow: as fast as they can, unless it says otherwise.</summary>
public sealed record ListFlow
{
    /// <summary>Bytes per second on the wire, for all lists together; null for no limit.</summary>
    public long? Rate { get; init; }

    /// <summary>After so many items of a page nothing more is sent until the sandbox is told to go on; null for never.</summary>
    public int? HoldAfter { get; init; }

    /// <summary>After so many items of a page the connection is dropped; null for never.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Whether large answers go compressed to who asks for that; some clients cannot be told not to ask.</summary>
    public bool Compress { get; init; } = true;

    /// <summary>The same with one setting read from text: `rate` (`60M`), `hold-after`, `cut-after` or `compress`.</summary>
    /// <exception cref="FormatException">There is no such setting, or the value is none for it.</exception>
    internal ListFlow With(string name, string value) => name switch
    {
        "rate" => this with { Rate = ReadRate(value) },
        "hold-after" => this with { HoldAfter = ReadCount(name, value) },
        "cut-after" => this with { CutAfter = ReadCount(name, value) },
        "compress" =>
            this with
            {
                Compress = bool.TryParse(value, out var compress) ? compress : throw new FormatException(
                $"'compress' is true or false, not '{value}'.")
            },
        _ => throw new FormatException($"There is no '{name}': lists have rate, hold-after, cut-after and compress."),
    };

    private static long ReadRate(string value)
    {
        var factor = value.Length == 0 ? 1 : value[^1] switch { 'k' => 1_000, 'M' => 1_000_000, _ => 1 };
        var digits = factor == 1 ? value : value[..^1];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number * (long)factor
            : throw new FormatException($"A rate is bytes per second, as 500k or 60M, not '{value}'.");
    }

    private static int ReadCount(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{name}' takes a number of items, not '{value}'.");
}
