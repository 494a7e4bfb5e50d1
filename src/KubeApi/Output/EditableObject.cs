using System.Collections.Specialized;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeApi.Output;

/// <summary>Converts an object's JSON to nested ordered dictionaries: assigning a missing key adds it, which is an error on a PSCustomObject.</summary>
internal static class EditableObject
{
    /// <summary>The object. Labels and annotations always exist, because scripts usually write there.</summary>
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
