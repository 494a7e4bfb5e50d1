using System.Buffers.Binary;
using System.Net.WebSockets;

namespace KubeApi.Sandbox.Streams;

/// <summary>
/// The server's side of SPDY/3.1, as far as kubectl's port-forward needs it: each connection is a pair of streams with the same `requestID`, for errors
/// and for data. There is no flow control.
/// </summary>
/// <param name="connect">Connects with a port; null if nothing listens there.</param>
/// <param name="refusal">The message for a port on which nothing listens.</param>
internal sealed class SpdyTunnel(Stream wire, Func<int, DuplexStream?> connect, Func<int, string> refusal) : IDisposable
{
    private const int OpenStream = 1;
    private const int Reply = 2;
    private const int Reset = 3;
    private const int Ping = 6;
    private const int Control = int.MinValue | (3 << 16);
    private const byte Final = 1;
    private const int Head = 8;

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly SpdyHeaders _headers = new();
    private readonly Dictionary<int, DuplexStream> _connections = [];
    private readonly Dictionary<string, int> _errors = [];

    /// <summary>Serves until the client goes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var head = new byte[Head]; ;)
            {
                await wire.ReadExactlyAsync(head, cancellationToken);
                var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)) & 0xFFFFFF];
                await wire.ReadExactlyAsync(payload, cancellationToken);
                await ReceiveAsync(BinaryPrimitives.ReadInt32BigEndian(head), payload, head[4] == Final);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or WebSocketException)
        {
            // The client has gone.
        }
        finally
        {
            _connections.Values.ToList().ForEach(connection => connection.Dispose());
        }
    }

    public void Dispose()
    {
        _headers.Dispose();
        _sending.Dispose();
    }

    private async Task ReceiveAsync(int first, byte[] payload, bool isFinal)
    {
        switch (first < 0 ? first & 0xFFFF : 0)
        {
            case 0 when _connections.TryGetValue(first, out var connection):
                await connection.WriteAsync(payload);
                connection.Shutdown(isFinal);
                break;
            case Ping:
                await SendAsync(Control | Ping, payload);
                break;
            case Reset when _connections.Remove(BinaryPrimitives.ReadInt32BigEndian(payload), out var connection):
                connection.Dispose();
                break;
            case OpenStream:
                var id = BinaryPrimitives.ReadInt32BigEndian(payload);
                var headers = _headers.Read(payload.AsMemory(10));
                await SendAsync(Control | Reply, (byte[])[.. payload[..4], .. _headers.Empty()]);
                if (headers.GetValueOrDefault("streamtype") == "error")
                {
                    _errors[headers.GetValueOrDefault("requestid", "")] = id;
                }
                else if (_errors.Remove(headers.GetValueOrDefault("requestid", ""), out var error))
                {
                    var port = int.Parse(headers["port"], CultureInfo.InvariantCulture);
                    var connection = connect(port);
                    _ = connection is not null && _connections.TryAdd(id, connection);
                    _ = ForwardAsync(id, error, connection, port);
                }

                break;
        }
    }

    private async Task ForwardAsync(int id, int error, DuplexStream? connection, int port)
    {
        await (connection?.CopyToAsync(new SinkStream((bytes, _) => SendAsync(id, bytes))) ?? Task.CompletedTask);
        await SendAsync(error, connection is null ? Encoding.UTF8.GetBytes(refusal(port)) : default, Final);
        await SendAsync(id, default, Final);
    }

    private async ValueTask SendAsync(int first, ReadOnlyMemory<byte> payload, byte flags = 0)
    {
        var frame = new byte[Head + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, first);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), (flags << 24) | payload.Length);
        payload.CopyTo(frame.AsMemory(Head));
        await _sending.WaitAsync();
        try
        {
            await wire.WriteAsync(frame);
        }
        finally
        {
            _sending.Release();
        }
    }
}
