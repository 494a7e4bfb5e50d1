using System.Net;
using System.Net.Sockets;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;

namespace KubeApi.Client.Streaming;

/// <summary>
/// Forwards a local TCP port to a pod. Each connection has its own stream, and goes to the newest ready pod at that time. It ends when it
/// or the client is disposed. Safe for many threads.
/// </summary>
public sealed class PortForward : IDisposable
{
    // A port on which nothing listens is refused in less.
    private static readonly TimeSpan s_refusal = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_betweenTries = TimeSpan.FromMilliseconds(500);

    private readonly PortForwardTarget _target;
    private readonly PortForwardRoute _route;
    private readonly PortForwardCounters _counters = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _closing;
    private readonly List<TcpListener> _listeners = [];
    private volatile State _state;
    private volatile KubeApiException? _failure;

    private enum State
    {
        Running,
        Stopped,
        Failed,
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="target">The target, with a client without an observer.</param>
    /// <param name="place">The first destination.</param>
    /// <param name="localPort">The local port; 0 for a free one, null for the number of the target's port.</param>
    /// <param name="addresses">The local addresses; none for the loopback ones.</param>
    /// <exception cref="KubeApiException">An address or the port cannot be listened on, or the client is disposed.</exception>
    public PortForward(PortForwardTarget target, PortForwardPlace place, int? localPort, IReadOnlyList<IPAddress> addresses)
    {
        (_target, _route) = (target, new PortForwardRoute(target, place, Fail, _stop.Token));
        try
        {
            Listen(localPort ?? place.ShownPort, addresses);
            _closing = target.Client.Closing.UnsafeRegister(static forward => ((PortForward)forward!).Stop(), this);
        }
        catch
        {
            Stop();
            throw;
        }

        _listeners.ForEach(listener => _ = LocalListener.ServeAsync(
            listener, socket => new ForwardedConnection(socket, _route, _counters).RunAsync(_stop.Token), _stop.Token));
    }

    /// <summary>The addresses on which it listens.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; private set; } = [];

    /// <summary>The local port.</summary>
    public int LocalPort { get; private set; }

    /// <summary>The pod of the last connection.</summary>
    public string Pod => _route.Pod;

    /// <summary>Whether it still listens.</summary>
    public bool IsRunning => _state == State.Running;

    /// <summary>Whether it ended by itself, because its only pod is gone; false again when it is stopped.</summary>
    public bool HasFailed => _state == State.Failed;

    /// <summary>The number of connections so far.</summary>
    public long Connections => _counters.Connections;

    /// <summary>The number of connections that are open.</summary>
    public long OpenConnections => _counters.Open;

    /// <summary>The number of bytes that came from pods.</summary>
    public long BytesReceived => _counters.BytesReceived;

    /// <summary>The number of bytes that were sent to pods.</summary>
    public long BytesSent => _counters.BytesSent;

    /// <summary>The failure of the last connection that failed; null for none.</summary>
    public string? Error => _counters.Error;

    /// <summary>Waits until the pod accepts connections on the port.</summary>
    /// <param name="timeout">The maximum time to wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="KubeApiException">It did not in time (<see cref="FailureKind.Timeout"/>), or the server refused.</exception>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        limit.CancelAfter(timeout);
        var last = "no response";
        try
        {
            while (true)
            {
                try
                {
                    using var connection = await _route.OpenAsync(limit.Token).ConfigureAwait(false);
                    await ProbeAsync(connection, limit.Token).ConfigureAwait(false);
                    return;
                }
                catch (KubeApiException e) when (PortForwardRoute.MayPass(e))
                {
                    last = e.Message;
                    await Task.Delay(s_betweenTries, limit.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw _failure ?? (IsRunning
                ? new KubeApiException(
                    FailureKind.Timeout, $"{_target.Text} did not accept a connection on port {_target.Port} within {timeout.TotalSeconds:0} s: {last}", e)
                : ApiClient.Closed(e));
        }
    }

    /// <summary>Stops listening, and ends the connections.</summary>
    public void Dispose()
    {
        Stop();
        _closing.Dispose();
    }

    private static async Task ProbeAsync(IPortConnection connection, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(s_refusal);
        try
        {
            await connection.ReadAsync(silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The program in the pod waits for a request.
        }
    }

    private void Listen(int port, IReadOnlyList<IPAddress> addresses)
    {
        foreach (var address in addresses.DefaultIfEmpty(IPAddress.Loopback))
        {
            // All of them have the port that the first one got.
            _listeners.Add(LocalListener.Start(address, LocalPort > 0 ? LocalPort : port));
            LocalPort = ((IPEndPoint)_listeners[0].LocalEndpoint).Port;
        }

        if (addresses.Count == 0 && Socket.OSSupportsIPv6)
        {
            ListenOnIPv6();
        }

        Addresses = [.. _listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Address)];
    }

    // Programs try ::1 first for localhost. It is missing on some machines, and another program may have the port there.
    private void ListenOnIPv6()
    {
        try
        {
            _listeners.Add(LocalListener.Start(IPAddress.IPv6Loopback, LocalPort));
        }
        catch (KubeApiException)
        {
        }
    }

    private void Stop() => End(State.Stopped);

    private void Fail(KubeApiException failure)
    {
        _failure = failure;
        _counters.Failed(failure.Message);
        End(State.Failed);
    }

    private void End(State state)
    {
        lock (_stop)
        {
            _state = _state == State.Stopped ? State.Stopped : state;
        }

        _stop.Cancel();
        _listeners.ForEach(l => l.Stop());
    }
}
