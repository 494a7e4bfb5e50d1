using System.Text.Json;

namespace KubeApi.Client.Discovery;

/// <summary>Reads documents in which anything may be absent.</summary>
internal static class JsonElementExtensions
{
    public static JsonElement Child(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    public static string Text(this JsonElement parent, string name) =>
        parent.Child(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    public static bool IsTrue(this JsonElement parent, string name) => parent.Child(name).ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> Items(this JsonElement parent, string name) =>
        parent.Child(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static string[] Texts(this JsonElement parent, string name) =>
        [.. parent.Items(name).Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)];
}
