using System.Text.Encodings.Web;

namespace KubeApi.Sandbox.Json;

/// <summary>Formats JSON values as Go does in messages.</summary>
internal static class GoText
{
    /// <summary>As `%q`.</summary>
    public static string Quote(string text) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";

    /// <summary>As `%v`: `map[a:1 b:[x y]]`, the members sorted.</summary>
    public static string Show(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject map => $"map[{string.Join(' ', Sorted(map).Select(member => $"{member.Key}:{Show(member.Value)}"))}]",
        JsonArray list => $"[{string.Join(' ', list.Select(Show))}]",
        _ => value.ToString(),
    };

    /// <summary>As JSON of the Go struct, with its Go names.</summary>
    public static string Members(JsonObject value) =>
        JsonText.ToText(new JsonObject(value.Select(member => KeyValuePair.Create(MemberName(member.Key), member.Value?.DeepClone()))));

    /// <summary>As `%T`.</summary>
    public static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "<nil>",
        JsonValueKind.Object => "map[string]interface {}",
        JsonValueKind.Array => "[]interface {}",
        JsonValueKind.String => "string",
        JsonValueKind.Number => IsInteger(value) ? "int64" : "float64",
        _ => "bool",
    };

    /// <summary>The name of a type in errors of Go's JSON decoder.</summary>
    public static string JsonKind(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        null => "null",
        _ => "bool",
    };

    public static bool IsInteger(JsonNode number) => number.ToJsonString().AsSpan().IndexOfAny(".eE") < 0;

    private static string MemberName(string name) => name switch
    {
        "apiGroup" => "APIGroup",
        "seLinuxOptions" => "SELinuxOptions",
        _ => char.ToUpperInvariant(name[0]) + name[1..],
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Sorted(JsonObject map) => map.OrderBy(member => member.Key, StringComparer.Ordinal);
}
