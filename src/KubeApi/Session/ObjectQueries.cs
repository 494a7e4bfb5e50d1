using System.Runtime.CompilerServices;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;

namespace KubeApi.Session;

/// <summary>Runs queries against several sessions; each result carries its session.</summary>
internal static class ObjectQueries
{
    public static async IAsyncEnumerable<(KubeApiSession Session, ObjectQueryResult Result)> RunAsync(
        KubeApiSession session, ApiClient client, ObjectQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var runner = new ObjectQueryRunner(client, session.Discovery);
        await foreach (var result in runner.RunAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return (session, result);
        }
    }

    /// <summary>Runs a query for each of several sessions at once. It begins on the pipeline thread, which creates the observers.</summary>
    /// <param name="queries">The sessions and their queries.</param>
    /// <param name="clientOf">Returns the client of a session.</param>
    /// <param name="maxParallel">The number of sessions that work at a time.</param>
    public static IAsyncEnumerable<(KubeApiSession Session, ObjectQueryResult Result)> RunAll(
        IReadOnlyList<(KubeApiSession Session, ObjectQuery Query)> queries, Func<KubeApiSession, ApiClient> clientOf, int maxParallel)
    {
        var sources = queries.Select(q => RunAsync(q.Session, clientOf(q.Session), q.Query)).ToList();
        return sources.Count == 1
            ? sources[0]
            : ConcurrentMerge.MergeAsync(sources, maxParallel, (index, e) => (queries[index].Session, queries[index].Query.FailedWith(e)));
    }
}
