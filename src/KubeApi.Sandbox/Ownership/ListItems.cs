using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Ownership;

/// <summary>The identity of list items: their keys, or their value in a set.</summary>
internal static class ListItems
{
    /// <exception cref="FormatException">The item has no identity.</exception>
    public static PathElement Identify(Schema list, JsonNode? item)
    {
        if (list.Keys.Count == 0)
        {
            return item switch
            {
                null => throw new FormatException("associative list without keys has an element that's an explicit null"),
                JsonObject => throw new FormatException("associative list without keys has an element that's a map type"),
                JsonArray => throw new FormatException("not supported: associative list with lists as elements"),
                _ => PathElement.Item(item),
            };
        }

        if (item is not JsonObject value)
        {
            throw new FormatException(
                item is null ? "associative list with keys may not have a null element" : "associative list with keys may not have non-map elements");
        }

        var keys = list.Keys.Where(key => value.ContainsKey(key) || Default(list, key) is not null).Select(
            key => (key, value.ContainsKey(key) ? value[key] : Default(list, key))).ToList();
        if (keys.Count == 0)
        {
            var names = string.Join(' ', list.Keys.Select(key => $"\"{key}\""));
            throw new FormatException(
                $"associative list with keys has an element that omits all key fields [{names}] (and doesn't have default values for any key fields)");
        }

        return PathElement.Item(keys);
    }

    /// <summary>The items grouped by identity, in their order.</summary>
    public static IReadOnlyList<(PathElement Step, IReadOnlyList<JsonNode?> Items)> Group(Schema list, JsonArray? items)
    {
        var groups = new List<(PathElement Step, IReadOnlyList<JsonNode?> Items)>();
        var places = new SortedDictionary<PathElement, int>();
        foreach (var item in items ?? [])
        {
            var step = Identify(list, item);
            if (places.TryGetValue(step, out var place))
            {
                groups[place] = (step, [.. groups[place].Items, item]);
            }
            else
            {
                places[step] = groups.Count;
                groups.Add((step, [item]));
            }
        }

        return groups;
    }

    private static JsonNode? Default(Schema list, string key) =>
        list.Element is { } element && element.Fields.TryGetValue(key, out var field) ? field.Default : null;
}
