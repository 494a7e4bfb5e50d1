using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Strategies;

/// <summary>The finalizers of objects: an object is deleted after its last finalizer is removed.</summary>
internal static class Finalizers
{
    /// <summary>The garbage collector removes the references of the dependents before the object is deleted.</summary>
    public const string Orphan = "orphan";

    /// <summary>The garbage collector deletes the dependents before the object.</summary>
    public const string Foreground = "foregroundDeletion";

    public static IReadOnlyList<string> Of(JsonObject value) => Texts(value.At("metadata.finalizers"));

    public static IReadOnlyList<string> Of(StoredObject stored) => Texts(stored.Metadata("finalizers"));

    /// <summary>Whether finalizers block the deletion; some kinds have a second list.</summary>
    public static bool BlockDeletion(KindRules rules, JsonObject value) =>
        Of(value).Count > 0 || (rules.Finalizers is { } path && Texts(value.At(path)).Count > 0);

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(finalizer => finalizer?.ToString() ?? "")];
}
