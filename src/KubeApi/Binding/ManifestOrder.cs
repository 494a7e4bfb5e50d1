using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Binding;

/// <summary>The order in which the manifests of a set are written, and the dependencies between them. Pure.</summary>
internal static class ManifestOrder
{
    /// <summary>Namespaces, then custom resource definitions, then the rest, each in the order of the input.</summary>
    public static IEnumerable<Manifest> ForWriting(IEnumerable<Manifest> set) => set.OrderBy(Rank);

    /// <summary>The reverse order.</summary>
    public static IEnumerable<Manifest> ForRemoving(IEnumerable<Manifest> set) => ForWriting(set).Reverse();

    /// <summary>The resource types that a custom resource definition adds for other manifests of the set; none for any other manifest.</summary>
    public static IEnumerable<(string ApiVersion, string Kind)> ServedBy(Manifest definition, IEnumerable<Manifest> set) =>
        definition.IsCustomResourceDefinition ? set.Where(m => IsOf(m, definition)).Select(m => (m.ApiVersion, m.Kind)).Distinct() : [];

    /// <summary>The object that a dry run failed to find although the set would create it; null for any other failure.</summary>
    public static string? MissingDependency(KubeApiException e, Manifest manifest, IReadOnlyList<Manifest> set) =>
        e.Failure == FailureKind.ResourceTypeNotFound
            && set.FirstOrDefault(m => m.IsCustomResourceDefinition && IsOf(manifest, m)) is { } definition ? $"the {definition.Kind} '{definition.Name}'"
        : e is { StatusCode: 404, Status.Kind: "namespaces" } && set.Any(m => m.IsNamespace && m.Name == e.Status.Name && !ReferenceEquals(m, manifest))
        ? $"the namespace '{e.Status.Name}'"
        : null;

    private static int Rank(Manifest manifest) => manifest.IsNamespace ? 0 : manifest.IsCustomResourceDefinition ? 1 : 2;

    private static bool IsOf(Manifest manifest, Manifest definition) =>
        definition.Body["spec"] is JsonObject spec && manifest.Kind == (spec["names"] as JsonObject).Child("kind")?.ToString()
        && spec["versions"] is JsonArray versions
        && versions.OfType<JsonObject>().Any(v => v["served"]?.ToString() == "true" && manifest.ApiVersion == $"{spec["group"]}/{v["name"]}");
}
