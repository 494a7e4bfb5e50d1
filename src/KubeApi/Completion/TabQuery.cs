using KubeApi.Client.Errors;

namespace KubeApi.Completion;

/// <summary>A request for completion. Completion waits a second for it and ignores failures; a slower response is kept for the next press of Tab.</summary>
internal static class TabQuery
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>Runs the request; null if it fails or times out.</summary>
    public static async Task<T?> RunAsync<T>(Func<CancellationToken, Task<T>> ask)
        where T : class
    {
        using var stop = new CancellationTokenSource(s_longest);
        try
        {
            return await ask(stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or KubeApiException or ObjectDisposedException)
        {
            // Completion reports no errors.
            return null;
        }
    }

    /// <summary>Waits for responses, at most a second.</summary>
    public static void Wait(IEnumerable<Task> responses) => Task.WaitAll([.. responses], s_patience);
}
