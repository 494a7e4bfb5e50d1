using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeApi.Yaml;

/// <summary>Numbers as go-yaml 2 reads them, without loss of digits: a decimal that does not fit into 64 bits keeps its notation.</summary>
internal static partial class YamlNumber
{
    /// <summary>The number with its tag, <c>!!int</c> or <c>!!float</c>; null for a string that is not a number.</summary>
    public static (string Tag, JsonNode Value)? Read(string text)
    {
        if (text[0] == '.')
        {
            return Float(text);
        }

        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-'))
        {
            return null;
        }

        if (text[0] is >= '1' and <= '9' && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var simple))
        {
            return ("!!int", JsonValue.Create(simple));
        }

        var plain = text.Replace("_", "", StringComparison.Ordinal);
        return Integer().Match(plain) is { Success: true } match && Integer(match) is { } integer ? ("!!int", JsonNode.Parse(integer)!) : Float(plain);
    }

    /// <summary>A key as kubectl writes it: in Go's format 'g' of 32 bits.</summary>
    public static string Key(double number)
    {
        var single = (float)number;
        if (!float.IsFinite(single))
        {
            return single > 0 ? ".inf" : single < 0 ? "-.inf" : ".nan";
        }

        var shortest = single.ToString("R", CultureInfo.InvariantCulture);
        // From the shortest digits: 1e-5 has no exact representation, and a slightly smaller number would have another exponent.
        var scientific = double.Parse(shortest, CultureInfo.InvariantCulture).ToString("E8", CultureInfo.InvariantCulture);
        var exponent = int.Parse(scientific.Split('E')[1], CultureInfo.InvariantCulture);
        if (exponent is >= -4 and < 6)
        {
            return decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        }

        var digits = string.Concat(shortest.TakeWhile(c => c != 'E').Where(char.IsAsciiDigit)).Trim('0');
        var mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
        return $"{(single < 0 ? "-" : "")}{mantissa}e{exponent.ToString("+00;-00", CultureInfo.InvariantCulture)}";
    }

    // Null if it fits into neither a signed nor an unsigned 64-bit integer.
    private static string? Integer(Match match)
    {
        var digits = match.Groups["hex"] is { Success: true } hex ? Parse(hex.Value, 16)
            : match.Groups["bin"] is { Success: true } bin ? Parse(bin.Value, 2)
            : match.Groups["oct"] is { Success: true } oct ? Parse(oct.Value, 8)
            : Parse(match.Groups["dec"].Value, 10);
        var sign = match.Groups["sign"].Value;
        var value = sign == "-" ? -digits : digits;
        var most = sign.Length > 0 ? long.MaxValue : (BigInteger)ulong.MaxValue;
        return value >= long.MinValue && value <= most ? value.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static (string Tag, JsonNode Value)? Float(string text) =>
        FloatingPoint().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? ("!!float", JsonNode.Parse(Digits(text, number))!)
            : null;

    // A double always keeps 15 digits, a decimal 28, but at most 28 decimal places; an integer keeps its digits.
    private static string Digits(string text, double number)
    {
        if (text.Length > 16 && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return integer.ToString(CultureInfo.InvariantCulture);
        }

        var shortest = JsonSerializer.Serialize(number);
        if (text.Length <= 16 || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
        {
            return shortest;
        }

        var digits = exact.ToString(CultureInfo.InvariantCulture);
        return double.Parse(digits, CultureInfo.InvariantCulture) == number && digits != number.ToString("R", CultureInfo.InvariantCulture) ? digits : shortest;
    }

    private static BigInteger Parse(string digits, int radix) =>
        digits.Aggregate(BigInteger.Zero, (value, digit) => (value * radix) + Convert.ToInt32(digit.ToString(), 16));

    // Go also allows a sign after 0b.
    [GeneratedRegex(
        @"^(?:(?<sign>[-+]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<bin>[01]+)|0[oO]?(?<oct>[0-7]+)|(?<dec>0|[1-9][0-9]*))|0b(?<sign>[-+])(?<bin>[01]+))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex FloatingPoint();
}
