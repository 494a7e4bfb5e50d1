using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KubeApi.Completion;

/// <summary>Completes the names of namespaces, from the server and from the sessions' default namespaces.</summary>
internal sealed class NamespaceCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionContext.SessionsOf(fakeBoundParameters) is var sessions
            ? CompletionHelper.Match(wordToComplete, NameQuery.Run(sessions, "namespaces", _ => null).Concat(sessions.Select(s => s.Namespace)))
            : [];
}
