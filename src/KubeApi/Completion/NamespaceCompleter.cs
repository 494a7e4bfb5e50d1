using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KubeApi.Completion;

/// <summary>Completes the names of namespaces; asks the server, and knows the session's own without it.</summary>
public sealed class NamespaceCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionContext.SessionOf(fakeBoundParameters) is { } session
            ? CompletionHelper.Match(wordToComplete, NameQuery.Run(session, "namespaces", null).Append(session.Namespace))
            : [];
}
