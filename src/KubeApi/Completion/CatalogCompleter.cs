using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes from what the session knows of its server; only where it knows nothing yet it asks, and waits a second at most.</summary>
public abstract class CatalogCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public virtual IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionContext.SessionOf(fakeBoundParameters) is { } session && CatalogOf(session) is { } catalog ? CompletionHelper.Match(wordToComplete, Values(catalog)) : [];

    /// <summary>The values that a catalog offers.</summary>
    protected abstract IEnumerable<string> Values(ApiCatalog catalog);

    private static ApiCatalog? CatalogOf(KubeApiSession session)
    {
        using var stop = new CancellationTokenSource(NameQuery.Patience);
        try
        {
            return session.Discovery.GetAsync(session.Client.ObservedBy(new QuietObserver()), stop.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OperationCanceledException or KubeApiException or ObjectDisposedException)
        {
            // Completion is silent.
            return null;
        }
    }
}
