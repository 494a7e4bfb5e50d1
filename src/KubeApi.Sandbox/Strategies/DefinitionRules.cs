using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Strategies;

/// <summary>Defaults and validation of CustomResourceDefinitions.</summary>
internal static class DefinitionRules
{
    public const string Resource = "customresourcedefinitions.apiextensions.k8s.io";

    /// <summary>Adds the names that follow from the kind, and the conversion None.</summary>
    public static void Complete(JsonObject definition)
    {
        if (definition["spec"] is not JsonObject spec)
        {
            return;
        }

        if (spec["names"] is JsonObject names && names.StringAt("kind") is { Length: > 0 } kind)
        {
            Fill(names, "singular", kind.ToLowerInvariant());
            Fill(names, "listKind", kind + "List");
        }

        Fill(spec.Child("conversion"), "strategy", "None");
    }

    /// <param name="current">The stored definition; null for a new one.</param>
    public static IEnumerable<StatusCause> Validate(JsonObject definition, JsonObject? current)
    {
        var name = $"{definition.StringAt("spec.names.plural")}.{definition.StringAt("spec.group")}";
        if (definition.StringAt("metadata.name") != name)
        {
            yield return ApiErrors.InvalidValue(
                "metadata.name", ApiErrors.Quote(definition.StringAt("metadata.name") ?? ""), "must be spec.names.plural+\".\"+spec.group");
        }

        if (definition.StringAt("spec.group") is { } group && !group.Contains('.'))
        {
            yield return ApiErrors.InvalidValue("spec.group", ApiErrors.Quote(group), "should be a domain with at least one dot");
        }

        var versions = CustomDefinition.VersionsOf(definition).ToList();
        if (versions.Count(version => version.IsTrueAt("storage")) != 1)
        {
            yield return ApiErrors.InvalidValue(
                "spec.versions", JsonText.ToText(definition.At("spec.versions")), "must have exactly one version marked as storage version");
        }

        foreach (var (index, _) in versions.Index().Where(version => version.Item.At("schema.openAPIV3Schema") is not JsonObject))
        {
            yield return ApiErrors.Required($"spec.versions[{index}].schema.openAPIV3Schema", "schemas are required");
        }

        if (versions.Exists(version => HasForbiddenPart(version.At("schema.openAPIV3Schema"))))
        {
            yield return ApiErrors.Forbidden("spec.versions", "$ref is not supported, and items must be a schema object and not an array");
        }

        foreach (var cause in current is null ? [] : ValidateChange(definition, current))
        {
            yield return cause;
        }
    }

    private static bool HasForbiddenPart(JsonNode? schema) => schema switch
    {
        JsonObject value => value.ContainsKey("$ref") || value["items"] is JsonArray
            || value.Any(member => member.Key is not ("default" or "enum" or "example") && HasForbiddenPart(member.Value)),
        JsonArray list => list.Any(HasForbiddenPart),
        _ => false,
    };

    // Fields that stored objects depend on cannot change.
    private static IEnumerable<StatusCause> ValidateChange(JsonObject definition, JsonObject current)
    {
        string[] always = ["spec.group", "spec.names.plural"];
        string[] onceEstablished = ["spec.scope", "spec.names.kind"];
        foreach (var path in Conditions.IsTrue(current, "Established") ? [.. onceEstablished, .. always] : always)
        {
            if (definition.StringAt(path) != current.StringAt(path))
            {
                yield return ApiErrors.InvalidValue(path, ApiErrors.Quote(definition.StringAt(path) ?? ""), "field is immutable");
            }
        }
    }

    private static void Fill(JsonObject value, string name, string text)
    {
        if (value.StringAt(name) is not { Length: > 0 })
        {
            value[name] = text;
        }
    }
}
