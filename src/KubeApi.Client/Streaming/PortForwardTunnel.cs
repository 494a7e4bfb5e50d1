using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Streaming;

/// <summary>
/// Many connections to the ports of one pod over one WebSocket, which tunnels SPDY/3.1, as in kubectl. Each connection has a stream for its data and a stream
/// for its error. A tunnel without connections opens nothing in the pod. The protocol has no flow control: while the program behind one connection does not
/// read, the other connections wait (<see cref="IsStalled"/>). Thread-safe.
/// </summary>
internal sealed class PortForwardTunnel : IDisposable
{
    private const string Protocol = "SPDY/3.1+portforward.k8s.io";
    private const int LongestControl = 64 * 1024;

    private static readonly TimeSpan s_stall = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(15);

    private readonly WebSocket _socket;
    private readonly TunnelReader _reader;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<int, TunneledConnection> _streams = new();
    private int _lastStream = -1;
    private int _users;
    private long _idleSince = Stopwatch.GetTimestamp();
    private long _sendingSince;
    private long _deliveringSince;
    private volatile bool _isRetired;

    internal PortForwardTunnel(WebSocket socket)
    {
        (_socket, _reader) = (socket, new TunnelReader(socket));
        _ = ReceiveAsync();
    }

    /// <summary>Opens a tunnel to a pod.</summary>
    /// <exception cref="KubeApiException">The server refused, or does not support tunnels (<see cref="FailureKind.StreamNotSupported"/>).</exception>
    public static async Task<PortForwardTunnel> OpenAsync(ApiClient client, string @namespace, string pod, CancellationToken cancellationToken) =>
        new(await ChannelSocket.UpgradeAsync(client, PodRequests.PortForward(@namespace, pod), [Protocol], sendsWhenIdle: true, cancellationToken)
            .ConfigureAwait(false));

    /// <summary>Whether new connections may use it.</summary>
    public bool IsOpen => !_isRetired;

    /// <summary>The number of connections that use it.</summary>
    public int Users => Volatile.Read(ref _users);

    /// <summary>Whether one of its connections blocks the others.</summary>
    public bool IsStalled => IsLong(ref _sendingSince) || IsLong(ref _deliveringSince);

