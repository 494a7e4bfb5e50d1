using System.Runtime.CompilerServices;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;

namespace KubeApi.Session;

/// <summary>Runs queries against sessions, so that results of several can be told apart.</summary>
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

    /// <summary>Runs a query for each of several sessions at once. It begins on the pipeline thread, where observers are made.</summary>
    /// <param name="queries">What to ask whom.</param>
    /// <param name="clientOf">The client to ask with.</param>
    /// <param name="maxParallel">How many are asked at once.</param>
    public static IAsyncEnumerable<(KubeApiSession Session, ObjectQueryResult Result)> RunAll(
        IReadOnlyList<(KubeApiSession Session, ObjectQuery Query)> queries, Func<KubeApiSession, ApiClient> clientOf, int maxParallel)
    {
        var sources = queries.Select(q => RunAsync(q.Session, clientOf(q.Session), q.Query)).ToList();
        return sources.Count == 1
            ? sources[0]
            : ConcurrentMerge.MergeAsync(sources, maxParallel, (index, e) => (queries[index].Session, queries[index].Query.FailedWith(e)));
    }
}
