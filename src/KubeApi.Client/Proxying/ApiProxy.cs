using System.Net;
using System.Net.Sockets;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;

namespace KubeApi.Client.Proxying;

/// <summary>
/// A local HTTP server that forwards requests to an API server with a client's credential. It ends when it or the client is disposed. Safe for many threads.
/// </summary>
public sealed class ApiProxy : IDisposable
{
    private readonly TcpListener _listener;
    private readonly ApiClient _client;
    private readonly ProxyRules _rules;
    private readonly ProxyRoutes _routes;
    private readonly ProxyCounters _counters = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _closing;
    private int _stopped;

    /// <summary>Begins to listen.</summary>
    /// <param name="client">The client, without an observer.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">A pattern, a prefix or the folder is invalid.</exception>
    /// <exception cref="KubeApiException">The address or the port cannot be listened on, or the client is disposed.</exception>
    public ApiProxy(ApiClient client, ApiProxyOptions options)
    {
        _client = client;
        (_rules, _routes) = (new ProxyRules(options), new ProxyRoutes(options));
        _listener = LocalListener.Start(options.Address, options.Port);
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _closing = client.Closing.UnsafeRegister(static proxy => ((ApiProxy)proxy!).Stop(), this);
        _ = LocalListener.ServeAsync(
            _listener, socket => new ProxyConnection(socket, _client, _rules, _routes, _counters).RunAsync(_stop.Token), _stop.Token);
    }

    /// <summary>The address and port on which the proxy listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Whether the proxy still serves.</summary>
    public bool IsRunning => Volatile.Read(ref _stopped) == 0;

    /// <summary>The number of requests so far, with the refused ones.</summary>
    public long Requests => _counters.Requests;

    /// <summary>The number of refused requests so far.</summary>
    public long Refused => _counters.Refused;

    /// <summary>The last refusals, at most 20, the oldest first.</summary>
    public IReadOnlyList<ProxyRefusal> Refusals => _counters.Refusals;

    /// <summary>Stops listening, and ends the requests that are under way.</summary>
    public void Dispose()
    {
        Stop();
        _closing.Dispose();
    }

    private void Stop()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 0)
        {
            _stop.Cancel();
            _listener.Stop();
        }
    }
}
