using System.Net;
using System.Net.Sockets;

namespace KubeApi.Client.Http;

/// <summary>
/// Connects with blocking calls, on the thread that receives afterwards. If a host has addresses of both families, the second family starts soon after the
/// first and the faster one wins (RFC 8305), so a network that drops IPv6 only delays a connection.
/// </summary>
/// <param name="port">The port to connect to.</param>
/// <param name="prepare">Sets the options of a socket that has connected.</param>
internal sealed class ConnectionRace(int port, Action<Socket> prepare)
{
    private static readonly TimeSpan s_headStart = TimeSpan.FromMilliseconds(250);

    // Its continuation runs on the winner's thread.
    private readonly TaskCompletionSource<Stream> _winner = new();
    private readonly object _gate = new();
    private readonly List<Socket> _connecting = [];
    private Exception _failure = new SocketException((int)SocketError.HostNotFound);
    private int _running = 1;
    private bool _isOver;

    /// <summary>Opens a connection.</summary>
    /// <param name="find">Looks up the host's addresses, the preferred ones first.</param>
    /// <param name="cancellationToken">Cancels all attempts.</param>
    /// <exception cref="SocketException">The host is unknown, or no address accepts a connection.</exception>
    public async ValueTask<Stream> RunAsync(Func<IPAddress[]> find, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static (race, token) => ((ConnectionRace)race!).Cancel(token), this);
        Start(() => Connect(find));
        return await _winner.Task.ConfigureAwait(false);
    }

    // An idle connection does not keep the process alive.
    private static void Start(ThreadStart run) => new Thread(run) { IsBackground = true, Name = "KubeApi connection" }.UnsafeStart();

    private void Connect(Func<IPAddress[]> find)
    {
        IPAddress[] addresses;
        try
        {
            addresses = find();
        }
        catch (Exception e)
        {
            Fail(e);
            return;
        }

        var others = Array.FindAll(addresses, address => address.AddressFamily != addresses[0].AddressFamily);
        if (others.Length > 0)
        {
            _running++;
            Start(() =>
            {
                GiveHeadStart();
                Connect(others);
            });
        }

        Connect(Array.FindAll(addresses, address => address.AddressFamily == addresses[0].AddressFamily));
    }

    private void GiveHeadStart()
    {
        lock (_gate)
        {
            if (_running > 1 && !_isOver)
            {
                Monitor.Wait(_gate, s_headStart);
            }
        }
    }

    private void Connect(IPAddress[] addresses)
    {
        foreach (var address in addresses)
        {
            if (TryConnect(new IPEndPoint(address, port)) is { } socket)
            {
                var stream = new ReceivingStream(socket);
                _winner.SetResult(stream);
                stream.Receive();
                return;
            }
        }

        lock (_gate)
        {
            _running--;
            Monitor.Pulse(_gate);
            if (_running > 0)
            {
                return;
            }
        }

        Fail(_failure);
    }

    private Socket? TryConnect(IPEndPoint endPoint)
    {
        var socket = default(Socket);
        try
        {
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (TryEnter(socket))
            {
                socket.Connect(endPoint);
                prepare(socket);
                if (TryEnd(socket))
                {
                    return socket;
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            lock (_gate)
            {
                _failure = e;
            }
        }

        socket?.Dispose();
        return null;
    }

    private bool TryEnter(Socket socket)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _connecting.Add(socket);
            }

            return !_isOver;
        }
    }

    private void Cancel(CancellationToken token)
    {
        if (TryEnd(null))
        {
            _winner.SetCanceled(token);
        }
    }

    private void Fail(Exception e)
    {
        if (TryEnd(null))
        {
            _winner.SetException(e);
        }
    }

    // The first caller decides the result and closes the sockets that are still connecting, so their calls fail.
    private bool TryEnd(Socket? winner)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return false;
            }

            _isOver = true;
            Monitor.Pulse(_gate);
        }

        foreach (var socket in _connecting)
        {
            if (socket != winner)
            {
                socket.Dispose();
            }
        }

        return true;
    }
}
