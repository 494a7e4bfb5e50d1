using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.CustomResources;

/// <summary>Validates the parts of a definition's versions: schema, subresources, columns.</summary>
internal static class DefinitionSchemas
{
    private static readonly string[] s_columnTypes = ["boolean", "date", "integer", "number", "string"];

    public static IEnumerable<StatusCause> Validate(JsonObject spec)
    {
        var versions = (spec["versions"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        return
        [
            .. PerVersion(versions, "schema", "spec.validation", ValidateSchema),
            .. PerVersion(versions, "subresources", "spec.subresources", ValidateScale),
            .. PerVersion(versions, "additionalPrinterColumns", "spec.additionalPrinterColumns", ValidateColumns),
        ];
    }

    // The server moves a part that all versions share to the definition, and its errors name it there.
    private static IEnumerable<StatusCause> PerVersion(
        List<JsonObject> versions, string member, string shared, Func<string, JsonNode?, IEnumerable<StatusCause>> check)
    {
        if (versions.Count == 0)
        {
            return [];
        }

        return versions[0][member] is { } first && versions.All(version => JsonNode.DeepEquals(version[member], first))
            ? check(shared, first)
            : versions.SelectMany((version, i) => check($"spec.versions[{i}].{member}", version[member]));
    }

    private static IEnumerable<StatusCause> ValidateSchema(string path, JsonNode? validation) => validation?["openAPIV3Schema"] is JsonObject schema
        ? StructuralSchema.Validate(schema, path + ".openAPIV3Schema")
        : [ApiErrors.Required(path + ".openAPIV3Schema", "schemas are required")];

    private static IEnumerable<StatusCause> ValidateScale(string path, JsonNode? subresources)
    {
        if (subresources?["scale"] is not JsonObject scale)
        {
            yield break;
        }

        foreach (var (name, parent, isRequired) in (IEnumerable<(string, string, bool)>)[("specReplicasPath", "spec", true), (
            "statusReplicasPath", "status", true), ("labelSelectorPath", "status", false)])
        {
            var (field, text) = ($"{path}.scale.{name}", scale.StringAt(name) ?? "");
            if (text.Length == 0)
            {
                if (isRequired)
                {
                    yield return ApiErrors.Required(field);
                }
            }
            else if (text[0] != '.')
            {
                yield return ApiErrors.InvalidValue(field, ApiErrors.Quote(text), "must be a simple json path starting with .");
            }
            else if (!text.StartsWith($".{parent}.", StringComparison.Ordinal))
            {
                yield return ApiErrors.InvalidValue(field, ApiErrors.Quote(text), $"should be a json path under .{parent}");
            }
        }
    }

    private static IEnumerable<StatusCause> ValidateColumns(string path, JsonNode? columns)
    {
        var all = (columns as JsonArray ?? []).OfType<JsonObject>().ToList();
        for (var i = 0; i < all.Count; i++)
        {
            var place = $"{path}[{i}]";
            if (all[i].StringAt("type") is { Length: > 0 } type && !s_columnTypes.Contains(type))
            {
                yield return ApiErrors.Unsupported(place + ".type", type, s_columnTypes);
            }

            if (all[i].StringAt("jsonPath") is { Length: > 0 } text && text[0] != '.')
            {
                yield return ApiErrors.InvalidValue(place + ".jsonPath", ApiErrors.Quote(text), "must be a simple json path starting with .");
            }
        }
    }
}
