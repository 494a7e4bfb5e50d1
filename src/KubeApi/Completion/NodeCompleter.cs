using System.Collections;

namespace KubeApi.Completion;

/// <summary>Completes the names of nodes.</summary>
internal sealed class NodeCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters) => NameQuery.Run(CompletionContext.SessionsOf(parameters), "nodes", _ => null);
}
