using System.Collections;
using KubeApi.Client.Discovery;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes from the sessions' catalogs. A session without one reads it first, and completion waits for it up to a second.</summary>
internal abstract class CatalogCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected sealed override IEnumerable<string> Values(IDictionary parameters) =>
        CatalogsOf(CompletionContext.SessionsOf(parameters)).SelectMany(c => Values(c, parameters));

    /// <summary>The values that a catalog offers.</summary>
    /// <param name="catalog">The resource types of the server.</param>
    /// <param name="parameters">The parameters on the command line so far.</param>
    protected abstract IEnumerable<string> Values(ApiCatalog catalog, IDictionary parameters);

    /// <summary>The catalogs of the sessions that respond in time.</summary>
    internal static IEnumerable<ApiCatalog> CatalogsOf(IReadOnlyList<KubeApiSession> sessions) =>
        TabQuery.RunAll(sessions, _ => typeof(ApiCatalog), (session, client, stop) => session.Discovery.GetAsync(client, stop));
}
