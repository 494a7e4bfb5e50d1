using System.Diagnostics;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Streaming;

/// <summary>
/// Opens the connections of a port-forward, each to the pod that is the newest ready one at that time. Safe for many threads.
/// </summary>
/// <param name="target">The target.</param>
/// <param name="first">Where it leads at first.</param>
/// <param name="stop">Ends the search for a pod.</param>
internal sealed class PortForwardRoute(PortForwardTarget target, PortForwardPlace first, CancellationToken stop)
{
    // Simultaneous connections share one search.
    private static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(250);

    // A pod that is replaced, and an API server that restarts, need a moment.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    // The program in the pod sees a client that sends nothing, and may serve one at a time: not for long.
    private static readonly TimeSpan s_spareLife = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private Task<PortForwardPlace> _place = Task.FromResult(first);
    private long _found = Stopwatch.GetTimestamp();
    private (PortForwardConnection Connection, string Pod)? _spare;
    private int _isPreparing;
    private int _isOpeningSpare;
    private volatile string _pod = first.Pod;

    /// <summary>The pod of the last connection.</summary>
    public string Pod => _pod;

    /// <summary>
    /// Opens a connection, or takes the spare one, which another one then replaces. While there is no pod or no server, it tries again for some seconds.
    /// </summary>
    /// <exception cref="KubeApiException">There was still no pod or no server, or the server refused.</exception>
    public async Task<PortForwardConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (TakeSpare() is { } spare)
        {
            _ = KeepSpareAsync();
            return spare;
        }

        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                var place = await PlaceAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
                var connection = await PortForwardConnection.OpenAsync(target.Client, target.Namespace, place.Pod, place.Port, cancellationToken)
                    .ConfigureAwait(false);
                _pod = place.Pod;
                _ = KeepSpareAsync();
                return connection;
            }
            catch (KubeApiException e) when (MayPass(e) && Stopwatch.GetElapsedTime(started) < s_timeout)
            {
                lock (_lock)
                {
                    _found = 0;
                }

                await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Prepares a connection to the API server, which the next connection then takes over: a TLS handshake takes longer than a small request. The pod notices
    /// nothing of it.
    /// </summary>
    public void Prepare()
    {
        if (Interlocked.Exchange(ref _isPreparing, 1) == 0)
        {
            _ = PrepareAsync();
        }
    }

    /// <summary>Whether a failure may pass by itself: the pod is being replaced, or the server is not reachable.</summary>
    public static bool MayPass(KubeApiException e) =>
        e.Failure is FailureKind.ConnectionFailed or FailureKind.StreamBroken or FailureKind.UnknownOutcome or FailureKind.Timeout or FailureKind.PodNotFound
        || (e.Failure == FailureKind.Refused && e.StatusCode is 400 or 404 or 429 or >= 500);

    private Task<PortForwardPlace> PlaceAsync()
    {
        lock (_lock)
        {
            if (_found == 0 || (_place.IsCompleted && Stopwatch.GetElapsedTime(_found) > s_fresh))
            {
                _place = target.FindAsync(stop);
                _found = Stopwatch.GetTimestamp();
            }

            return _place;
        }
    }

    private PortForwardConnection? TakeSpare()
    {
        lock (_lock)
        {
            if (_spare is not var (connection, pod))
            {
                return null;
            }

            _spare = null;
            if (connection.IsOpen)
            {
                _pod = pod;
                return connection;
            }

            connection.Dispose();
            _found = 0;
            return null;
        }
    }

    // Small requests often come one after the other, and opening a stream to the pod takes longer than each of them.
    private async Task KeepSpareAsync()
    {
        if (Interlocked.Exchange(ref _isOpeningSpare, 1) != 0)
        {
            return;
        }

        PortForwardConnection spare;
        try
        {
            var place = await PlaceAsync().ConfigureAwait(false);
            spare = await PortForwardConnection.OpenAsync(target.Client, target.Namespace, place.Pod, place.Port, stop).ConfigureAwait(false);
            spare.BeginRead();
            lock (_lock)
            {
                _spare?.Connection.Dispose();
                _spare = (spare, place.Pod);
            }
        }
        catch (Exception e) when (e is KubeApiException or OperationCanceledException)
        {
            // The next connection makes its own, and has the failure itself.
            return;
        }
        finally
        {
            Volatile.Write(ref _isOpeningSpare, 0);
        }

        await Task.Delay(s_spareLife, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            if (_spare?.Connection != spare)
            {
                return;
            }

            _spare = null;
        }

        spare.Dispose();
        Prepare();
    }

    private async Task PrepareAsync()
    {
        try
        {
            await target.Client.SendForBytesAsync(ApiRequest.Get("/version") with { SendsStream = true }, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is KubeApiException or OperationCanceledException)
        {
            // The next connection makes its own, and has the failure itself.
        }
        finally
        {
            Volatile.Write(ref _isPreparing, 0);
        }
    }
}
