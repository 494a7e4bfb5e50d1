using System.Text.Json.Nodes;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Objects;

/// <summary>What holds an object that is deleted: it goes when the last finalizer is taken out.</summary>
internal static class Finalizers
{
    /// <summary>The garbage collector takes its references out of the dependents before the object goes.</summary>
    public const string Orphan = "orphan";

    /// <summary>The garbage collector deletes the dependents before the object goes.</summary>
    public const string Foreground = "foregroundDeletion";

    public static IReadOnlyList<string> Of(JsonObject value) => Texts(value.At("metadata.finalizers"));

    public static IReadOnlyList<string> Of(StoredObject stored) => Texts(stored.Metadata("finalizers"));

    /// <summary>Whether anything holds the object; some kinds have a second list.</summary>
    public static bool BlockDeletion(KindRules rules, JsonObject value) =>
        Of(value).Count > 0 || (rules.Finalizers is { } path && Texts(value.At(path)).Count > 0);

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(finalizer => finalizer?.ToString() ?? "")];
}
