using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>Finds resource types by any of their names, as kubectl does.</summary>
public static class ResourceLookup
{
    private const int LeastPrefix = 3;

    /// <summary>
    /// Finds the resource types of a name: a plural, singular, kind or short name, with or without group and version (<c>deployments.apps</c>,
    /// <c>deployments.v1.apps</c>), or a category (<c>all</c>). A bare name in several groups means the first group in the server's order, which begins with
    /// the core group. Empty if the name is unknown.
    /// </summary>
    public static IReadOnlyList<ApiResource> Find(ApiCatalog catalog, string name)
    {
        if (FindOne(catalog, name) is { } resource)
        {
            return [resource];
        }

        return [.. catalog.Preferred.Where(r => r.Verbs.Contains("list") && Is(r.Categories, name))];
    }

    /// <summary>Names similar to an unknown one, closest first, and names that begin with it.</summary>
    public static IReadOnlyList<string> Suggest(ApiCatalog catalog, string name)
    {
        var wanted = name.Split('.')[0].ToLowerInvariant();
        var near = catalog.Preferred
            .Select(r => (r.FullName, Distance: DistanceOf(r, wanted)))
            .Where(s => NearNames.IsNear(wanted, s.Distance))
            .OrderBy(s => s.Distance)
            .Select(s => s.FullName);
        // An incomplete name, such as depl.
        var longer = catalog.Preferred
            .Where(r => wanted.Length >= LeastPrefix && NamesOf(r).Any(n => n.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)))
            .Select(r => r.FullName);
        return [.. near.Concat(longer).Distinct().Take(3)];
    }

    /// <summary>The failure of a look-up, with similar names.</summary>
    public static KubeApiException NotFound(ApiCatalog catalog, Uri server, string name)
    {
        var suggestions = Suggest(catalog, name);
        return new KubeApiException(
            FailureKind.ResourceTypeNotFound,
            $"The server {server} has no resource type '{name}'."
            + (suggestions.Count > 0 ? $" Did you mean {string.Join(" or ", suggestions.Select(s => $"'{s}'"))}?" : ""))
        {
            RecommendedAction = catalog.Warnings.Count > 0 ? string.Join(' ', catalog.Warnings) : null,
        };
    }

    private static ApiResource? FindOne(ApiCatalog catalog, string name)
    {
        var parts = name.Split('.', 2);
        if (parts.Length == 1)
        {
            return Best(catalog.Resources, name);
        }

        // Either resource.group, or resource.version.group; a core version has no group: pods.v1.
        var (version, group) = parts[1].Split('.', 2) is [var first, var rest] ? (first, rest) : (parts[1], "");
        return Best(catalog.Resources.Where(r => Equal(r.Group, parts[1])), parts[0])
            ?? Best(catalog.Resources.Where(r => Equal(r.Version, version) && Equal(r.Group, group)), parts[0])
            // As in kubectl, the beginning of a group's name is enough.
            ?? Best(catalog.Resources.Where(r => r.Group.StartsWith(parts[1], StringComparison.OrdinalIgnoreCase)), parts[0]);
    }

    // Plural names first: the kind or short name of one type may be the plural of another. Then the first group, in its preferred version.
    private static ApiResource? Best(IEnumerable<ApiResource> resources, string name)
    {
        var (best, rank) = ((ApiResource?)null, int.MaxValue);
        foreach (var resource in resources)
        {
            var its = Rank(resource, name);
            if (its < rank || (its == rank && resource.IsPreferredVersion && best is { IsPreferredVersion: false } && resource.Group == best.Group))
            {
                (best, rank) = (resource, its);
            }
        }

        return best;
    }

    private static int Rank(ApiResource resource, string name) =>
        name.Length == 0 ? int.MaxValue
        : Equal(resource.Name, name) ? 0
        : Equal(resource.SingularName, name) || Equal(resource.Kind, name) ? 1
        : Is(resource.ShortNames, name) ? 2
        : int.MaxValue;

    /// <summary>All names of a resource type.</summary>
    public static IEnumerable<string> NamesOf(ApiResource resource) =>
        [resource.Name, resource.SingularName, resource.Kind, .. resource.ShortNames, resource.FullName];

    private static bool Is(IReadOnlyList<string> names, string name) => names.Any(n => Equal(n, name));

    private static bool Equal(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    /// <summary>The distance between a name and the closest name of a resource type.</summary>
    internal static int DistanceOf(ApiResource resource, string name) => NamesOf(resource).Min(n => NearNames.Distance(name, n));
}
