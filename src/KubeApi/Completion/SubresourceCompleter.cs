using System.Collections;
using KubeApi.Binding;
using KubeApi.Client.Discovery;

namespace KubeApi.Completion;

/// <summary>Completes the subresources of the resource types on the command line, or of all types.</summary>
/// <param name="verbs">The verbs that the command uses; a subresource needs one of them.</param>
internal abstract class SubresourceCompleter(params string[] verbs) : CatalogCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(ApiCatalog catalog, IDictionary parameters)
    {
        var named = CompletionContext.All(parameters, "Resource").Select(r => ResourceName.Parse(r).Type).ToList();
        var types = named.Count > 0 ? named.SelectMany(name => ResourceLookup.Find(catalog, name)) : catalog.Preferred;
        return types.SelectMany(t => t.SubresourcesWith(verbs)).Order(StringComparer.Ordinal);
    }
}
