using System.Text.Json;

namespace KubeApi.Client.Json;

/// <summary>Reads documents in which any field may be missing.</summary>
internal static class JsonElementExtensions
{
    public static JsonElement Child(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    public static string Text(this JsonElement parent, string name) =>
        parent.Child(name) is { ValueKind: JsonValueKind.String } text ? Decode(text) : "";

    /// <summary>A string; null if it is missing or empty.</summary>
    public static string? TextOrNull(this JsonElement parent, string name) => parent.Text(name) is { Length: > 0 } text ? text : null;

    public static int Number(this JsonElement parent, string name) =>
        parent.Child(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : 0;

    public static bool IsTrue(this JsonElement parent, string name) => parent.Child(name).ValueKind == JsonValueKind.True;

    public static IEnumerable<JsonElement> Items(this JsonElement parent, string name) =>
        parent.Child(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static string[] Texts(this JsonElement parent, string name) =>
        [.. parent.Items(name).Where(t => t.ValueKind == JsonValueKind.String).Select(Decode)];

    // A lone surrogate is valid JSON and cannot be decoded: then the escapes stay.
    private static string Decode(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText()[1..^1];
        }
    }
}
