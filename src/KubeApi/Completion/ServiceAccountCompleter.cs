using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KubeApi.Completion;

/// <summary>Completes the names of service accounts.</summary>
internal sealed class ServiceAccountCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionHelper.Match(wordToComplete, NameQuery.Run(
            CompletionContext.SessionsOf(fakeBoundParameters), "serviceaccounts", session => CompletionContext.NamespaceOf(fakeBoundParameters, session)));
}
