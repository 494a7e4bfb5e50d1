using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KubeApi.Completion;

/// <summary>Completes the media types of request bodies.</summary>
internal sealed class MediaTypeCompleter : IArgumentCompleter
{
    private static readonly string[] s_values =
    [
        "application/json", "application/yaml", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/json-patch+json",
        "application/apply-patch+yaml"
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionHelper.Match(wordToComplete, s_values);
}
