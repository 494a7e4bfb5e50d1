using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Schemas;

/// <summary>
/// Everything that comes from a real server is in order: fields in that of their type, the keys of maps (labels, data, limits) by name. Raw JSON stays as it was sent.
/// </summary>
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
                else if (schema.Shape == SchemaShape.Struct)
                {
                    SortBy(map, name => schema.Fields.TryGetValue(name, out var field) ? field.Position : int.MaxValue, Comparer<int>.Default);
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

    /// <summary>Custom objects are maps through and through.</summary>
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

    /// <summary>Only the map itself, not what is in it.</summary>
    public static void SortMembers(JsonObject map) => SortBy(map, name => name, StringComparer.Ordinal);

    private static void SortBy<T>(JsonObject map, Func<string, T> key, IComparer<T> comparer)
    {
        var keys = map.Select(member => key(member.Key)).ToList();
        if (keys.Zip(keys.Skip(1)).Any(pair => comparer.Compare(pair.First, pair.Second) > 0))
        {
            var members = map.OrderBy(member => key(member.Key), comparer).ToList();
            map.Clear();
            members.ForEach(map.Add);
        }
    }
}
