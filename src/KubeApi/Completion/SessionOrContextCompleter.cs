using System.Collections;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes the names of sessions and of kubeconfig contexts.</summary>
internal sealed class SessionOrContextCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters) =>
        SessionStore.All.Select(s => s.Name).Concat(KubeConfigCompleter.Read(null)?.ContextNames ?? []);
}
