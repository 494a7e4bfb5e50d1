using System.Collections;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes the names of sessions.</summary>
internal sealed class SessionCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters) => SessionStore.All.Select(s => s.Name);
}
