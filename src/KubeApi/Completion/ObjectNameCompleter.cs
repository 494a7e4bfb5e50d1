using System.Collections;

namespace KubeApi.Completion;

/// <summary>Completes the names of objects of the resource type and namespace on the command line, from the server.</summary>
internal sealed class ObjectNameCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters) => CompletionContext.First(parameters, "Resource") is { } resource
            ? NameQuery.Run(CompletionContext.SessionsOf(parameters), resource, session => CompletionContext.NamespaceOf(parameters, session)) : [];
}
