using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Ownership;

/// <summary>Checks an applied object by its schema, with the messages of structured-merge-diff.</summary>
internal sealed class TypeChecker
{
    private readonly List<TypeFault> _faults = [];

    private TypeChecker()
    {
    }

    public static IReadOnlyList<TypeFault> Check(JsonNode? value, Schema schema)
    {
        var checker = new TypeChecker();
        checker.Check("", value, schema);
        return checker._faults;
    }

    private void Check(string path, JsonNode? value, Schema schema)
    {
        schema = schema.For(value);
        switch (schema.Shape)
        {
            // Null is always valid.
            case var _ when value is null:
                break;
            case SchemaShape.Scalar when !schema.Fits(value):
                Fault(path, Mismatch(schema.Scalar, value));
                break;
            case SchemaShape.Scalar:
                break;
            case SchemaShape.List when value is JsonArray list:
                CheckItems(path, list, schema);
                break;
            case SchemaShape.List:
                Fault(path, $"expected list, got &{{{GoText.Show(value)}}}");
                break;
            case var _ when value is JsonObject map:
                CheckMembers(path, map, schema);
                break;
            default:
                Fault(path, $"expected map, got &{{{GoText.Show(value)}}}");
                break;
        }
    }

    // A real server checks the members in random order, and stops at the first undeclared one.
    private void CheckMembers(string path, JsonObject map, Schema schema)
    {
        foreach (var (name, member) in map)
        {
            if (schema.Member(name) is { } type)
            {
                Check(path + PathElement.Field(name), member, type);
            }
        }

        if (map.Select(member => member.Key).FirstOrDefault(name => schema.Member(name) is null) is { } undeclared)
        {
            Fault(path + PathElement.Field(undeclared), "field not declared in schema");
        }
    }

    private void CheckItems(string path, JsonArray list, Schema schema)
    {
        var seen = new HashSet<PathElement>();
        for (var i = 0; i < list.Count; i++)
        {
            var step = $"[{i}]";
            if (!schema.IsAtomic)
            {
                PathElement identity;
                try
                {
                    identity = ListItems.Identify(schema, list[i]);
                }
                catch (FormatException exception)
                {
                    Fault(path, $"element {i}: {exception.Message}");
                    return;
                }

                step = identity.ToString();
                if (!seen.Add(identity))
                {
                    Fault(path, $"duplicate entries for key {step}");
                }
            }

            Check(path + step, list[i], schema.Element!);
        }
    }

    private void Fault(string path, string message) => _faults.Add(new TypeFault(path, message));

    private static string Mismatch(ScalarKind kind, JsonNode value) =>
        $"expected {kind.ToString().ToLowerInvariant()}, got &value.valueUnstructured{{Value:{GoText.Show(value)}}}";
}
