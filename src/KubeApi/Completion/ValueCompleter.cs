using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KubeApi.Completion;

/// <summary>Completes one of several values, which may depend on the parameters on the command line.</summary>
internal abstract class ValueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionHelper.Match(wordToComplete, Values(fakeBoundParameters));

    /// <summary>The values to offer, in their order.</summary>
    /// <param name="parameters">The parameters on the command line so far.</param>
    protected abstract IEnumerable<string> Values(IDictionary parameters);
}
