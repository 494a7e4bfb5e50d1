using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Strategies;

/// <summary>Validates required fields and enums.</summary>
internal static class SchemaValidator
{
    /// <param name="path">The path of the value; empty for the whole object.</param>
    /// <param name="skipped">Members to skip.</param>
    public static IEnumerable<StatusCause> Validate(JsonNode? value, Schema schema, string path, params IReadOnlyCollection<string> skipped)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var error in Members(map, schema, path, skipped))
                {
                    yield return error;
                }

                break;
            case JsonArray list when schema.Element is { } element:
                for (var i = 0; i < list.Count; i++)
                {
                    foreach (var error in Validate(list[i], element, $"{path}[{i}]"))
                    {
                        yield return error;
                    }
                }

                break;
            case JsonValue when schema.Enum.Count > 0 && value.ToString() is { Length: > 0 } text && !schema.Enum.Contains(text):
                yield return ApiErrors.Unsupported(path, text, schema.Enum);
                break;
        }
    }

    private static IEnumerable<StatusCause> Members(JsonObject map, Schema schema, string path, IReadOnlyCollection<string> skipped)
    {
        foreach (var (name, field) in schema.Fields)
        {
            if (field.IsRequired && !skipped.Contains(name) && IsMissing(map[name], field.Type))
            {
                yield return ApiErrors.Required(Join(path, name));
            }
        }

        foreach (var (name, member) in map.Where(member => !skipped.Contains(member.Key)))
        {
            var place = schema.Fields.ContainsKey(name) ? Join(path, name) : $"{path}[{name}]";
            foreach (var error in schema.Member(name) is { } type ? Validate(member, type, place) : [])
            {
                yield return error;
            }
        }
    }

    // A missing number is zero, which may be valid.
    private static bool IsMissing(JsonNode? value, Schema schema) => value switch
    {
        null => schema.Shape != SchemaShape.Scalar || schema.Scalar is ScalarKind.String or ScalarKind.Untyped,
        JsonArray { Count: 0 } => true,
        JsonValue => value.ToString().Length == 0,
        _ => false,
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
