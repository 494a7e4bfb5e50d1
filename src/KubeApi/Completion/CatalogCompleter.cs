using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Client.Discovery;

namespace KubeApi.Completion;

/// <summary>Completes from what the session already knows of its server; it never asks, so that a key press costs no request.</summary>
public abstract class CatalogCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public virtual IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionContext.SessionOf(fakeBoundParameters)?.Discovery.Cached is { } catalog ? CompletionHelper.Match(wordToComplete, Values(catalog)) : [];

    /// <summary>The values that a catalog offers.</summary>
    protected abstract IEnumerable<string> Values(ApiCatalog catalog);
}
