using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes from what the session already knows of its server; it never asks, so that a key press costs no request.</summary>
public abstract class CatalogCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        SessionOf(fakeBoundParameters["Session"])?.Discovery.Cached is { } catalog ? CompletionHelper.Match(wordToComplete, Values(catalog)) : [];

    /// <summary>The values that a catalog offers.</summary>
    protected abstract IEnumerable<string> Values(ApiCatalog catalog);

    private static KubeApiSession? SessionOf(object? argument) => argument switch
    {
        null => SessionStore.Current,
        KubeApiSession session => session,
        SessionArgument { Session: { } session } => session,
        _ => SessionStore.FindIgnoringCase(argument.ToString()!),
    };
}
