using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>Finds the resource type of a manifest.</summary>
public static class KindLookup
{
    /// <summary>The resource type of an apiVersion and a kind, case-sensitive as in the server; null for none.</summary>
    public static ApiResource? Find(ApiCatalog catalog, string apiVersion, string kind) =>
        catalog.Resources.FirstOrDefault(r => r.Kind == kind && r.ApiVersion == apiVersion);

    /// <summary>The failure of a look-up: the unknown part, and similar names.</summary>
    public static KubeApiException NotFound(ApiCatalog catalog, Uri server, string apiVersion, string kind)
    {
        var suggestions = Suggest(catalog, apiVersion, kind);
        return new KubeApiException(
            FailureKind.ResourceTypeNotFound,
            $"The server {server} has {Missing(catalog, apiVersion, kind)}."
            + (suggestions.Count > 0 ? $" Did you mean {string.Join(" or ", suggestions.Select(r => $"'apiVersion: {r.ApiVersion}, kind: {r.Kind}'"))}?" : ""))
        {
            RecommendedAction = catalog.Warnings.Count > 0 ? string.Join(' ', catalog.Warnings) : null,
        };
    }

    private static string Missing(ApiCatalog catalog, string apiVersion, string kind)
    {
        var (group, version) = apiVersion.Split('/', 2) is [var first, var second] ? (first, second) : ("", apiVersion);
        var versions = catalog.Resources.Where(r => r.Group == group).Select(r => r.Version).Distinct().ToList();
        return versions.Contains(version) ? $"no kind '{kind}' in {apiVersion}"
            : versions.Count > 0
            ? $"no version '{version}' of {(group.Length == 0 ? "the core API" : $"the API group '{group}'")}, only {string.Join(", ", versions)}"
            : $"no API group '{group}', as in apiVersion: {apiVersion}";
    }

    // The closest kinds; among them, those of the given version or else of its group, if any.
    private static List<ApiResource> Suggest(ApiCatalog catalog, string apiVersion, string kind)
    {
        var near = catalog.Preferred
            .Concat(catalog.Resources.Where(r => r.ApiVersion == apiVersion))
            .DistinctBy(r => (r.ApiVersion, r.Kind))
            .Select(r => (Resource: r, Distance: ResourceLookup.DistanceOf(r, kind)))
            .Where(r => NearNames.IsNear(kind, r.Distance))
            .ToList();
        var least = near.Select(r => r.Distance).DefaultIfEmpty().Min();
        var closest = near.Where(r => r.Distance == least).Select(r => r.Resource).ToList();
        return closest.Where(r => r.ApiVersion == apiVersion).ToList() is { Count: > 0 } same ? same
            : closest.Where(r => r.Group == apiVersion.Split('/')[0]).ToList() is { Count: > 0 } sibling ? sibling
            : [.. closest.Take(3)];
    }
}
