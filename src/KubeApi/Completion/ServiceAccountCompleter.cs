using System.Collections;

namespace KubeApi.Completion;

/// <summary>Completes the names of service accounts.</summary>
internal sealed class ServiceAccountCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters) => NameQuery.Run(
        CompletionContext.SessionsOf(parameters), "serviceaccounts", session => CompletionContext.NamespaceOf(parameters, session));
}
