using System.Globalization;
using System.Numerics;

namespace KubeApi.Formatting;

/// <summary>Numbers as kubectl prints them: integers of 64 bits with all digits, any other number as Go formats a float64 with <c>%v</c>. Pure.</summary>
internal static class CellNumber
{
    // Go writes smaller and larger numbers with an exponent.
    private const int MinExponent = -4;
    private const int MaxExponent = 5;

    /// <summary><c>12</c>, <c>0.25</c>, <c>1.0000005e+06</c>, <c>1e-05</c>.</summary>
    public static string Show(IFormattable number)
    {
        var text = number.ToString(null, CultureInfo.InvariantCulture);
        var value = number switch
        {
            double d => d,
            decimal d => (double)d,
            ulong u => u,
            BigInteger i => (double)i,
            _ => double.NaN,
        };
        return double.IsFinite(value) ? Show(value) : text;
    }

    private static string Show(double number)
    {
        // The shortest string that is read as the same number, as in Go.
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var parts = text.TrimStart('-').Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        var exponent = (point < 0 ? digits.Length : point) - (digits.Length - significant.Length) - 1
            + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        significant = significant.TrimEnd('0');
        return significant.Length == 0 || exponent is >= MinExponent and <= MaxExponent
            ? text
            : (number < 0 ? "-" : "")
                + significant[..1] + (significant.Length > 1 ? "." + significant[1..] : "")
                + (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
    }
}