    /// <summary>The time since its last connection ended; zero while it has connections.</summary>
    public TimeSpan IdleTime => Users > 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Volatile.Read(ref _idleSince));

    /// <summary>Counts a connection before it is opened by <see cref="ConnectAsync"/>.</summary>
    public void Enter() => Interlocked.Increment(ref _users);

    /// <summary>Opens a connection that <see cref="Enter"/> has counted. The server connects to the port of the pod afterwards.</summary>
    /// <exception cref="KubeApiException">The tunnel is broken; it has closed itself.</exception>
    public async Task<TunneledConnection> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var connection = new TunneledConnection(this);
        try
        {
            await OpenStreamsAsync(connection, port.ToString(CultureInfo.InvariantCulture)).WaitAsync(s_timeout, cancellationToken).ConfigureAwait(false);
            if (await connection.Opening.WaitAsync(s_timeout, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                throw failure;
            }

            return connection;
        }
        catch (Exception e)
        {
            connection.Dispose();
            if (e is not TimeoutException)
            {
                throw;
            }

            Dispose();
            throw new KubeApiException(FailureKind.StreamBroken, $"The server did not open a stream within {s_timeout.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>Refuses new connections, and closes the tunnel after the last open one.</summary>
    public void Retire()
    {
        _isRetired = true;
        if (Users == 0)
        {
            _socket.Dispose();
        }
    }

    /// <summary>Closes the tunnel and breaks its connections.</summary>
    public void Dispose()
    {
        _isRetired = true;
        _socket.Dispose();
    }

    /// <summary>Sends data of a connection, even if the caller stops waiting.</summary>
    /// <exception cref="KubeApiException">The tunnel is broken.</exception>
    internal Task WriteAsync(TunneledConnection connection, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var size = SpdyFrame.HeadSize + data.Length;
        var frame = ArrayPool<byte>.Shared.Rent(size);
        SpdyFrame.WriteHead(frame, connection.DataStream, 0, data.Length);
        data.CopyTo(frame.AsMemory(SpdyFrame.HeadSize));
        return WriteAsync().WaitAsync(cancellationToken);

        async Task WriteAsync()
        {
            try
            {
                await SendAsync(() => frame.AsMemory(0, size)).ConfigureAwait(false);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(frame);
            }
        }
    }

    /// <summary>Removes a connection, and ends its streams on the server.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isEnded">Whether the server has ended it.</param>
    internal void Close(TunneledConnection connection, bool isEnded)
    {
        if (_streams.TryRemove(connection.DataStream, out _) && _streams.TryRemove(connection.ErrorStream, out _))
        {
            _ = EndAsync();
        }

        Volatile.Write(ref _idleSince, Stopwatch.GetTimestamp());
        if (Interlocked.Decrement(ref _users) == 0 && _isRetired)
        {
            _socket.Dispose();
        }

        async Task EndAsync()
        {
            byte[] frames = isEnded
                ? SpdyFrame.EndStream(connection.DataStream)
                : [.. SpdyFrame.ResetStream(connection.ErrorStream), .. SpdyFrame.ResetStream(connection.DataStream)];
            try
            {
                await SendAsync(() => frames).ConfigureAwait(false);
            }
            catch (KubeApiException)
            {
                // The tunnel has ended, and the streams with it.
            }
        }
    }

    private Task OpenStreamsAsync(TunneledConnection connection, string port) => SendAsync(() =>
    {
        // The streams must arrive in the order of their numbers.
        var error = _lastStream += 2;
        var data = _lastStream += 2;
        connection.ErrorStream = error;
        (_streams[error], _streams[data]) = (connection, connection);
        if (connection.IsDisposed)
        {
            // The caller gave up before the frames were sent.
            (_, _) = (_streams.TryRemove(error, out _), _streams.TryRemove(data, out _));
            return default;
        }

        var id = error.ToString(CultureInfo.InvariantCulture);
        return (byte[])
        [
            .. SpdyFrame.OpenStream(error, ("streamtype", "error"), ("port", port), ("requestid", id)),
            .. SpdyFrame.EndStream(error),
            .. SpdyFrame.OpenStream(data, ("streamtype", "data"), ("port", port), ("requestid", id)),
        ];
    });

    private async Task SendAsync(Func<ReadOnlyMemory<byte>> frames)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            Volatile.Write(ref _sendingSince, Stopwatch.GetTimestamp());
            // A canceled send breaks a WebSocket for all its connections.
            await _socket.SendAsync(frames(), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (ChannelSocket.IsBroken(e))
        {
            Dispose();
            throw ChannelSocket.Broken(e);
        }
        finally
        {
            Volatile.Write(ref _sendingSince, 0);
            _sending.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        KubeApiException failure;
        try
        {
            while (await _reader.ReadAsync(SpdyFrame.HeadSize).ConfigureAwait(false) is { } head)
            {
                var first = BinaryPrimitives.ReadInt32BigEndian(head.Span);
                var (flags, length) = (head.Span[4], BinaryPrimitives.ReadInt32BigEndian(head.Span[4..]) & 0xffffff);
                await (first >= 0 ? DeliverAsync(first, length, flags == SpdyFrame.Final) : HandleControlAsync(first & 0xffff, length)).ConfigureAwait(false);
            }

            failure = new KubeApiException(FailureKind.StreamBroken, "The server closed the connection.");
        }
        catch (Exception e) when (e is KubeApiException || ChannelSocket.IsBroken(e))
        {
            failure = e as KubeApiException ?? ChannelSocket.Broken(e);
        }

        Dispose();
        // Connections that are being opened fail when they send.
        foreach (var connection in _streams.Values)
        {
            connection.Fail(failure);
        }
    }

    private async Task DeliverAsync(int stream, int length, bool isFinal)
    {
        var connection = _streams.GetValueOrDefault(stream);
        for (var left = length; left > 0;)
        {
            var data = await _reader.ReadSomeAsync(left).ConfigureAwait(false);
            left -= data.Length;
            Volatile.Write(ref _deliveringSince, Stopwatch.GetTimestamp());
            if (connection is not null)
            {
                await connection.ReceiveAsync(stream, data).ConfigureAwait(false);
            }

            Volatile.Write(ref _deliveringSince, 0);
        }

        if (isFinal)
        {
            connection?.End(stream);
        }
    }

    private async Task HandleControlAsync(int type, int length)
    {
        var payload = length <= LongestControl ? await _reader.ReadAsync(length).ConfigureAwait(false) : throw Invalid();
        var number = payload is { Length: >= 4 } numbered ? BinaryPrimitives.ReadInt32BigEndian(numbered.Span)
            : type is SpdyFrame.Reply or SpdyFrame.Reset or SpdyFrame.Ping ? throw Invalid() : 0;
        switch (type)
        {
            case SpdyFrame.Reply:
                _streams.GetValueOrDefault(number)?.Accept(number);
                break;
            case SpdyFrame.Reset:
                _streams.GetValueOrDefault(number)?.Reset(number);
                break;
            // An odd number belongs to a ping of the client, which sends none.
            case SpdyFrame.Ping when number % 2 == 0:
                var pong = SpdyFrame.Frame(SpdyFrame.Control | SpdyFrame.Ping, 0, payload!.Value.Span);
                await SendAsync(() => pong).ConfigureAwait(false);
                break;
            case SpdyFrame.GoAway:
                Retire();
                break;
        }
    }

    private static KubeApiException Invalid() => new(FailureKind.StreamBroken, "The server sent an invalid frame.");

    private static bool IsLong(ref long since) => Volatile.Read(ref since) is not 0 and var begun && Stopwatch.GetElapsedTime(begun) > s_stall;
}
