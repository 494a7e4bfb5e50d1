using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Strategies;

/// <summary>Validates finalizers and owner references, with the server's messages.</summary>
internal static class MetadataRule
{
    private static readonly string[] s_standard = [Finalizers.Orphan, Finalizers.Foreground, "kubernetes"];
    private static readonly string[] s_ownerParts = ["apiVersion", "kind", "name", "uid"];

    /// <param name="current">The stored object; null for a new one.</param>
    /// <param name="isCustom">Custom resources may have finalizers of any name.</param>
    public static IEnumerable<StatusCause> Validate(JsonObject value, JsonObject? current, bool isCustom) =>
        [.. ValidateOwners(value), .. ValidateFinalizers(value, current, isCustom)];

    /// <summary>The warnings about unqualified finalizers of custom objects.</summary>
    public static IEnumerable<string> FinalizerWarnings(JsonObject value) => Finalizers.Of(value).Where(IsUnqualified).Select(finalizer =>
        $"metadata.finalizers: {ApiErrors.Quote(finalizer)}: prefer a domain-qualified finalizer name "
        + (finalizer.Contains('.') ? "including a path (/) " : "") + "to avoid accidental conflicts with other finalizer writers");

    private static bool IsUnqualified(string finalizer) => !finalizer.Contains('/') && !s_standard.Contains(finalizer);

    private static IEnumerable<StatusCause> ValidateOwners(JsonObject value)
    {
        var owners = (value.At("metadata.ownerReferences") as JsonArray ?? []).OfType<JsonObject>().ToList();
        foreach (var owner in owners)
        {
            foreach (var name in s_ownerParts.Where(name => owner.StringAt(name) is not { Length: > 0 }))
            {
                // The message does not name the item.
                yield return ApiErrors.InvalidValue(
                    $"metadata.ownerReferences.{name}", "\"\"", name == "apiVersion" ? "version must not be empty" : "must not be empty");
            }
        }

        var controllers = owners.Where(owner => owner.IsTrueAt("controller")).ToList();
        if (controllers.Count > 1)
        {
            var message = $"Only one reference can have Controller set to true. Found \"true\" in references for {Show(controllers[0])} and "
                + $"{Show(controllers[1])}";
            yield return ApiErrors.InvalidValue("metadata.ownerReferences", JsonText.ToText(value.At("metadata.ownerReferences")), message);
        }

        static string Show(JsonObject owner) => $"{owner.StringAt("kind")}/{owner.StringAt("name")}";
    }

    private static IEnumerable<StatusCause> ValidateFinalizers(JsonObject value, JsonObject? current, bool isCustom)
    {
        var finalizers = Finalizers.Of(value);
        if (finalizers.Contains(Finalizers.Orphan) && finalizers.Contains(Finalizers.Foreground))
        {
            var list = JsonText.ToText(value.At("metadata.finalizers"));
            yield return ApiErrors.InvalidValue(
                "metadata.finalizers", list, $"finalizer {Finalizers.Orphan} and {Finalizers.Foreground} cannot be both set");
        }

        foreach (var (index, finalizer) in finalizers.Index().Where(entry => !isCustom && IsUnqualified(entry.Item)))
        {
            yield return ApiErrors.InvalidValue(
                $"metadata.finalizers[{index}]", ApiErrors.Quote(finalizer), "name is neither a standard finalizer name nor is it fully qualified");
        }

        if (current?.At("metadata.deletionTimestamp") is null)
        {
            yield break;
        }

        var added = finalizers.Except(Finalizers.Of(current)).Order(StringComparer.Ordinal).ToList();
        if (added.Count > 0)
        {
            var found = $"[]string{{{string.Join(", ", added.Select(ApiErrors.Quote))}}}";
            yield return ApiErrors.Forbidden(
                "metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers {found}");
        }
    }
}
