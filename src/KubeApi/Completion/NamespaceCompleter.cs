using System.Collections;

namespace KubeApi.Completion;

/// <summary>Completes the names of namespaces, from the server and from the sessions' default namespaces.</summary>
internal sealed class NamespaceCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters)
    {
        var sessions = CompletionContext.SessionsOf(parameters);
        return NameQuery.Run(sessions, "namespaces", _ => null).Concat(sessions.Select(s => s.Namespace));
    }
}
