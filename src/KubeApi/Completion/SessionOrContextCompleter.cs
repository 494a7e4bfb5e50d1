using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes the names of sessions and of kubeconfig contexts.</summary>
internal sealed class SessionOrContextCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionHelper.Match(wordToComplete, SessionStore.All.Select(s => s.Name).Concat(KubeConfigCompleter.Read(null)?.ContextNames ?? []));
}
