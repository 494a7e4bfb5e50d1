using System.Runtime.CompilerServices;
using KubeApi.Client.Http;
using KubeApi.Client.Objects;

namespace KubeApi.Session;

/// <summary>Runs queries against sessions, so that results of several can be told apart.</summary>
internal static class ObjectQueries
{
    public static async IAsyncEnumerable<(KubeApiSession Session, ObjectQueryResult Result)> RunAsync(
        KubeApiSession session, ApiClient client, ObjectQuery query, IRequestObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var runner = new ObjectQueryRunner(client, session.Discovery, observer);
        await foreach (var result in runner.RunAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return (session, result);
        }
    }
}
