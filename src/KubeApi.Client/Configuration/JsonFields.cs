using System.Text.Json;

namespace KubeApi.Client.Configuration;

/// <summary>Reads kubeconfig fields, in which anything may be absent, and an empty string is as good as absent.</summary>
internal static class JsonFields
{
    public static JsonElement Member(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    public static string? String(this JsonElement parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    public static IEnumerable<JsonElement> Elements(this JsonElement parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
