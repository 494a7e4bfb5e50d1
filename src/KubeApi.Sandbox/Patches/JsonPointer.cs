using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Patches;

/// <summary>
/// RFC 6901: `/metadata/labels/example.com~1tier`, as servers read it: anything before the first slash is ignored, a missing member is null, and negative
/// indexes count from the end. A missing parent fails the patch.
/// </summary>
internal sealed class JsonPointer
{
    private readonly string[] _parts;

    private JsonPointer(string[] parts) => _parts = parts;

    private string Last => _parts[^1];

    public static JsonPointer Parse(string text)
    {
        if (text.Length > 0 && !text.Contains('/', StringComparison.Ordinal))
        {
            throw ApiErrors.PatchFailed();
        }

        return new JsonPointer([.. text.Split('/').Skip(1).Select(part =>
            part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]);
    }

    public JsonNode? Get(JsonNode? document) => _parts.Length == 0 ? document : Parent(document) switch
    {
        JsonObject parent => parent[Last],
        JsonArray parent => parent[Index(Last, parent.Count - 1)],
        _ => throw ApiErrors.PatchFailed(),
    };

    /// <summary>Replaces an element or a member; a member may be new.</summary>
    public JsonNode? Replace(JsonNode? document, JsonNode? value)
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
                parent[Index(Last, parent.Count - 1)] = value;
                break;
            default:
                throw ApiErrors.PatchFailed();
        }

        return document;
    }

    /// <summary>Adds or replaces a member, or inserts an element.</summary>
    public JsonNode? Add(JsonNode? document, JsonNode? value)
    {
        switch (Parent(document))
        {
            case JsonObject parent:
                parent[Last] = value;
                break;
            case JsonArray parent:
                parent.Insert(Last == "-" ? parent.Count : Index(Last, parent.Count), value);
                break;
            default:
                throw ApiErrors.PatchFailed();
        }

        return document;
    }

    /// <summary>Removes an existing value.</summary>
    public JsonNode? Remove(JsonNode? document)
    {
        switch (Parent(document))
        {
            case JsonObject parent when parent.Remove(Last):
                break;
            case JsonArray parent:
                parent.RemoveAt(Index(Last, parent.Count - 1));
                break;
            default:
                throw ApiErrors.PatchFailed();
        }

        return document;
    }

    /// <summary>Sorts the members of all objects on the path.</summary>
    public void SortPath(JsonNode? document)
    {
        foreach (var part in _parts)
        {
            document = document switch
            {
                JsonObject parent => parent[part],
                JsonArray parent when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < parent.Count => parent[index],
                _ => null,
            };
            if (document is JsonObject map)
            {
                MapOrder.SortMembers(map);
            }
        }
    }

    private JsonNode? Parent(JsonNode? document) => _parts.Length == 0 ? throw ApiErrors.PatchFailed() : _parts[..^1].Aggregate(document, Step);

    private static JsonNode? Step(JsonNode? node, string part) => node switch
    {
        JsonObject parent when parent.TryGetPropertyValue(part, out var child) => child,
        JsonArray parent => parent[Index(part, parent.Count - 1)],
        _ => throw ApiErrors.PatchFailed(),
    };

    private static int Index(string part, int largest)
    {
        var isNumber = int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        var index = number < 0 ? number + largest + 1 : number;
        return isNumber && index >= 0 && index <= largest ? index : throw ApiErrors.PatchFailed();
    }
}
