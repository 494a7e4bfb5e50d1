using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox.Streams;

/// <summary>A bare WebSocket client for the plain HTTP port, which exposes the received response head.</summary>
internal sealed class StreamClient : IDisposable
{
    private readonly TcpClient _connection;
    private readonly WebSocket? _socket;

    private StreamClient(TcpClient connection, string head, string body)
    {
        (_connection, Head, Body) = (connection, head.Split("\r\n"), body);
        _socket = Head[0].Contains(" 101 ", StringComparison.Ordinal)
            ? WebSocket.CreateFromStream(connection.GetStream(), new WebSocketCreationOptions())
            : null;
    }

    /// <summary>The lines of the response's head.</summary>
    public IReadOnlyList<string> Head { get; }

    /// <summary>The body of a response without an upgrade.</summary>
    public string Body { get; }

    /// <summary>The chosen protocol: empty for none, null if it is not named.</summary>
    public string? Protocol =>
        Head.FirstOrDefault(line => line.StartsWith("Sec-WebSocket-Protocol:", StringComparison.OrdinalIgnoreCase))?.Split(':', 2)[1].Trim();

    public static async Task<StreamClient> ConnectAsync(SandboxServer server, string path, string? protocols, string headers = "")
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(server.ProxyUri.Host, server.ProxyUri.Port);
        var request = $"GET {path} HTTP/1.1\r\nHost: {server.ProxyUri.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\r\n{headers}"
            + (protocols is null ? "\r\n" : $"Sec-WebSocket-Protocol: {protocols}\r\n\r\n");
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await connection.GetStream().ReadAsync(buffer) > 0)
        {
            head.Append((char)buffer[0]);
        }

        const string field = "Content-Length: ";
        var length = head.ToString().Split("\r\n").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal))?[field.Length..];
        var body = new byte[int.Parse(length ?? "0", System.Globalization.CultureInfo.InvariantCulture)];
        await connection.GetStream().ReadExactlyAsync(body);
        return new StreamClient(connection, head.ToString(), Encoding.UTF8.GetString(body));
    }

    public async Task SendAsync(byte[] message) =>
        await _socket!.SendAsync(message, WebSocketMessageType.Binary, true, CreateTimeout());

    public Task SendAsync(byte channel, string text) => SendAsync([channel, .. Encoding.UTF8.GetBytes(text)]);

    public Task CloseAsync() => _socket!.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CreateTimeout());

    /// <summary>The next message; null for Close.</summary>
    /// <exception cref="WebSocketException">The connection has ended without one.</exception>
    public async Task<byte[]?> ReceiveAsync()
    {
        var message = new List<byte>();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await _socket!.ReceiveAsync(buffer.AsMemory(), CreateTimeout());
            if (received.MessageType == WebSocketMessageType.Close)
            {
                Assert.Equal((WebSocketCloseStatus.NormalClosure, ""), (_socket.CloseStatus, _socket.CloseStatusDescription ?? ""));
                return null;
            }

            message.AddRange(buffer.AsSpan(0, received.Count));
            if (received.EndOfMessage)
            {
                return [.. message];
            }
        }
    }

    /// <summary>All data until Close, by channel.</summary>
    public async Task<Dictionary<int, string>> ReadAsync()
    {
        var channels = new Dictionary<int, List<byte>>();
        while (await ReceiveAsync() is { } message)
        {
            channels.TryAdd(message[0], []);
            channels[message[0]].AddRange(message[1..]);
        }

        return channels.Where(channel => channel.Value.Count > 0).ToDictionary(channel => channel.Key, channel => Encoding.UTF8.GetString([.. channel.Value]));
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _connection.Dispose();
    }

    private static CancellationToken CreateTimeout() => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;
}
