using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Ownership;

/// <summary>Collects the fields that an object names: its leaves, its atomic maps and lists, the items of its lists and the entries of its maps.</summary>
internal static class FieldCollector
{
    public static FieldSet Collect(JsonNode? value, Schema schema)
    {
        var set = new FieldSet();
        Walk(value, schema, [], set);
        return set;
    }

    private static void Walk(JsonNode? value, Schema schema, List<PathElement> path, FieldSet set)
    {
        schema = schema.For(value);
        if (schema.Shape == SchemaShape.Scalar || schema.IsAtomic)
        {
            set.Add(path);
        }
        else if (value is JsonObject map)
        {
            foreach (var (name, member) in map)
            {
                path.Add(PathElement.Field(name));
                Walk(member, schema.Member(name) ?? Schema.Anything, path, set);
                if (member is null or JsonObject { Count: 0 } || !schema.Fields.ContainsKey(name))
                {
                    set.Add(path);
                }

                path.RemoveAt(path.Count - 1);
            }
        }
        else if (value is JsonArray list)
        {
            foreach (var (step, items) in ListItems.Group(schema, list))
            {
                path.Add(step);
                // Items with the same identity are owned together.
                if (items.Count == 1)
                {
                    Walk(items[0], schema.Element!, path, set);
                }

                set.Add(path);
                path.RemoveAt(path.Count - 1);
            }
        }
    }
}
