using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SharpYaml.Events;

namespace KubeApi.Yaml;

/// <summary>
/// Resolves a scalar as kubectl does, with go-yaml 2 (<c>resolve.go</c>): words of YAML 1.1 (<c>yes</c>, <c>on</c>), numbers of YAML 1.1 and 1.2 (<c>010</c>,
/// <c>0o10</c>, <c>1_000</c>), but no base 60: <c>12:30</c> is a string, and so are times. A tag such as <c>!!int</c> has priority.
/// </summary>
internal static partial class YamlScalar
{
    private const string CoreTag = "tag:yaml.org,2002:";
    private const string Time = "(?:[01]?[0-9]|2[0-3]):[0-5]?[0-9]:[0-5]?[0-9](?:[.,][0-9]+)?";

    /// <summary>The value; null for YAML's null.</summary>
    /// <exception cref="YamlFault">The value does not match its tag, or has no JSON counterpart.</exception>
    public static JsonNode? Value(Scalar scalar) => Resolve(scalar) switch
    {
        (_, double) => throw Fault(scalar, "infinity and NaN have no JSON counterpart"),
        (_, var value) => (JsonNode?)value,
    };

    /// <summary>
    /// The name of a key in JSON, where all keys are strings: <c>yes: 1</c> is <c>"true": 1</c> to kubectl, <c>1e6: a</c> is <c>"1e+06": "a"</c>.
    /// </summary>
    /// <exception cref="YamlFault">The key is null, or too large.</exception>
    public static string Key(Scalar scalar) => Resolve(scalar) switch
    {
        (_, null) => throw Fault(scalar, "a null key has no JSON counterpart"),
        (_, double special) => YamlNumber.Key(special),
        ("!!float", JsonNode number) => YamlNumber.Key(double.Parse(number.ToJsonString(), CultureInfo.InvariantCulture)),
        ("!!int", JsonNode number) when !long.TryParse(number.ToJsonString(), CultureInfo.InvariantCulture, out _) =>
            throw Fault(scalar, $"a numeric key cannot exceed {long.MaxValue}"),
        (_, var value) => ((JsonNode)value).GetValueKind() == JsonValueKind.String ? ((JsonNode)value).GetValue<string>() : ((JsonNode)value).ToJsonString(),
    };

    /// <summary>The tag in its short form, <c>!!int</c>; null for none.</summary>
    public static string? TagOf(Scalar scalar) => string.IsNullOrEmpty(scalar.Tag) ? null : scalar.Tag.Replace(CoreTag, "!!", StringComparison.Ordinal);

    // The type that the scalar has, and its value: a node, null, or a double that JSON cannot represent.
    private static (string Tag, object? Value) Resolve(Scalar scalar)
    {
        var tag = TagOf(scalar);
        if (tag is null ? !scalar.IsPlainImplicit : tag is not ("!!bool" or "!!int" or "!!float" or "!!null" or "!!timestamp"))
        {
            return ("!!str", tag == "!!binary" ? Binary(scalar) : JsonValue.Create(scalar.Value));
        }

        var (found, value) = Resolve(scalar.Value);
        var fits = tag switch
        {
            null => true,
            "!!timestamp" => IsTimestamp(scalar.Value),
            "!!float" => found is "!!float" or "!!int",
            _ => found == tag,
        };
        return fits ? (tag ?? found, value) : throw Fault(scalar, $"the value does not match its tag {tag}");
    }

    private static (string Tag, object? Value) Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ("!!null", null),
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => ("!!bool", JsonValue.Create(true)),
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => ("!!bool", JsonValue.Create(false)),
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => ("!!float", (object)double.PositiveInfinity),
        "-.inf" or "-.Inf" or "-.INF" => ("!!float", double.NegativeInfinity),
        ".nan" or ".NaN" or ".NAN" => ("!!float", double.NaN),
        _ when YamlNumber.Read(text) is { } number => number,
        _ => ("!!str", JsonValue.Create(text)),
    };

    private static bool IsTimestamp(string text) =>
        Timestamp().Match(text) is { Success: true } time
        && DateOnly.TryParseExact(time.Groups["date"].Value, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static JsonValue Binary(Scalar scalar)
    {
        var bytes = new byte[scalar.Value.Length];
        return !scalar.Value.AsSpan().ContainsAny(' ', '\t') && Convert.TryFromBase64String(scalar.Value, bytes, out var length)
            ? JsonValue.Create(Encoding.UTF8.GetString(bytes, 0, length))
            : throw Fault(scalar, "the value of a !!binary tag is not base64");
    }

    private static YamlFault Fault(Scalar at, string message) => new(at.Start.Index, message);

    [GeneratedRegex("^(?<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[Tt]" + Time + "(?:Z|[-+][0-9]{2}:[0-9]{2})| " + Time + @")?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();
}
