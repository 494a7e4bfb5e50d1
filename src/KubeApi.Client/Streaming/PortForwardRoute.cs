using System.Diagnostics;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming;

/// <summary>
/// Opens the connections of a port-forward, each to the pod that is the newest ready one at that time. Safe for many threads.
/// </summary>
internal sealed class PortForwardRoute
{
    // Simultaneous connections share one search.
    private static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(250);

    // A pod that is replaced, and an API server that restarts, need a moment.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan s_check = TimeSpan.FromSeconds(15);

    private readonly PortForwardTarget _target;
    private readonly PortForwardPlace _first;
    private readonly Action<KubeApiException> _ended;
    private readonly CancellationToken _stop;
    private readonly PortForwardTunnels _tunnels;
    private readonly object _lock = new();
    private Task<PortForwardPlace> _place;
    private long _found = Stopwatch.GetTimestamp();
    private volatile string _pod;

    /// <summary>Prepares the first connection.</summary>
    /// <param name="target">The target.</param>
    /// <param name="first">The first destination.</param>
    /// <param name="ended">Called when the pod was deleted and none replaces it.</param>
    /// <param name="stop">Cancels the search for a pod, and all connections.</param>
    public PortForwardRoute(PortForwardTarget target, PortForwardPlace first, Action<KubeApiException> ended, CancellationToken stop)
    {
        (_target, _first, _ended, _stop, _place, _pod) = (target, first, ended, stop, Task.FromResult(first), first.Pod);
        _tunnels = new PortForwardTunnels(target, stop);
        _ = _tunnels.PrepareAsync(first);
        _ = _tunnels.KeepAsync();
        _ = first.IsReplaced ? Task.CompletedTask : CheckAsync();
    }

    /// <summary>The pod of the last connection.</summary>
    public string Pod => _pod;

    /// <summary>Opens a connection. It retries for some seconds while no pod is ready or the server is unreachable.</summary>
    /// <exception cref="KubeApiException">No pod or server was available in time, or the server refused.</exception>
    public async Task<IPortConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                var place = await PlaceAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
                var connection = await _tunnels.ConnectAsync(place, cancellationToken).ConfigureAwait(false);
                _pod = place.Pod;
                return connection;
            }
            catch (KubeApiException e) when (MayPass(e) && !_stop.IsCancellationRequested && Stopwatch.GetElapsedTime(started) < s_timeout)
            {
                lock (_lock)
                {
                    _found = 0;
                }

                await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether a failure may pass by itself: the pod is being replaced, or the server is not reachable.</summary>
    public static bool MayPass(KubeApiException e) =>
        e.Failure is FailureKind.ConnectionFailed or FailureKind.StreamBroken or FailureKind.UnknownOutcome or FailureKind.Timeout
            or FailureKind.PodNotFound or FailureKind.PodNotRunning
        || (e.Failure == FailureKind.Refused && e.StatusCode is 400 or 404 or 429 or >= 500);

    private Task<PortForwardPlace> PlaceAsync()
    {
        lock (_lock)
        {
            if (_found == 0 || (_place.IsCompleted && Stopwatch.GetElapsedTime(_found) > s_fresh))
            {
                _place = FindAsync();
                _found = Stopwatch.GetTimestamp();
            }

            return _place;
        }
    }

    // The server does not close the tunnels of a pod that was deleted.
    private async Task CheckAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await ((Task)PlaceAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(s_check, _stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<PortForwardPlace> FindAsync()
    {
        try
        {
            var place = await _target.FindAsync(_stop).ConfigureAwait(false);
            return _first.IsReplaced || place.Uid == _first.Uid ? place : throw Gone("it was deleted, and another pod has its name now");
        }
        catch (KubeApiException e) when (!_first.IsReplaced && (e.Failure == FailureKind.PodNotRunning || e.Status is { Code: 404, Reason: "NotFound" }))
        {
            var gone = e.Failure == FailureKind.PodNotRunning ? e : Gone("it was deleted");
            _ended(gone);
            throw gone;
        }
    }

    private KubeApiException Gone(string why) => new(FailureKind.PodNotRunning, $"The pod '{_first.Pod}' is not running: {why}.");
}
