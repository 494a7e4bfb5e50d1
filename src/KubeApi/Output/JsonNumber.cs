using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace KubeApi.Output;

/// <summary>
/// The numbers of JSON: an integer is a <see cref="long"/>, any other number a <see cref="double"/>. If that loses digits, it is a <see cref="ulong"/>, a <see
/// cref="BigInteger"/> or a <see cref="decimal"/>. If those do, too, as with 1e-400 or forty decimal places, it is the nearest number, which the cmdlets write
/// back unchanged (<see cref="RoundedNumber"/>), while ConvertTo-Json writes the nearest number.
/// </summary>
internal static class JsonNumber
{
    // The largest double has 309 digits. 1e999999999 is a short string but a huge integer.
    private const int MaxDigits = 1000;

    // A double keeps up to 15 digits, except for numbers that are nearly too small.
    private const int MaxExactLength = 16;
    private const double MinExact = 1e-300;

    /// <summary>The value of a validated number.</summary>
    public static object Parse(ReadOnlySpan<byte> json)
    {
        // Each branch boxes separately: a conditional expression would convert every integer to double.
        if (Utf8Parser.TryParse(json, out long integer, out var read) && read == json.Length)
        {
            return integer;
        }

        // Not a BigInteger, because Export-Clixml loses its value.
        if (Utf8Parser.TryParse(json, out ulong large, out read) && read == json.Length)
        {
            return large;
        }

        if (json.IndexOfAny("eE."u8) < 0)
        {
            return BigInteger.Parse(Encoding.ASCII.GetString(json), CultureInfo.InvariantCulture);
        }

        _ = Utf8Parser.TryParse(json, out double number, out _);
        return json.Length <= MaxExactLength && double.IsFinite(number) && Math.Abs(number) >= MinExact
            ? number
            : ParseUnusual(Encoding.ASCII.GetString(json), number);
    }

    private static object ParseUnusual(string text, double number)
    {
        var meant = DecimalNumber.Parse(text);
        if (double.IsFinite(number) && meant == DecimalNumber.Parse(number.ToString("R", CultureInfo.InvariantCulture)))
        {
            return number;
        }

        var isDecimal = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var precise);
        if (isDecimal && meant == DecimalNumber.Parse(precise.ToString(CultureInfo.InvariantCulture)))
        {
            return precise;
        }

        // A decimal has more digits than a double, but at most 28 decimal places.
        var isNearer = isDecimal && precise != 0 && (double)precise == number;
        return meant.ToInteger(MaxDigits) ?? (object)new RoundedNumber(isNearer ? precise : number, text);
    }
}
