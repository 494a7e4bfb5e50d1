using KubeApi.Client.Errors;
using KubeApi.Client.Http;

namespace KubeApi.Session;

/// <summary>Looks up resource types in several sessions at once.</summary>
internal static class TypeLookup
{
    /// <summary>Looks up types in sessions. Returns a row per session with the failure of each type; null for a type that the server has.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="clientOf">Returns the client of a session.</param>
    /// <param name="types">Names of types.</param>
    /// <param name="maxParallel">The number of sessions that work at a time.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public static Task<KubeApiException?[][]> RunAsync(
        IReadOnlyList<KubeApiSession> sessions, Func<KubeApiSession, ApiClient> clientOf, string[] types, int maxParallel, CancellationToken cancellationToken)
    {
        var gate = new SemaphoreSlim(maxParallel);
        return Task.WhenAll(sessions.Select(s => FindAsync(s, clientOf(s), types, gate, cancellationToken)));
    }

    private static async Task<KubeApiException?[]> FindAsync(
        KubeApiSession session, ApiClient client, string[] types, SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        var failures = new KubeApiException?[types.Length];
        try
        {
            for (var i = 0; i < types.Length; i++)
            {
                try
                {
                    await session.Discovery.FindAsync(client, types[i], cancellationToken).ConfigureAwait(false);
                }
                catch (KubeApiException e) when (e.Failure == FailureKind.ResourceTypeNotFound)
                {
                    failures[i] = e;
                }
                catch (KubeApiException e)
                {
                    // The other types would fail, too.
                    Array.Fill(failures, e, i, types.Length - i);
                    break;
                }
            }
        }
        finally
        {
            gate.Release();
        }

        return failures;
    }
}
