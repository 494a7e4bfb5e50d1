namespace KubeApi.Sandbox.Schemas;

/// <summary>Adds the defaults of a schema.</summary>
internal static class SchemaDefaults
{
    /// <summary>
    /// Adds the objects that always exist (`metadata`, `spec`, a container's `resources`), so two states can be compared field by field.
    /// </summary>
    public static void FillObjects(JsonNode? value, Schema schema) => Fill(value, schema, @default => @default is JsonObject { Count: 0 });

    /// <summary>Adds all defaults except empty strings.</summary>
    public static void Fill(JsonNode? value, Schema schema) => Fill(value, schema, @default => @default.GetValueKind() switch
    {
        JsonValueKind.String => @default.GetValue<string>().Length > 0,
        JsonValueKind.Number or JsonValueKind.False => false,
        _ => true,
    });

    private static void Fill(JsonNode? value, Schema schema, Predicate<JsonNode> isWanted)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, field) in schema.Fields)
                {
                    if (field.Default is { } @default && isWanted(@default) && map[name] is null && (@default is not JsonObject || field.Type.IsObject))
                    {
                        map[name] = @default.DeepClone();
                    }
                }

                foreach (var (name, member) in map)
                {
                    if (schema.Member(name) is { Shape: not (SchemaShape.Scalar or SchemaShape.Anything) } type)
                    {
                        Fill(member, type, isWanted);
                    }
                }

                break;
            case JsonArray list when schema.Element is { } element:
                foreach (var item in list)
                {
                    Fill(item, element, isWanted);
                }

                break;
        }
    }
}
