using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Binding;

namespace KubeApi.Completion;

/// <summary>Completes the keys and values of a selector for the resource types on the command line.</summary>
internal abstract class SelectorCompleter : IArgumentCompleter
{
    // The parameters that name resource types. Without one, the command works on pods.
    private static readonly string[] s_types = ["Resource", "Pod"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (SelectorPart.AtEndOf(CompletionHelper.Bare(wordToComplete)) is not { } part)
        {
            return [];
        }

        var given = s_types.SelectMany(p => CompletionContext.All(fakeBoundParameters, p)).Select(r => ResourceName.Parse(r).Type).ToList();
        var target = new SelectorTarget(
            CompletionContext.SessionsOf(fakeBoundParameters), given.Count > 0 ? given : ["pods"],
            session => CompletionContext.NamespaceOf(fakeBoundParameters, session));
        return CompletionHelper.Match(wordToComplete, part.Key is null ? Keys(target) : Values(target, part.Key), part.Before, part.After);
    }

    /// <summary>The keys that a selector can have.</summary>
    private protected abstract IEnumerable<string> Keys(SelectorTarget target);

    /// <summary>The values of a key.</summary>
    private protected abstract IEnumerable<string> Values(SelectorTarget target, string key);
}
