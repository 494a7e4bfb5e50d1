using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming;

/// <summary>
/// The tunnels of a port-forward. A connection uses the tunnel with the fewest connections; when all are in use, another one is opened for the next
/// connection. A tunnel to another pod, or one that stalls, takes no new connections. A server without tunnels gets one WebSocket per connection. Thread-safe.
/// </summary>
/// <param name="target">The target.</param>
/// <param name="stop">Closes all tunnels.</param>
internal sealed class PortForwardTunnels(PortForwardTarget target, CancellationToken stop)
{
    private const int Most = 8;

    private static readonly TimeSpan s_longestIdle = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private readonly List<(PortForwardTunnel Tunnel, string Uid)> _tunnels = [];
    private Task _opening = Task.CompletedTask;
    private string _openingTo = "";
    private volatile bool _isPlain;

    /// <summary>Connects to a port of a pod.</summary>
    /// <exception cref="KubeApiException">The server refused, or the connection broke.</exception>
    public async Task<IPortConnection> ConnectAsync(PortForwardPlace place, CancellationToken cancellationToken)
    {
        for (var (attempt, hasOpened) = (1, false); !_isPlain; attempt++)
        {
            if (attempt > Most)
            {
                throw new KubeApiException(FailureKind.StreamBroken, "The server closes each connection at once.");
            }

            if (Take(place) is not { } tunnel)
            {
                hasOpened = true;
                await OpenAsync(place).WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                return await tunnel.ConnectAsync(place.Port, cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (!hasOpened && attempt < Most && e.InnerException is not TimeoutException)
            {
                // The connection broke while it was unused.
                tunnel.Retire();
            }
        }

        return await PortForwardConnection.OpenAsync(target.Client, target.Namespace, place.Pod, place.Port, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a tunnel for the next connection. That connection reports a failure.</summary>
    public async Task PrepareAsync(PortForwardPlace place)
    {
        try
        {
            await OpenAsync(place).ConfigureAwait(false);
        }
        catch (Exception e) when (e is KubeApiException or OperationCanceledException)
        {
            // The next connection tries again, and reports the failure.
        }
    }

    /// <summary>Closes tunnels that have been unused for a long time, except one; closes all at the end.</summary>
    public async Task KeepAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(s_longestIdle, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_lock)
            {
                foreach (var (tunnel, _) in _tunnels.Where(t => t.Tunnel.IdleTime > s_longestIdle).Skip(1))
                {
                    tunnel.Retire();
                }

                _tunnels.RemoveAll(t => !t.Tunnel.IsOpen);
            }
        }

        lock (_lock)
        {
            _tunnels.ForEach(t => t.Tunnel.Dispose());
        }
    }

    private PortForwardTunnel? Take(PortForwardPlace place)
    {
        lock (_lock)
        {
            foreach (var (other, _) in _tunnels.Where(t => t.Uid != place.Uid))
            {
                other.Retire();
            }

            _tunnels.RemoveAll(t => !t.Tunnel.IsOpen);
            var tunnel = _tunnels.Select(t => t.Tunnel).Where(t => !t.IsStalled).MinBy(t => t.Users);
            tunnel?.Enter();
            if (tunnel is not null && _tunnels.Count < Most && _tunnels.TrueForAll(t => t.Tunnel.Users > 0))
            {
                _ = PrepareAsync(place);
            }

            return tunnel;
        }
    }

    // Simultaneous connections share one attempt.
    private Task OpenAsync(PortForwardPlace place)
    {
        lock (_lock)
        {
            if (_opening.IsCompleted || _openingTo != place.Uid)
            {
                (_opening, _openingTo) = (Task.Run(() => OpenOneAsync(place), stop), place.Uid);
            }

            return _opening;
        }
    }

    private async Task OpenOneAsync(PortForwardPlace place)
    {
        try
        {
            var tunnel = await PortForwardTunnel.OpenAsync(target.Client, target.Namespace, place.Pod, stop).ConfigureAwait(false);
            lock (_lock)
            {
                _tunnels.Add((tunnel, place.Uid));
            }

            if (stop.IsCancellationRequested)
            {
                tunnel.Dispose();
            }
        }
        catch (KubeApiException e) when (e.Failure == FailureKind.StreamNotSupported)
        {
            _isPlain = true;
        }
    }
}
