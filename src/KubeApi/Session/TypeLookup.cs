using KubeApi.Client.Errors;
using KubeApi.Client.Http;

namespace KubeApi.Session;

/// <summary>Looks up resource types in several sessions at once.</summary>
internal static class TypeLookup
{
    /// <summary>Looks up types in sessions. Returns a row per session with the failure of each type; null for a type that the server has.</summary>
    /// <param name="sessions">The sessions and their clients.</param>
    /// <param name="types">Names of types.</param>
    /// <param name="maxParallel">The number of sessions that work at a time.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public static async Task<IReadOnlyList<KubeApiException?[]>> RunAsync(
        IReadOnlyList<(KubeApiSession Session, ApiClient Client)> sessions, string[] types, int maxParallel, CancellationToken cancellationToken)
    {
        List<KubeApiException?[]> found = [];
        foreach (var some in sessions.Chunk(maxParallel))
        {
            found.AddRange(await Task.WhenAll(some.Select(s => FindAsync(s.Session, s.Client, types, cancellationToken))).ConfigureAwait(false));
        }

        return found;
    }

    private static async Task<KubeApiException?[]> FindAsync(KubeApiSession session, ApiClient client, string[] types, CancellationToken cancellationToken)
    {
        var failures = new KubeApiException?[types.Length];
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

        return failures;
    }
}
