using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Schemas;

/// <summary>Optional lists and maps without members: a server reads them, and writes nothing in their place.</summary>
internal static class EmptyMembers
{
    public static void Drop(JsonNode? value, Schema schema)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, member) in map.ToList())
                {
                    if (schema.Member(name) is { Shape: not (SchemaShape.Scalar or SchemaShape.Anything) } type)
                    {
                        Drop(member, type);
                        if (schema.Fields.TryGetValue(name, out var field) && !field.IsRequired && IsNothing(member, type))
                        {
                            map.Remove(name);
                        }
                    }
                }

                break;
            case JsonArray list when schema.Element is { } element:
                foreach (var item in list)
                {
                    Drop(item, element);
                }

                break;
        }
    }

    // A map of anything may be an object of which no field is declared, and that it is there says something.
    private static bool IsNothing(JsonNode? value, Schema type) => type.Shape switch
    {
        SchemaShape.List => value is JsonArray { Count: 0 },
        SchemaShape.Map => value is JsonObject { Count: 0 } && type.Element!.Shape != SchemaShape.Anything,
        _ => false,
    };
}
