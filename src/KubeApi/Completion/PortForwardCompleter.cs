using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes the ids of the running port-forwards.</summary>
internal sealed class PortForwardCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionHelper.Match(wordToComplete, SessionStore.PortForwards.All.Select(f => f.Id.ToString(CultureInfo.InvariantCulture)));
}
