using System.Globalization;

namespace KubeApi.Sandbox.Objects;

/// <summary>An amount as Kubernetes writes it: `100m`, `1.5Gi`, `2e3`. Written in its canonical form: whole, with the largest suffix that leaves it whole.</summary>
internal readonly record struct Quantity(decimal Amount, bool IsBinary = false) : IComparable<Quantity>
{
    private static readonly string[] s_binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    // Thousandths of thousandths of thousandths first.
    private static readonly string[] s_decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    public static Quantity One { get; } = new(1);

    /// <summary>Zero for what is no quantity: the schema has refused it before.</summary>
    public static Quantity Parse(string? text)
    {
        text ??= "";
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        if (end > 0 && text[..end].Contains('e', StringComparison.OrdinalIgnoreCase))
        {
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exponent) ? new Quantity(exponent) : default;
        }

        if (text.EndsWith('.'))
        {
            end = text.Length;
        }

        if (!decimal.TryParse(text.AsSpan(0, end), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return default;
        }

        var (binary, power) = (Array.IndexOf(s_binary, text[end..]), Array.IndexOf(s_decimal, text[end..]));
        return binary > 0 ? new Quantity(number * Power(1024, binary), true)
            : power >= 0 ? new Quantity(power >= 3 ? number * Power(1000, power - 3) : number / Power(1000, 3 - power))
            : default;
    }

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Amount + right.Amount, left.Amount == 0 ? right.IsBinary : left.IsBinary);

    public static bool operator >(Quantity left, Quantity right) => left.Amount > right.Amount;

    public static bool operator <(Quantity left, Quantity right) => left.Amount < right.Amount;

    public int CompareTo(Quantity other) => Amount.CompareTo(other.Amount);

    public override string ToString()
    {
        if (Amount == 0)
        {
            return "0";
        }

        if (IsBinary && Math.Abs(Amount) >= 1024 && decimal.IsInteger(Amount))
        {
            return Write(Amount, 1024, s_binary);
        }

        return Write(decimal.Ceiling(Amount * Power(1000, 3)), 1000, s_decimal);
    }

    private static string Write(decimal number, int step, string[] suffixes)
    {
        var index = 0;
        while (index + 1 < suffixes.Length && number % step == 0)
        {
            number /= step;
            index++;
        }

        return number.ToString("0", CultureInfo.InvariantCulture) + suffixes[index];
    }

    private static decimal Power(decimal number, int power) => power == 0 ? 1 : number * Power(number, power - 1);
}
