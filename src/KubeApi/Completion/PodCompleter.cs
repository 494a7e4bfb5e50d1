using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KubeApi.Completion;

/// <summary>Completes the names of pods; after <c>TYPE/</c>, the names of the type's objects.</summary>
internal sealed class PodCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var sessions = CompletionContext.SessionsOf(fakeBoundParameters);
        var type = CompletionHelper.Bare(wordToComplete).Split('/') is [{ Length: > 0 } typed, _] ? typed : null;
        var names = NameQuery.Run(sessions, type ?? "pods", session => CompletionContext.NamespaceOf(fakeBoundParameters, session));
        return CompletionHelper.Match(wordToComplete, type is null ? names : names.Select(n => $"{type}/{n}"));
    }
}
