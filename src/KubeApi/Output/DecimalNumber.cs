using System.Globalization;
using System.Numerics;

namespace KubeApi.Output;

/// <summary>A decimal number that was parsed from a string. Two notations of one number are equal, regardless of zeros and exponents.</summary>
/// <param name="IsNegative">Whether it is below zero.</param>
/// <param name="Digits">The digits, without zeros at either end; empty for zero.</param>
/// <param name="Exponent">The power of ten that they are multiplied by.</param>
internal readonly record struct DecimalNumber(bool IsNegative, string Digits, long Exponent)
{
    // A limit for exponents, far enough from the range of the type to allow additions.
    private const long MaxExponent = long.MaxValue / 4;

    /// <summary>Parses a number in JSON or in .NET's round-trip format.</summary>
    public static DecimalNumber Parse(string text)
    {
        var isNegative = text[0] == '-';
        var mantissa = text.AsSpan(isNegative ? 1 : 0);
        var exponent = 0L;
        if (mantissa.IndexOfAny('e', 'E') is >= 0 and var e)
        {
            exponent = BigInteger.Parse(mantissa[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) is var given
                && BigInteger.Abs(given) < MaxExponent ? (long)given : given.Sign * MaxExponent;
            mantissa = mantissa[..e];
        }

        var digits = mantissa.ToString();
        if (mantissa.IndexOf('.') is >= 0 and var point)
        {
            exponent -= mantissa.Length - point - 1;
            digits = digits.Remove(point, 1);
        }

        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length;
        significant = significant.TrimStart('0');
        return significant.Length == 0 ? new DecimalNumber(false, "", 0) : new DecimalNumber(isNegative, significant, exponent);
    }

    /// <summary>The integer; null if the number is not an integer, or has too many digits.</summary>
    public BigInteger? ToInteger(int maxDigits) =>
        Exponent < 0 || Digits.Length + Exponent > maxDigits
            ? null
            : BigInteger.Parse(Digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)Exponent) * (IsNegative ? -1 : 1);
}
