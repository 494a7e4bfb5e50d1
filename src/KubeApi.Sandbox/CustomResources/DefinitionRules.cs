using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.CustomResources;

/// <summary>Defaults and validation of CustomResourceDefinitions.</summary>
internal static class DefinitionRules
{
    public const string Resource = "customresourcedefinitions.apiextensions.k8s.io";

    private const string ApprovalAnnotation = "api-approved.kubernetes.io";

    private static readonly string[] s_scopes = ["Cluster", "Namespaced"];
    private static readonly string[] s_protected = ["k8s.io", "kubernetes.io"];

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
        var spec = definition["spec"] as JsonObject ?? [];
        var names = spec["names"] as JsonObject ?? [];
        return
        [
            .. ValidateName(definition, spec, names),
            .. ValidateGroup(definition, spec.StringAt("group") ?? ""),
            .. spec.StringAt("scope") is { Length: > 0 } scope && !s_scopes.Contains(scope)
                ? [ApiErrors.Unsupported("spec.scope", scope, s_scopes)]
                : Array.Empty<StatusCause>(),
            .. ValidateVersions(spec),
            .. ValidateLabels(names),
            .. DefinitionSchemas.Validate(spec),
            .. current is null ? [] : ValidateChange(definition, current),
        ];
    }

    private static IEnumerable<StatusCause> ValidateName(JsonObject definition, JsonObject spec, JsonObject names)
    {
        var name = definition.StringAt("metadata.name") ?? "";
        if (name != $"{names.StringAt("plural")}.{spec.StringAt("group")}")
        {
            yield return ApiErrors.InvalidValue("metadata.name", ApiErrors.Quote(name), "must be spec.names.plural+\".\"+spec.group");
        }
    }

    private static IEnumerable<StatusCause> ValidateGroup(JsonObject definition, string group)
    {
        if (group.Length == 0)
        {
            yield break; // reported by the schema
        }

        var errors = NameRule.Subdomain.Validate(group).ToList();
        if (errors.Count > 0)
        {
            yield return ApiErrors.InvalidValue("spec.group", ApiErrors.Quote(group), string.Join(',', errors));
        }
        else if (!group.Contains('.', StringComparison.Ordinal))
        {
            yield return ApiErrors.InvalidValue("spec.group", ApiErrors.Quote(group), "should be a domain with at least one dot");
        }

        var isProtected = s_protected.Any(domain => group == domain || group.EndsWith("." + domain, StringComparison.Ordinal));
        if (isProtected && definition["metadata"]?["annotations"]?[ApprovalAnnotation] is null)
        {
            yield return ApiErrors.Required(
                $"metadata.annotations[{ApprovalAnnotation}]",
                $"protected groups must have approval annotation \"{ApprovalAnnotation}\", see https://github.com/kubernetes/enhancements/pull/1111");
        }
    }

    private static IEnumerable<StatusCause> ValidateVersions(JsonObject spec)
    {
        var versions = (spec["versions"] as JsonArray ?? []).OfType<JsonObject>().Select(version => new CustomVersion(version)).ToList();
        if (versions.Count == 0)
        {
            yield break;
        }

        for (var i = 0; i < versions.Count; i++)
        {
            foreach (var error in Label($"spec.versions[{i}].name", versions[i].Name))
            {
                yield return error;
            }
        }

        var text = JsonText.ToText(spec["versions"]);
        if (versions.DistinctBy(version => version.Name).Count() < versions.Count)
        {
            yield return ApiErrors.InvalidValue("spec.versions", text, "must contain unique version names");
        }

        if (versions.Count(version => version.IsStorage) != 1)
        {
            yield return ApiErrors.InvalidValue("spec.versions", text, "must have exactly one version marked as storage version");
        }
    }

    private static IEnumerable<StatusCause> ValidateLabels(JsonObject names)
    {
        foreach (var name in (string[])["plural", "singular"])
        {
            foreach (var cause in Label($"spec.names.{name}", names.StringAt(name) ?? ""))
            {
                yield return cause;
            }
        }

        foreach (var name in (string[])["kind", "listKind"])
        {
            var kind = names.StringAt(name) ?? "";
            foreach (var cause in Label($"spec.names.{name}", kind.ToLowerInvariant(), kind, "may have mixed case, but should otherwise match: "))
            {
                yield return cause;
            }
        }

        foreach (var list in (string[])["shortNames", "categories"])
        {
            var texts = names[list] as JsonArray ?? [];
            for (var i = 0; i < texts.Count; i++)
            {
                foreach (var cause in Label($"spec.names.{list}[{i}]", texts[i]?.ToString() ?? ""))
                {
                    yield return cause;
                }
            }
        }

        if (names.StringAt("kind") is { Length: > 0 } same && same == names.StringAt("listKind"))
        {
            yield return ApiErrors.InvalidValue("spec.names.listKind", ApiErrors.Quote(same), "kind and listKind may not be the same");
        }
    }

    // Fields that stored objects depend on cannot change.
    private static IEnumerable<StatusCause> ValidateChange(JsonObject definition, JsonObject current)
    {
        string[] always = ["spec.group", "spec.names.plural"];
        string[] onceEstablished = ["spec.scope", "spec.names.kind"];
        foreach (var path in DefinitionStatus.IsTrue(current, "Established") ? [.. onceEstablished, .. always] : always)
        {
            if (definition.StringAt(path) != current.StringAt(path))
            {
                yield return ApiErrors.InvalidValue(path, ApiErrors.Quote(definition.StringAt(path) ?? ""), "field is immutable");
            }
        }

        var names = CustomDefinition.VersionsOf(definition).Select(version => version.StringAt("name")).ToHashSet();
        var stored = definition.At("status.storedVersions") as JsonArray ?? [];
        for (var i = 0; i < stored.Count; i++)
        {
            if (stored[i]?.GetValue<string>() is { } version && !names.Contains(version))
            {
                yield return ApiErrors.InvalidValue($"status.storedVersions[{i}]", ApiErrors.Quote(version), "must appear in spec.versions");
            }
        }
    }

    private static IEnumerable<StatusCause> Label(string field, string text, string? shown = null, string before = "")
    {
        var errors = text.Length == 0 ? [] : NameRule.Named("label1035").Validate(text).ToList();
        return errors.Count == 0 ? [] : [ApiErrors.InvalidValue(field, ApiErrors.Quote(shown ?? text), before + string.Join(',', errors))];
    }

    private static void Fill(JsonObject value, string name, string text)
    {
        if (value.StringAt(name) is not { Length: > 0 })
        {
            value[name] = text;
        }
    }
}
