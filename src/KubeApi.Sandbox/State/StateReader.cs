using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.State;

/// <summary>Reads objects from files: YAML or JSON, several documents, lists of any kind, folders with their content.</summary>
internal static class StateReader
{
    private static readonly string[] s_endings = [".yaml", ".yml", ".json"];

    /// <summary>Every object with the file that it comes from; <paramref name="saved"/> receives the resourceVersion of each list that has one.</summary>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    /// <exception cref="InvalidDataException">A file contains something other than objects.</exception>
    public static IEnumerable<(string File, JsonObject Value)> Read(string path, Action<long> saved)
    {
        var files = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(
                file => s_endings.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)
            : (IEnumerable<string>)[path];
        return from file in files from document in Documents(file) from value in Items(file, document, saved) select (file, value);
    }

    private static List<JsonNode?> Documents(string file)
    {
        var bytes = File.ReadAllBytes(file);
        try
        {
            // Large states are JSON, which is parsed directly.
            return bytes.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8) && TryParse(bytes) is { } json
                ? [json]
                :
                [
                    .. YamlText.Documents(System.Text.Encoding.UTF8.GetString(bytes)).Select(document => JsonText.Parse(document)).Where(
                        document => document is not null)
                ];
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new InvalidDataException($"{file}: {exception.Message}");
        }
    }

    // A mapping in braces may be YAML, and so may a sequence of JSON documents.
    private static JsonNode? TryParse(byte[] bytes)
    {
        try
        {
            return JsonText.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonObject> Items(string file, JsonNode? document, Action<long> saved)
    {
        if (document is not JsonObject value || value.StringAt("kind") is not { } kind || value.StringAt("apiVersion") is not { } apiVersion)
        {
            throw new InvalidDataException($"{file}: a document is no object: it has no kind or no apiVersion.");
        }

        if (!kind.EndsWith("List", StringComparison.Ordinal) || value["items"] is not JsonArray items)
        {
            yield return value;
            yield break;
        }

        if (long.TryParse(value.StringAt("metadata.resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            saved(version);
        }

        foreach (var item in items.OfType<JsonObject>())
        {
            // The items of a typed list have no kind.
            item["kind"] ??= kind[..^"List".Length];
            item["apiVersion"] ??= apiVersion;
            yield return item;
        }
    }
}
