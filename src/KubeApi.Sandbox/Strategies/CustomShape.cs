using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Strategies;

/// <summary>Prunes undeclared fields of a custom object, and adds the defaults of its schema.</summary>
internal sealed class CustomShape
{
    private static readonly string[] s_envelope = ["apiVersion", "kind", "metadata"];

    private readonly List<string> _unknown = [];

    private CustomShape()
    {
    }

    /// <summary>Removes undeclared fields, and returns their paths: `spec.items[0].colour`.</summary>
    public static IReadOnlyList<string> Prune(JsonObject value, JsonObject? schema)
    {
        var shape = new CustomShape();
        if (schema is not null)
        {
            shape.PruneMembers(value, schema, "", isObject: true);
        }

        return shape._unknown;
    }

    /// <summary>Adds the defaults, and removes nulls from fields that are not nullable.</summary>
    public static void Fill(JsonNode? value, JsonObject? schema)
    {
        switch (value)
        {
            case JsonObject map when schema is not null:
                foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
                {
                    if (property is JsonObject child && map[name] is null && (!map.ContainsKey(name) || !IsNullable(child)))
                    {
                        if (child["default"] is { } @default)
                        {
                            map[name] = @default.DeepClone();
                        }
                        else
                        {
                            map.Remove(name);
                        }
                    }
                }

                foreach (var (name, member) in map)
                {
                    Fill(member, (schema["properties"]?[name] ?? schema["additionalProperties"]) as JsonObject);
                }

                break;
            case JsonArray list when schema is not null && schema["items"] is JsonObject items:
                foreach (var item in list)
                {
                    Fill(item, items);
                }

                break;
        }
    }

    private void PruneValue(JsonNode? value, JsonObject schema, string path)
    {
        switch (value)
        {
            case JsonObject map:
                PruneMembers(map, schema, path, schema.IsTrueAt("x-kubernetes-embedded-resource"));
                break;
            case JsonArray list when schema["items"] is JsonObject items:
                for (var i = 0; i < list.Count; i++)
                {
                    PruneValue(list[i], items, $"{path}[{i}]");
                }

                break;
        }
    }

    // isObject: it has a kind and metadata, even if the schema does not declare them.
    private void PruneMembers(JsonObject map, JsonObject schema, string path, bool isObject)
    {
        var keepsUnknown = schema.IsTrueAt("x-kubernetes-preserve-unknown-fields");
        foreach (var (name, member) in map.ToList())
        {
            if (isObject && s_envelope.Contains(name))
            {
                continue;
            }

            var place = path.Length == 0 ? name : $"{path}.{name}";
            if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is JsonObject child)
            {
                PruneValue(member, child, place);
            }
            else if (!keepsUnknown && !schema.IsTrueAt("additionalProperties"))
            {
                _unknown.Add(place);
                map.Remove(name);
            }
        }
    }

    private static bool IsNullable(JsonObject schema) => schema.IsTrueAt("nullable");
}
