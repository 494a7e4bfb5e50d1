using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Limits the retries of a copy after broken connections, and delays each one. Progress resets the count.</summary>
/// <param name="clock">Measures the delays.</param>
/// <param name="observer">Receives each retry.</param>
internal sealed class CopyRetry(TimeProvider clock, ICopyObserver observer)
{
    private const int MaxAttempts = 8;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);

    private int _failures;

    /// <summary>Whether a failure is a broken connection, after which another attempt may succeed.</summary>
    public static bool IsCut(KubeApiException e) => e.Failure is FailureKind.StreamBroken or FailureKind.ConnectionFailed;

    /// <summary>Resets the count of failures.</summary>
    public void Reset() => _failures = 0;

    /// <summary>Waits after a cut; false if no attempt is left.</summary>
    public async Task<bool> PauseAsync(string path, KubeApiException cut, CancellationToken cancellationToken)
    {
        if (++_failures >= MaxAttempts)
        {
            return false;
        }

        var delay = s_firstPause * (1 << (_failures - 1));
        observer.Resuming(path, cut, delay);
        await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
