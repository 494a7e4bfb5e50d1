using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeApi.Yaml;

/// <summary>
/// What a scalar means to kubectl, that is to go-yaml v2: words of YAML 1.1 (<c>yes</c>, <c>on</c>), numbers of YAML 1.1 and 1.2
/// (<c>010</c>, <c>0o10</c>, <c>1_000</c>), but no base 60: <c>12:30</c> is text, and so are times. A tag such as <c>!!int</c> goes before.
/// </summary>
internal static partial class YamlScalar
{
    private const string CoreTag = "tag:yaml.org,2002:";

    /// <summary>The value; null for YAML's null.</summary>
    /// <exception cref="YamlException">It is not what its tag says, or has no counterpart in JSON.</exception>
    public static JsonNode? Value(Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value.Replace(CoreTag, "!!", StringComparison.Ordinal);
        return tag switch
        {
            null => scalar.Style == ScalarStyle.Plain ? Resolve(scalar) : JsonValue.Create(scalar.Value),
            "!!null" or "!!bool" or "!!int" or "!!float" => Tagged(scalar, tag),
            "!!binary" => Binary(scalar),
            _ => JsonValue.Create(scalar.Value),
        };
    }

    /// <summary>The name of a key in JSON, where all keys are text: <c>yes: 1</c> is <c>"true": 1</c> to kubectl.</summary>
    /// <exception cref="YamlException">The key is null.</exception>
    public static string Key(Scalar scalar)
    {
        if (scalar is { Style: ScalarStyle.Plain, Tag.IsEmpty: true } && IsNotFinite(scalar.Value))
        {
            return scalar.Value;
        }

        var value = Value(scalar) ?? throw Fault(scalar, "a key that is null has no counterpart in JSON");
        return value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
    }

    private static JsonNode? Resolve(Scalar scalar)
    {
        var text = scalar.Value;
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => true,
            "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => false,
            _ when IsNotFinite(text) => throw Fault(scalar, "infinity and not-a-number have no counterpart in JSON"),
            _ when IsNumberStart(text[0]) && Number(text.Replace("_", "", StringComparison.Ordinal)) is { } number => JsonNode.Parse(number),
            _ => text,
        };
    }

    private static JsonNode? Tagged(Scalar scalar, string tag)
    {
        var value = Resolve(scalar);
        var fits = (tag, value?.GetValueKind()) switch
        {
            ("!!null", null) or ("!!bool", JsonValueKind.True or JsonValueKind.False) or ("!!float", JsonValueKind.Number) => true,
            ("!!int", JsonValueKind.Number) => value!.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-'),
            _ => false,
        };
        return fits ? value : throw Fault(scalar, $"the value is no {tag}, as its tag says");
    }

    private static JsonValue Binary(Scalar scalar)
    {
        var bytes = new byte[scalar.Value.Length];
        return Convert.TryFromBase64String(scalar.Value, bytes, out var length)
            ? JsonValue.Create(Encoding.UTF8.GetString(bytes, 0, length))
            : throw Fault(scalar, "the value is no base64, as its tag !!binary says");
    }

    private static bool IsNotFinite(string text) => text is
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF" or ".nan" or ".NaN" or ".NAN";

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
            ? Shortest(text, number)
            : null;
    }

    // A double holds 15 digits for sure, a decimal 28, but none behind the 28th place.
    private static string Shortest(string text, double number) =>
        text.Length > 16 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            && exact.ToString(CultureInfo.InvariantCulture) is var digits && double.Parse(digits, CultureInfo.InvariantCulture) == number && digits != number.ToString("R", CultureInfo.InvariantCulture)
            ? digits
            : JsonSerializer.Serialize(number);

    private static BigInteger Parse(string digits, int radix) =>
        digits.Aggregate(BigInteger.Zero, (value, digit) => (value * radix) + Convert.ToInt32(digit.ToString(), 16));

    private static YamlToJsonException Fault(Scalar at, string message) => new(at.Start, at.End, message);

    [GeneratedRegex(@"^(?<sign>[-+]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<bin>[01]+)|0[oO]?(?<oct>[0-7]+)|(?<dec>0|[1-9][0-9]*))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Float();
}
