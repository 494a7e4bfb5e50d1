using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Patches;

/// <summary>RFC 6901: `/metadata/labels/example.com~1tier`. What does not lead anywhere is a failed patch.</summary>
internal sealed class JsonPointer
{
    private readonly string[] _parts;

    private JsonPointer(string[] parts) => _parts = parts;

    private string Last => _parts[^1];

    public static JsonPointer Parse(string text)
    {
        if (text.Length > 0 && text[0] != '/')
        {
            throw StatusAnswers.PatchFailed();
        }

        return new JsonPointer([.. text.Split('/').Skip(1).Select(part =>
            part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]);
    }

    public JsonNode? Get(JsonNode? document) => _parts.Aggregate(document, Step);

    /// <summary>The document with the value there: a new or changed member, or a new element before the one that was there.</summary>
    public JsonNode? Add(JsonNode? document, JsonNode? value)
    {
        if (_parts.Length == 0)
        {
            return value;
        }

        switch (Parent(document))
        {
            case JsonObject parent:
                parent[Last] = value;
                break;
            case JsonArray parent:
                parent.Insert(Last == "-" ? parent.Count : Index(Last, parent.Count), value);
                break;
            default:
                throw StatusAnswers.PatchFailed();
        }

        return document;
    }

    /// <summary>The document without what is there, if anything is.</summary>
    public JsonNode? Remove(JsonNode? document)
    {
        if (_parts.Length == 0)
        {
            return null;
        }

        switch (Parent(document))
        {
            case JsonObject parent:
                parent.Remove(Last);
                break;
            case JsonArray parent:
                parent.RemoveAt(Index(Last, parent.Count - 1));
                break;
            default:
                throw StatusAnswers.PatchFailed();
        }

        return document;
    }

    private JsonNode? Parent(JsonNode? document) => _parts[..^1].Aggregate(document, Step);

    private static JsonNode? Step(JsonNode? node, string part) => node switch
    {
        JsonObject parent when parent.TryGetPropertyValue(part, out var child) => child,
        JsonArray parent => parent[Index(part, parent.Count - 1)],
        _ => throw StatusAnswers.PatchFailed(),
    };

    private static int Index(string part, int largest) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= largest ? index : throw StatusAnswers.PatchFailed();
}
