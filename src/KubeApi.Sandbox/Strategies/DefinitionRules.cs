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

        foreach (var cause in current is null ? [] : ValidateChange(definition, current))
        {
            yield return cause;
        }
    }

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
