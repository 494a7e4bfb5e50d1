namespace KubeApi.Sandbox.Json;

/// <summary>
/// An amount as Kubernetes writes it: `100m`, `1.5Gi`, `2e3`. Written in its canonical form: whole, with the largest suffix that leaves it whole.
/// </summary>
internal readonly record struct Quantity(decimal Amount, bool IsBinary = false) : IComparable<Quantity>
{
    private static readonly string[] s_binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    // Kubernetes caps amounts with a binary suffix.
    private const decimal MostBinary = long.MaxValue;

    // Other amounts are unlimited in Kubernetes, but a decimal and its sums are limited.
    private const decimal Most = 1e27m;

    // Thousandths of thousandths of thousandths first.
    private static readonly string[] s_decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    private static readonly string[] s_exponents = ["e-9", "e-6", "e-3", "", "e3", "e6", "e9", "e12", "e15", "e18", "e21", "e24"];

    public static Quantity One { get; } = new(1);

    /// <summary>Whether the amount was capped.</summary>
    public bool IsCapped => Math.Abs(Amount) >= Most;

    /// <summary>Parses a quantity; zero if it is invalid, which the decoder has already rejected (<see cref="QuantityText"/>).</summary>
    public static Quantity Parse(string? text)
    {
        text ??= "";
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        if (end > 0 && text[..end].Contains('e', StringComparison.OrdinalIgnoreCase))
        {
            return new Quantity(Cap(Number(text, NumberStyles.Float), Most));
        }

        if (text.EndsWith('.'))
        {
            end = text.Length;
        }

        var number = Number(text.AsSpan(0, end), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint);
        var (binary, power) = (Array.IndexOf(s_binary, text[end..]), Array.IndexOf(s_decimal, text[end..]));
        return binary > 0 ? new Quantity(Times(number, Power(1024, binary), MostBinary), true)
            : power >= 0 ? new Quantity(power >= 3 ? Times(number, Power(1000, power - 3), Most) : number / Power(1000, 3 - power))
            : default;
    }

    public static Quantity operator +(Quantity left, Quantity right) =>
        new(Cap(left.Amount + right.Amount, Most), left.Amount == 0 ? right.IsBinary : left.IsBinary);

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

        return WriteDecimal(s_decimal);
    }

    /// <summary>The canonical form with an exponent: `12e3`.</summary>
    public string ToExponentText() => Amount == 0 ? "0" : WriteDecimal(s_exponents);

    // A very large amount has no fraction.
    private string WriteDecimal(ReadOnlySpan<string> suffixes) => decimal.IsInteger(Amount) || Math.Abs(Amount) > MostBinary
        ? Write(decimal.Ceiling(Amount), 1000, suffixes[3..])
        : Write(decimal.Ceiling(Amount * Power(1000, 3)), 1000, suffixes);

    // A number that is too large for a decimal is still well-formed.
    private static decimal Number(ReadOnlySpan<char> text, NumberStyles styles) =>
        decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var number) ? number
        : double.TryParse(text, styles, CultureInfo.InvariantCulture, out var large) ? Math.Sign(large) * Most
        : 0;

    private static decimal Times(decimal number, decimal unit, decimal most) => Math.Abs(number) > most / unit ? Math.Sign(number) * most : number * unit;

    private static decimal Cap(decimal number, decimal most) => Math.Clamp(number, -most, most);

    private static string Write(decimal number, int step, ReadOnlySpan<string> suffixes)
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
