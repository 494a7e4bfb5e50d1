using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KubeApi.Completion;

/// <summary>Completes the conditions of -For.</summary>
internal sealed class WaitConditionCompleter : IArgumentCompleter
{
    private static readonly string[] s_values =
    [
        "Ready", "Deleted", "Exists", "Condition=Available", "Condition=Complete", "Condition=Established", "Condition=Failed", "Condition=Ready",
        "status.phase=Running",
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionHelper.Match(wordToComplete, s_values);
}
