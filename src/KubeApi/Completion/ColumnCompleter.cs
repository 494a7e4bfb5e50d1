using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Formatting;

namespace KubeApi.Completion;

/// <summary>Completes the names of columns: those of the kinds that this runspace has read.</summary>
internal sealed class ColumnCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionHelper.Match(wordToComplete, ["Session", "Kind", "Namespace", .. RunspaceViews.Labels()]);
}
