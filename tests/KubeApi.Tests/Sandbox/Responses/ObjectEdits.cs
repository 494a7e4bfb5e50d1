using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Responses;

/// <summary>Edits of an object as a line: `spec.ports[0].port=0 ; !spec.type` sets one value and removes another.</summary>
internal static class ObjectEdits
{
    public static JsonObject Apply(JsonObject value, string text)
    {
        var edited = (JsonObject)value.DeepClone();
        foreach (var edit in text.Split(" ; ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var end = edit[0] == '!' ? edit.Length : edit.IndexOf('=', StringComparison.Ordinal);
            Set(edited, Parts(edit[..end].TrimStart('!')), end == edit.Length ? null : JsonNode.Parse(edit[(end + 1)..]), edit[0] == '!');
        }

        return edited;
    }

    private static string[] Parts(string path) => path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');

    // An index one past the end appends an item.
    private static void Set(JsonNode parent, ReadOnlySpan<string> path, JsonNode? value, bool isRemoval)
    {
        var isLast = path.Length == 1;
        if (parent is JsonArray list)
        {
            var index = int.Parse(path[0], CultureInfo.InvariantCulture);
            if (isRemoval && isLast)
            {
                list.RemoveAt(index);
            }
            else if (index >= list.Count)
            {
                list.Add(isLast ? value : New(path[1]));
            }
            else if (isLast)
            {
                list[index] = value;
            }

            if (!isLast)
            {
                Set(list[Math.Min(index, list.Count - 1)]!, path[1..], value, isRemoval);
            }

            return;
        }

        var map = (JsonObject)parent;
        if (isLast)
        {
            if (isRemoval)
            {
                map.Remove(path[0]);
            }
            else
            {
                map[path[0]] = value;
            }

            return;
        }

        if (map[path[0]] is not (JsonObject or JsonArray))
        {
            map[path[0]] = New(path[1]);
        }

        Set(map[path[0]]!, path[1..], value, isRemoval);
    }

    private static JsonNode New(string next) => char.IsAsciiDigit(next[0]) ? new JsonArray() : new JsonObject();
}
