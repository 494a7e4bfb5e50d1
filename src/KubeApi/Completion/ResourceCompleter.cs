using KubeApi.Client.Discovery;

namespace KubeApi.Completion;

/// <summary>Completes the names of resource types; one that several groups have is offered with its group, too.</summary>
public sealed class ResourceCompleter : CatalogCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(ApiCatalog catalog) =>
        catalog.Preferred.GroupBy(r => r.Name).OrderBy(g => g.Key, StringComparer.Ordinal)
            .SelectMany(g => g.Count() > 1 ? g.Select(r => r.FullName).Prepend(g.Key) : [g.Key]);
}
