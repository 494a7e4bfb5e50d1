using System.Collections.Specialized;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeApi.Output;

/// <summary>Makes nested ordered dictionaries of an object's JSON: assigning an absent key adds it, which is an error on a PSCustomObject.</summary>
internal static class EditableObject
{
    /// <summary>The object; labels and annotations are there even if they are empty, since that is where one writes first.</summary>
    public static OrderedDictionary Create(JsonObject json)
    {
        var o = Dictionary(json);
        if (o["metadata"] is OrderedDictionary metadata)
        {
            metadata["labels"] ??= new OrderedDictionary(StringComparer.Ordinal);
            metadata["annotations"] ??= new OrderedDictionary(StringComparer.Ordinal);
        }

        return o;
    }

    private static OrderedDictionary Dictionary(JsonObject json)
    {
        var o = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in json)
        {
            o[name] = Value(value);
        }

        return o;
    }

    private static object? Value(JsonNode? json) => json switch
    {
        null => null,
        JsonObject o => Dictionary(o),
        JsonArray items => items.Select(Value).ToArray(),
        _ => JsonValue.Scalar(Encoding.UTF8.GetBytes(json.ToJsonString())),
    };
}
