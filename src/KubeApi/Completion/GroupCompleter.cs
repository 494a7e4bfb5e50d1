using System.Collections;
using KubeApi.Client.Discovery;

namespace KubeApi.Completion;

/// <summary>Completes the names of API groups.</summary>
internal sealed class GroupCompleter : CatalogCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(ApiCatalog catalog, IDictionary parameters) => catalog.Groups.Select(g => g.Name);
}
