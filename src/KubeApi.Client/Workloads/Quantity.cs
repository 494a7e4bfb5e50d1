using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace KubeApi.Client.Workloads;

/// <summary>Reads amounts as Kubernetes writes them: <c>500m</c>, <c>1.5Gi</c>, <c>2e3</c>. Pure.</summary>
public static partial class Quantity
{
    private const string Forms = "a number, perhaps with a unit (n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei) or an exponent (e3).";

    private const int LongestShown = 40;

    // A number with more digits is too large; it would take long to calculate with.
    private const int MaxDigits = 10_000;

    // A quantity has nine decimal places at most.
    private const int Places = 9;

    // Far beyond the range of a decimal, and small enough to calculate with.
    private const int MaxExponent = 100;

    // All digits of a number below it, and its decimal places, fit into a decimal.
    private const decimal MaxWithPlaces = 1e19m;

    private static readonly string[] s_binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] s_decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly BigInteger s_nano = BigInteger.Pow(10, Places);

    /// <summary>
    /// The exact amount, by the rules of the server (apimachinery <c>ParseQuantity</c>): it is rounded away from zero to nine decimal places, and an amount
    /// with a binary suffix is limited to 2⁶³ - 1.
    /// </summary>
    /// <param name="text">The quantity; white space around it is ignored.</param>
    /// <exception cref="ArgumentException">The value is not a quantity, or a decimal cannot hold it.</exception>
    public static decimal Parse(string text)
    {
        var (sign, nano) = ParseNano(text);
        var whole = BigInteger.DivRem(nano, s_nano, out var rest);
        if (whole > (BigInteger)decimal.MaxValue || (rest > 0 && whole >= (BigInteger)MaxWithPlaces))
        {
            throw TooLarge(text);
        }

        return sign * ((decimal)whole + ((decimal)rest / (decimal)s_nano));
    }

    /// <summary>The amount, or null for a value that is not a quantity, or too large.</summary>
    public static decimal? TryParse(string? text)
    {
        try
        {
            return text is null ? null : Parse(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // The amount in billionths, without its sign.
    private static (int Sign, BigInteger Nano) ParseNano(string text)
    {
        var match = Form().Match(text.Trim());
        if (!match.Success || match.Length == 0)
        {
            throw Invalid(text);
        }

        var (fraction, suffix) = (match.Groups["fraction"].Value, match.Groups["suffix"].Value);
        if (match.Groups["whole"].Length > MaxDigits)
        {
            throw TooLarge(text);
        }

        var digits = match.Groups["whole"].Value + fraction;
        var number = digits.Length == 0 ? 0 : BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        var binary = Array.IndexOf(s_binary, suffix) + 1;
        var exponent = binary > 0 ? 0 : ExponentOf(suffix) ?? throw Invalid(text);
        var nano = Shift(number << (10 * binary), exponent - fraction.Length + Places);
        var most = long.MaxValue * s_nano;
        return (match.Groups["sign"].Value == "-" ? -1 : 1, binary > 0 && nano > most ? most : nano);
    }

    // Null for an unknown suffix. E alone is a suffix, and e alone is not.
    private static int? ExponentOf(string suffix) =>
        Array.IndexOf(s_decimal, suffix) is >= 0 and var known ? 3 * (known - 3)
        : suffix is ['e' or 'E', _, ..] && long.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
            ? (int)Math.Clamp(power, int.MinValue / 2, int.MaxValue / 2)
        : null;

    // A request above zero must not become zero.
    private static BigInteger Shift(BigInteger number, int places)
    {
        if (number.IsZero)
        {
            return number;
        }

        if (places >= 0)
        {
            return number * BigInteger.Pow(10, Math.Min(places, MaxExponent));
        }

        var digits = (int)BigInteger.Log10(number) + 2;
        var divisor = BigInteger.Pow(10, Math.Min(-places, digits));
        return (number + divisor - 1) / divisor;
    }

    private static ArgumentException TooLarge(string text) =>
        new($"The quantity '{Shown(text)}' is too large: a decimal cannot hold it without loss.");

    private static ArgumentException Invalid(string text) => new($"'{Shown(text)}' is not a quantity{ReasonFor(text.Trim())}");

    // Units of bytes as other programs write them: 5GB, 5 GiB, 5g.
    private static string ReasonFor(string text)
    {
        if (text.Length == 0)
        {
            return ": it is empty.";
        }

        var match = NumberWithUnit().Match(text);
        if (!match.Success || text.Length > LongestShown)
        {
            return $". Use {Forms}";
        }

        var (number, unit) = (match.Groups["number"].Value, match.Groups["unit"].Value);
        if (text.Contains(' ', StringComparison.Ordinal) && TryParse(number + unit) is not null)
        {
            return $". Use {number}{unit}, without a space.";
        }

        var power = match.Groups["prefix"].Value is [var prefix] ? "KMGTPE".IndexOf(char.ToUpperInvariant(prefix), StringComparison.Ordinal) + 1 : 0;
        return $". There is no unit {unit}: " + (power == 0 ? $"use {Forms}"
            : $"use {number}{s_decimal[power + 3]} (10^{3 * power}) or {number}{s_binary[power - 1]} (2^{10 * power}).");
    }

    private static string Shown(string text) => text.Length > LongestShown ? $"{text[..LongestShown]}…" : text;

    [GeneratedRegex(@"\A(?<number>[+-]?[0-9.]*[0-9][0-9.]*) ?(?<unit>(?<prefix>[kKmMgGtTpPeE])(?:i?[bB]|i)?|[A-Za-z]+)\z")]
    private static partial Regex NumberWithUnit();

    // Like the server's parser, it accepts more than the message says: '.5', '5.', and even 'Gi', which is zero.
    [GeneratedRegex(@"\A(?<sign>[+-]?)(?<whole>[0-9]*)(?:\.(?<fraction>[0-9]*))?(?<suffix>[eEinumkKMGTP]*[-+]?[0-9]*)\z")]
    private static partial Regex Form();
}
