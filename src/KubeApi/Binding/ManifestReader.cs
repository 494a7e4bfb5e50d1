using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Output;
using KubeApi.Yaml;

namespace KubeApi.Binding;

/// <summary>Splits YAML or JSON into objects: the documents, and the items of a List.</summary>
internal static class ManifestReader
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = JsonLimits.MaxDepth };

    /// <summary>Returns the documents with their places. Empty documents are skipped.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="file">The file's path in messages; null for a string.</param>
    /// <exception cref="FormatException">The string is not valid YAML; the message has the position.</exception>
    public static IReadOnlyList<(byte[] Json, ManifestPlace Place)> Read(string text, string? file)
    {
        IReadOnlyList<(byte[] Json, int Line)> documents;
        try
        {
            documents = YamlLoader.CreateReader().Read(text);
        }
        catch (FormatException e) when (file is not null)
        {
            throw new FormatException($"{file}, {e.Message}", e);
        }

        List<(byte[], ManifestPlace)> found = [];
        for (var i = 0; i < documents.Count; i++)
        {
            var (json, line) = documents[i];
            if (!json.AsSpan().SequenceEqual("null"u8))
            {
                found.Add((json, new ManifestPlace(file, i + 1, line, 0, text)));
            }
        }

        return found;
    }

    /// <summary>The object itself, or the items of a List.</summary>
    /// <param name="json">JSON in UTF-8.</param>
    /// <param name="place">Its place; null if unknown.</param>
    /// <exception cref="FormatException">The JSON is not an object.</exception>
    public static IEnumerable<(byte[] Json, ManifestPlace Place)> Expand(byte[] json, ManifestPlace? place)
    {
        place ??= new ManifestPlace(null, 1, 1, 0, null);
        using var document = JsonDocument.Parse(json, s_options);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{place}: a manifest is a mapping with apiVersion, kind and metadata; this is {Describe(root.ValueKind)}.");
        }

        // An object with a name is not a list, even if its kind ends in List.
        if (Text(root, "kind") is not { } kind || !kind.EndsWith("List", StringComparison.Ordinal) || !root.TryGetProperty("items", out var items)
            || items.ValueKind != JsonValueKind.Array
            || (root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object && Text(metadata, "name") is not null))
        {
            return [(json, place)];
        }

        var apiVersion = Text(root, "apiVersion");
        return [.. items.EnumerateArray().Select((item, i) => (Complete(item, apiVersion, kind[..^"List".Length]), place.Item(i + 1)))];
    }

    /// <summary>The items of a List; null for any other object.</summary>
    public static JsonArray? ItemsOf(JsonObject o) =>
        o["kind"] is { } kind && kind.ToString().EndsWith("List", StringComparison.Ordinal) && (o["metadata"] as JsonObject).Child("name") is null
            ? o["items"] as JsonArray
            : null;

    // A typed list, as a GET returns it, omits the kind and apiVersion of its items.
    private static byte[] Complete(JsonElement item, string? apiVersion, string kind)
    {
        var json = Encoding.UTF8.GetBytes(item.GetRawText());
        if (kind.Length == 0 || item.ValueKind != JsonValueKind.Object || Text(item, "kind") is not null || JsonNodes.Parse(json) is not JsonObject o)
        {
            return json;
        }

        o["apiVersion"] ??= apiVersion;
        o["kind"] = kind;
        return JsonNodes.Write(o);
    }

    private static string? Text(JsonElement o, string name) =>
        o.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A value's type in words: <c>a list</c>.</summary>
    public static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "a mapping",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a Boolean",
        _ => "a single value",
    };
}
