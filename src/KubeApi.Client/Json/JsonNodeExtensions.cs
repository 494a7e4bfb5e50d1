using System.Text.Json.Nodes;

namespace KubeApi.Client.Json;

/// <summary>Reads nodes of which any field may be missing, or have another type than the API defines.</summary>
public static class JsonNodeExtensions
{
    /// <summary>A field; null if it is missing, or the parent is not an object.</summary>
    public static JsonNode? Child(this JsonNode? parent, string name) => (parent as JsonObject)?[name];

    /// <summary>A string; null if the field is missing, empty, or not a string.</summary>
    public static string? TextOrNull(this JsonNode? parent, string name) =>
        parent.Child(name) is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    /// <summary>Whether a field is true.</summary>
    public static bool IsTrue(this JsonNode? parent, string name) => parent.Child(name) is JsonValue value && value.TryGetValue(out bool flag) && flag;

    /// <summary>An integer; null if the field is missing, not a number, or too large.</summary>
    public static long? Number(this JsonNode? parent, string name) =>
        parent.Child(name) is JsonValue value && value.TryGetValue(out long number) ? number : null;
}
