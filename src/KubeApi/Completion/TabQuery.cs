using KubeApi.Client.Http;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>A request for completion. Completion waits a second for it and ignores failures; a slower response is kept for the next press of Tab.</summary>
internal static class TabQuery
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>Runs the request; null if it fails or times out.</summary>
    public static async Task<T?> RunAsync<T>(Func<CancellationToken, Task<T>> send)
        where T : class
    {
        using var stop = new CancellationTokenSource(s_longest);
        try
        {
            return await send(stop.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Completion reports no errors. After an exception, PowerShell would offer file names.
            return null;
        }
    }

    /// <summary>Runs a request in each session, or joins a pending one. Returns the responses that arrive within a second.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="keyOf">Identifies the request in its session.</param>
    /// <param name="send">Sends the request.</param>
    public static IReadOnlyList<T> RunAll<T>(
        IEnumerable<KubeApiSession> sessions, Func<KubeApiSession, object> keyOf, Func<KubeApiSession, ApiClient, CancellationToken, Task<T>> send)
        where T : class
    {
        var responses = sessions.Select(s => CompletionCache.Of(s).Pending.Join(
            keyOf(s), () => RunAsync(stop => send(s, s.Client.ObservedBy(new QuietObserver()), stop)), response => response)).ToList();
        Wait(responses);
        return [.. responses.Where(r => r.IsCompletedSuccessfully).Select(r => r.Result).OfType<T>()];
    }

    /// <summary>Waits for responses, at most a second.</summary>
    public static void Wait(IEnumerable<Task> responses) => Task.WaitAll([.. responses], s_timeout);
}
