using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Decides how often, and after which pauses, something is repeated whose connection broke. Progress renews it.</summary>
/// <param name="clock">Measures the pauses.</param>
/// <param name="observer">Receives each retry.</param>
internal sealed class Patience(TimeProvider clock, ICopyObserver observer)
{
    private const int MaxAttempts = 8;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);

    private int _failures;

    /// <summary>Whether a failure is that of a connection, behind which another attempt may succeed.</summary>
    public static bool IsCut(KubeApiException e) => e.Failure is FailureKind.StreamBroken or FailureKind.ConnectionFailed;

    /// <summary>Forgets the failures so far.</summary>
    public void Renew() => _failures = 0;

    /// <summary>Pauses after a cut; false if it is not worth another attempt.</summary>
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
