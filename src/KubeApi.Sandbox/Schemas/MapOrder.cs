namespace KubeApi.Sandbox.Schemas;

/// <summary>Sorts the keys of maps, as a real server does: labels, data, limits. Raw JSON is unchanged.</summary>
internal static class MapOrder
{
    public static void Sort(JsonNode? value, Schema schema)
    {
        switch (value)
        {
            case JsonObject map when schema.IsObject:
                if (schema is { Shape: SchemaShape.Map, Element.Shape: not SchemaShape.Anything })
                {
                    SortMembers(map);
                }

                foreach (var (name, member) in map)
                {
                    Sort(member, schema.Member(name) ?? Schema.Anything);
                }

                break;
            case JsonArray list when schema.Element is { IsObject: true } element:
                foreach (var item in list)
                {
                    Sort(item, element);
                }

                break;
        }
    }

    /// <summary>Sorts all levels, as for custom objects.</summary>
    public static void SortAll(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                SortMembers(map);
                foreach (var (_, member) in map)
                {
                    SortAll(member);
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    SortAll(item);
                }

                break;
        }
    }

    /// <summary>Sorts only the map itself.</summary>
    public static void SortMembers(JsonObject map)
    {
        if (!IsSorted(map))
        {
            var members = map.OrderBy(member => member.Key, StringComparer.Ordinal).ToList();
            map.Clear();
            members.ForEach(map.Add);
        }
    }

    private static bool IsSorted(JsonObject map) =>
        map.Select(member => member.Key).Zip(map.Select(member => member.Key).Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) < 0);
}
