using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Controllers;

/// <summary>The conditions of a terminating namespace, with the messages of a real server (its `pkg/controller/namespace/deletion`).</summary>
internal static class NamespaceConditions
{
    public static void Update(JsonObject @namespace, IReadOnlyList<(ResourceType Type, StoredObject Stored)> rest, string now)
    {
        var remaining = rest.GroupBy(item => $"{item.Type.Resource}.{item.Type.Group}", StringComparer.Ordinal);
        var holding = rest.SelectMany(item => Finalizers.Of(item.Stored)).GroupBy(finalizer => finalizer);
        Conditions.Set(@namespace, now, "NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", "All resources successfully discovered");
        Conditions.Set(
            @namespace, now, "NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", "All legacy kube types successfully parsed");
        Conditions.Set(
            @namespace, now, "NamespaceDeletionContentFailure", "False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization");
        Set(
            "NamespaceContentRemaining", "SomeResourcesRemain", "Some resources are remaining: ", Counted(remaining, "has"), "ContentRemoved",
            "All content successfully removed");
        Set(
            "NamespaceFinalizersRemaining", "SomeFinalizersRemain", "Some content in the namespace has finalizers remaining: ", Counted(holding, "in"),
            "ContentHasNoFinalizers", "All content-preserving finalizers finished");

        void Set(string type, string reason, string message, string counted, string goodReason, string good) => Conditions.Set(
            @namespace, now, type, counted.Length > 0
                ? "True"
                : "False", counted.Length > 0
                ? reason
                : goodReason, counted.Length > 0
                ? message + counted
                : good);
    }

    private static string Counted<T>(IEnumerable<IGrouping<string, T>> groups, string word) =>
        string.Join(", ", groups.OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {word} {group.Count()} resource instances"));
}
