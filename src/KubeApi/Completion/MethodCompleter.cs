using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KubeApi.Completion;

/// <summary>Completes HTTP methods, and after a slash paths, because a path alone means GET.</summary>
internal sealed class MethodCompleter : IArgumentCompleter
{
    private static readonly string[] s_values = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionHelper.Bare(wordToComplete).StartsWith('/')
            ? new PathCompleter().CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters)
            : CompletionHelper.Match(wordToComplete, s_values);
}
