using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KubeApi.Completion;

/// <summary>Completes nothing: without it, PowerShell offers file names.</summary>
internal sealed class NoCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
}
