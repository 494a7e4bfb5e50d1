using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.CustomResources;

/// <summary>
/// What makes a schema structural: every value has its type in one place, outside of allOf, anyOf, oneOf and not. The rules and words are those of
/// apiextensions-apiserver (pkg/apiserver/schema and pkg/apis/apiextensions/validation).
/// </summary>
internal sealed class StructuralSchema
{
    private static readonly string[] s_unsupported = ["additionalItems", "definitions", "dependencies", "id", "patternProperties", "$ref"];
    private static readonly string[] s_types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] s_emptyWhenNested = ["type", "title", "description"];
    private static readonly string[] s_absentWhenNested = ["additionalProperties", "default", "externalDocs"];
    private static readonly string[] s_falseWhenNested =
    [
        "nullable", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string"
    ];
    private static readonly string[] s_lists = ["allOf", "anyOf", "oneOf"];

    private readonly List<StatusCause> _causes = [];

    private StructuralSchema()
    {
    }

    /// <summary>Sorted by message, as in the server.</summary>
    public static IEnumerable<StatusCause> Validate(JsonObject schema, string path)
    {
        var rules = new StructuralSchema();
        rules.Check(schema, path, "at the root");
        return rules._causes.OrderBy(cause => $"{cause.Field}: {cause.Message}", StringComparer.Ordinal);
    }

    /// <summary>The one use of types within anyOf that is allowed: integer or string.</summary>
    private static bool IsIntegerOrString(JsonNode? anyOf) =>
        anyOf is JsonArray { Count: 2 } list && list[0] is JsonObject { Count: 1 } first && first.StringAt("type") == "integer"
            && list[1] is JsonObject { Count: 1 } second && second.StringAt("type") == "string";

    // level: as the messages say it.
    private void Check(JsonObject schema, string path, string level)
    {
        var type = schema.StringAt("type") ?? "";
        CheckType(schema, path, type, level);
        foreach (var name in s_unsupported.Where(name => schema[name] is not null))
        {
            Forbid(path, name, $"{name} is not supported");
        }

        if (schema["uniqueItems"]?.GetValueKind() == JsonValueKind.True)
        {
            Forbid(path, "uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }

        if (type == "array" && schema["items"] is null)
        {
            _causes.Add(ApiErrors.Required(path + ".items", "must be specified"));
        }
        else if (schema["items"] is JsonObject items)
        {
            Check(items, path + ".items", "for specified array items");
        }
        else if (schema["items"] is not null)
        {
            Forbid(path, "items", "items must be a schema object and not an array");
        }

        CheckMembers(schema, path, level);
        CheckListType(schema, path, type);
        CheckLogic(schema, path, IsIntegerOrString(schema["anyOf"]), schema);
    }

    private void CheckType(JsonObject schema, string path, string type, string level)
    {
        var isEmbedded = Flag(schema, "x-kubernetes-embedded-resource");
        if (isEmbedded && type != "object")
        {
            const string error = "must be object if x-kubernetes-embedded-resource is true";
            _causes.Add(
                type.Length == 0
                    ? ApiErrors.Required(path + ".type", error)
                    : ApiErrors.InvalidValue(path + ".type", ApiErrors.Quote(type), error));
        }
        else if (type.Length == 0 && !Flag(schema, "x-kubernetes-int-or-string") && !Flag(schema, "x-kubernetes-preserve-unknown-fields"))
        {
            _causes.Add(ApiErrors.Required(path + ".type", "must not be empty " + level));
        }
        else if (type.Length > 0 && !s_types.Contains(type))
        {
            _causes.Add(ApiErrors.Unsupported(path + ".type", type, s_types));
        }
        else if (level == "at the root" && type.Length > 0 && type != "object")
        {
            _causes.Add(ApiErrors.InvalidValue(path + ".type", ApiErrors.Quote(type), "must be object at the root"));
        }

        if (isEmbedded && !Flag(schema, "x-kubernetes-preserve-unknown-fields") && schema["properties"] is not JsonObject { Count: > 0 })
        {
            _causes.Add(
                ApiErrors.Required(
                    path + ".properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"));
        }
    }

    private void CheckMembers(JsonObject schema, string path, string level)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        if (schema["additionalProperties"] is { } additional)
        {
            if (level == "at the root")
            {
                Forbid(path, "additionalProperties", "must not be used at the root");
            }

            if (properties.Count > 0 && additional.GetValueKind() != JsonValueKind.True)
            {
                Forbid(path, "additionalProperties", "additionalProperties and properties are mutual exclusive");
            }

            if (additional is JsonObject values)
            {
                Check(values, path + ".additionalProperties", "for specified object fields");
            }
        }

        foreach (var (name, property) in properties)
        {
            if (property is not JsonObject child)
            {
                continue;
            }

            var place = $"{path}.properties[{name}]";
            if (level == "at the root" && name == "metadata")
            {
                CheckMetadata(child, place);
            }
            else
            {
                Check(child, place, "for specified object fields");
            }
        }
    }

    private void CheckMetadata(JsonObject metadata, string path)
    {
        if (metadata.StringAt("type") != "object")
        {
            _causes.Add(ApiErrors.InvalidValue(path + ".type", ApiErrors.Quote(metadata.StringAt("type") ?? ""), "must be object"));
        }

        if (metadata["properties"] is JsonObject names && names.Any(name => name.Key is not ("name" or "generateName")))
        {
            _causes.Add(ApiErrors.Forbidden(path, "must not specify anything other than name and generateName, but metadata is implicitly specified"));
        }
    }

    private void CheckListType(JsonObject schema, string path, string type)
    {
        switch (schema.StringAt("x-kubernetes-list-type"))
        {
            case null or "atomic" or "set":
                break;
            case "map":
                var keys = schema["x-kubernetes-list-map-keys"] as JsonArray ?? [];
                if (keys.Count == 0)
                {
                    _causes.Add(ApiErrors.Required(path + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
                }

                for (var i = 0; i < keys.Count; i++)
                {
                    if (schema["items"]?["properties"]?[keys[i]!.ToString()] is null)
                    {
                        _causes.Add(
                            ApiErrors.InvalidValue(
                                $"{path}.x-kubernetes-list-map-keys[{i}]", ApiErrors.Quote(keys[i]!.ToString()),
                                "entries must all be names of item properties"));
                    }
                }

                break;
            case { } other:
                _causes.Add(ApiErrors.Unsupported(path + ".x-kubernetes-list-type", other, ["atomic", "map", "set"]));
                break;
        }

        if (schema["x-kubernetes-list-type"] is not null && type != "array")
        {
            _causes.Add(ApiErrors.InvalidValue(path + ".type", ApiErrors.Quote(type), "must be array if x-kubernetes-list-type is specified"));
        }
    }

    // structure: the type of the values, from the one place that may define it.
    private void CheckLogic(JsonObject schema, string path, bool mayHaveTypes, JsonObject structure)
    {
        foreach (var list in s_lists)
        {
            var parts = schema[list] as JsonArray ?? [];
            for (var i = 0; i < parts.Count; i++)
            {
                if (parts[i] is JsonObject part && !(list == "anyOf" && mayHaveTypes))
                {
                    CheckNested(part, $"{path}.{list}[{i}]", list == "allOf" && i == 0 && IsIntegerOrString(part["anyOf"]), structure);
                }
            }
        }

        if (schema["not"] is JsonObject not)
        {
            CheckNested(not, path + ".not", false, structure);
        }

        if (schema.StringAt("pattern") is { } pattern && !CustomFormats.IsPattern(pattern))
        {
            _causes.Add(ApiErrors.InvalidValue(path + ".pattern", ApiErrors.Quote(pattern), "must be a valid regular expression, but isn't"));
        }
    }

    private void CheckNested(JsonObject schema, string path, bool mayHaveTypes, JsonObject? structure)
    {
        CheckLogic(schema, path, mayHaveTypes, structure ?? []);
        if (schema["items"] is JsonObject items)
        {
            CheckNested(items, path + ".items", false, structure?["items"] as JsonObject);
        }

        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            var known = structure?["properties"]?[name] as JsonObject;
            if (known is null && structure is not null)
            {
                _causes.Add(ApiErrors.Required($"{StructurePath(path)}.properties[{name}]", $"because it is defined in {path}.properties[{name}]"));
            }

            CheckNested(property as JsonObject ?? [], $"{path}.properties[{name}]", false, known);
        }

        s_emptyWhenNested.Where(name => schema.StringAt(name) is { Length: > 0 }).ToList().ForEach(
            name => Forbid(path, name, "must be empty to be structural"));
        s_absentWhenNested.Where(name => schema[name] is not null).ToList().ForEach(name => Forbid(path, name, "must be undefined to be structural"));
        s_falseWhenNested.Where(name => Flag(schema, name)).ToList().ForEach(name => Forbid(path, name, "must be false to be structural"));
    }

    // The path in the structure: without allOf[0], anyOf[1] and not.
    private static string StructurePath(string path) => Regex.Replace(path, @"\.((allOf|anyOf|oneOf)\[\d+\]|not)(?=\.|\z)", "");

    private static bool Flag(JsonObject schema, string name) => schema[name]?.GetValueKind() == JsonValueKind.True;

    private void Forbid(string path, string name, string message) => _causes.Add(ApiErrors.Forbidden($"{path}.{name}", message));
}
