using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeApi.Yaml;

/// <summary>
/// What a plain scalar means to kubectl, that is to go-yaml v2: words of YAML 1.1 (<c>yes</c>, <c>on</c>), numbers of YAML 1.1 and 1.2
/// (<c>010</c>, <c>0o10</c>, <c>1_000</c>), but no base 60: <c>12:30</c> is text, and so are times.
/// </summary>
internal static partial class YamlScalar
{
    public static void Write(Scalar scalar, Utf8JsonWriter writer)
    {
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag is { IsEmpty: false, Value: "tag:yaml.org,2002:str" or "!" })
        {
            writer.WriteStringValue(scalar.Value);
            return;
        }

        switch (scalar.Value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                writer.WriteNullValue();
                break;
            case "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                writer.WriteBooleanValue(true);
                break;
            case "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                writer.WriteBooleanValue(false);
                break;
            case var text when Number(text.Replace("_", "", StringComparison.Ordinal)) is { } number && IsNumberStart(text[0]):
                writer.WriteRawValue(number);
                break;
            default:
                writer.WriteStringValue(scalar.Value);
                break;
        }
    }

    private static bool IsNumberStart(char c) => char.IsAsciiDigit(c) || c is '+' or '-' or '.';

    private static string? Number(string text)
    {
        if (Integer().Match(text) is { Success: true } integer)
        {
            var sign = integer.Groups["sign"].Value == "-" ? -1 : 1;
            var value = integer.Groups["hex"] is { Success: true } hex ? Parse(hex.Value, 16)
                : integer.Groups["bin"] is { Success: true } bin ? Parse(bin.Value, 2)
                : integer.Groups["oct"] is { Success: true } oct ? Parse(oct.Value, 8)
                : Parse(integer.Groups["dec"].Value, 10);
            return (sign * value).ToString(CultureInfo.InvariantCulture);
        }

        return Float().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonSerializer.Serialize(number)
            : null;
    }

    private static BigInteger Parse(string digits, int radix) =>
        digits.Aggregate(BigInteger.Zero, (value, digit) => (value * radix) + Convert.ToInt32(digit.ToString(), 16));

    [GeneratedRegex(@"^(?<sign>[-+]?)(?:0x(?<hex>[0-9a-fA-F]+)|0b(?<bin>[01]+)|0o?(?<oct>[0-7]+)|(?<dec>0|[1-9][0-9]*))$", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Float();
}
