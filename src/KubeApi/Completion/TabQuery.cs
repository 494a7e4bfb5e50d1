using KubeApi.Client.Errors;

namespace KubeApi.Completion;

/// <summary>
/// What a press of the Tab key asks a server: it waits a second for the answer, and is silent where that fails. An answer that takes longer is
/// still awaited, for the next press.
/// </summary>
internal static class TabQuery
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>Asks; the answer is null where that fails, or takes far too long.</summary>
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
            // Completion is silent.
            return null;
        }
    }

    /// <summary>Waits for answers, as long as somebody who pressed the Tab key does.</summary>
    public static void Wait(IEnumerable<Task> responses) => Task.WaitAll([.. responses], s_patience);
}
