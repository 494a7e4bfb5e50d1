using System.Collections;
using KubeApi.Binding;
using KubeApi.Client.Discovery;

namespace KubeApi.Completion;

/// <summary>Completes the subresources of the command line's resource types; of all types, where it names none.</summary>
/// <param name="verbs">What the command does with them: one of these must be possible.</param>
public abstract class SubresourceCompleter(params string[] verbs) : CatalogCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(ApiCatalog catalog, IDictionary parameters)
    {
        var named = CompletionContext.All(parameters, "Resource").Select(r => ResourceName.Parse(r).Type).ToList();
        var types = named.Count > 0 ? named.SelectMany(name => ResourceLookup.Find(catalog, name)) : catalog.Preferred;
        return types.SelectMany(t => t.SubresourcesWith(verbs)).Order(StringComparer.Ordinal);
    }
}
