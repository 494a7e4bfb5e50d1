using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Schemas;

/// <summary>What is missing, and what is none of the values it may have.</summary>
internal static class SchemaValidator
{
    /// <param name="path">Where the value stands; empty for the whole object.</param>
    /// <param name="skipped">Members that are not looked at.</param>
    public static IEnumerable<StatusCause> Complaints(JsonNode? value, Schema schema, string path, params IReadOnlyCollection<string> skipped)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, field) in schema.Fields)
                {
                    if (!skipped.Contains(name) && field.IsRequired && IsMissing(map[name], field.Type))
                    {
                        yield return StatusAnswers.Required(Join(path, name));
                    }
                }

                foreach (var (name, member) in map.Where(member => !skipped.Contains(member.Key)))
                {
                    var place = schema.Fields.ContainsKey(name) ? Join(path, name) : $"{path}[{name}]";
                    foreach (var complaint in schema.Member(name) is { } type ? Complaints(member, type, place) : [])
                    {
                        yield return complaint;
                    }
                }

                break;
            case JsonArray list when schema.Element is { } element:
                for (var i = 0; i < list.Count; i++)
                {
                    foreach (var complaint in Complaints(list[i], element, $"{path}[{i}]"))
                    {
                        yield return complaint;
                    }
                }

                break;
            case JsonValue when schema.Enum.Count > 0 && value.ToString() is { Length: > 0 } text && !schema.Enum.Contains(text):
                yield return StatusAnswers.Unsupported(path, text, schema.Enum);
                break;
        }
    }

    // A number that is not there is zero, and zero may be right.
    private static bool IsMissing(JsonNode? value, Schema schema) => value switch
    {
        null => schema.Shape != SchemaShape.Scalar || schema.Scalar is ScalarKind.String or ScalarKind.Untyped,
        JsonArray { Count: 0 } => true,
        JsonValue => value.ToString().Length == 0,
        _ => false,
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
