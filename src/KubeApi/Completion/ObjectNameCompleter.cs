using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KubeApi.Completion;

/// <summary>Completes the names of objects of the resource type and namespace on the command line, from the server.</summary>
internal sealed class ObjectNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionContext.First(fakeBoundParameters, "Resource") is { } resource
            ? CompletionHelper.Match(wordToComplete, NameQuery.Run(
                CompletionContext.SessionsOf(fakeBoundParameters), resource, session => CompletionContext.NamespaceOf(fakeBoundParameters, session)))
            : [];
}
