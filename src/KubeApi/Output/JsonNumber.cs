using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace KubeApi.Output;

/// <summary>
/// The numbers of JSON: an integer is a <see cref="long"/>, any other number a <see cref="double"/>. Where that would be another number, it is
/// a <see cref="ulong"/>, a <see cref="BigInteger"/> or a <see cref="decimal"/>; and where those would be, too, as with 1e-400 or forty digits
/// behind the point, the nearest number, which the cmdlets write back as it came (<see cref="RoundedNumber"/>), while ConvertTo-Json knows the
/// nearest alone.
/// </summary>
internal static class JsonNumber
{
    // The largest double has 309. 1e999999999 would be short as a text and large as an integer.
    private const int MaxDigits = 1000;

    // Up to 15 digits are never lost, but for what is nearly too small.
    private const int MaxExactLength = 16;
    private const double MinExact = 1e-300;

    /// <summary>The value of a number that was checked.</summary>
    public static object Parse(ReadOnlySpan<byte> json)
    {
        // Each branch is boxed by itself: in one conditional expression every integer would become a double.
        if (Utf8Parser.TryParse(json, out long integer, out var read) && read == json.Length)
        {
            return integer;
        }

        // Not a BigInteger: Export-Clixml would keep nothing of its value.
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

        // A decimal has more digits than a double, but none behind the 28th place.
        var isNearer = isDecimal && precise != 0 && (double)precise == number;
        return meant.ToInteger(MaxDigits) ?? (object)new RoundedNumber(isNearer ? precise : number, text);
    }
}
