using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Ownership;

/// <summary>Removes fields from an object. An atomic map or list can only be removed as a whole.</summary>
internal static class Remover
{
    public static JsonObject Remove(JsonObject value, FieldSet fields, Schema schema) => RemoveFrom(value, fields, schema) as JsonObject ?? [];

    private static JsonNode? RemoveFrom(JsonNode? value, FieldSet fields, Schema schema)
    {
        schema = schema.For(value);
        switch (value)
        {
            case JsonObject or JsonArray when schema.IsAtomic:
                return null;
            case JsonObject map:
                var members = new JsonObject();
                foreach (var (name, member) in map)
                {
                    var step = PathElement.Field(name);
                    if (!fields.Has(step))
                    {
                        members[name] = Descend(member, fields.Below(step), schema.Member(name));
                    }
                }

                return members.Count == 0 && !map.Any(member => fields.Below(PathElement.Field(member.Key)) is not null) ? null : members;
            case JsonArray list:
                var items = new JsonArray();
                foreach (var item in list)
                {
                    var step = ListItems.Identify(schema, item);
                    if (!fields.Has(step))
                    {
                        items.Add(Descend(item, fields.Below(step), schema.Element));
                    }
                }

                return items.Count == 0 && !list.Any(item => fields.Below(ListItems.Identify(schema, item)) is not null) ? null : items;
            default:
                return value?.DeepClone();
        }
    }

    // A map or list stays, empty, unless it is removed itself.
    private static JsonNode? Descend(JsonNode? value, FieldSet? fields, Schema? schema) =>
        fields is null ? value?.DeepClone() : RemoveFrom(value, fields, schema ?? Schema.Anything) ?? value switch
        {
            JsonObject => new JsonObject(),
            JsonArray => new JsonArray(),
            _ => null,
        };
}
