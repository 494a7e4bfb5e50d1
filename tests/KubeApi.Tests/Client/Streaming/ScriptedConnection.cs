using System.Net.WebSockets;
using KubeApi.Client.Http;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>A connection on which the server sends prepared bytes, in random pieces, and then breaks or closes it. Keeps the messages of the client.</summary>
/// <param name="incoming">The bytes from the server.</param>
/// <param name="random">Splits them; null for pieces of the requested size.</param>
/// <param name="isReset">Whether it breaks at the end; else it is closed.</param>
/// <param name="begin">What the server waits for; null for nothing.</param>
internal sealed class ScriptedConnection(ReadOnlyMemory<byte> incoming, Random? random = null, bool isReset = false, Task? begin = null) : AsyncStream
{
    private readonly MemoryStream _sent = new();
    private ReadOnlyMemory<byte> _incoming = incoming;

    public override bool CanWrite => true;

    /// <summary>Whether the server sends nothing at the end, and leaves the connection open.</summary>
    public bool StaysOpen { get; init; }

    /// <summary>The messages that the client sent, without their masks.</summary>
    public IReadOnlyList<byte[]> Sent
    {
        get
        {
            List<byte[]> messages = [];
            var bytes = _sent.ToArray().AsSpan();
            while (!bytes.IsEmpty)
            {
                var length = bytes[1] & 0x7f;
                var at = length == 126 ? 4 : length == 127 ? 10 : 2;
                length = length == 126 ? (bytes[2] << 8) | bytes[3] : length == 127 ? (bytes[6] << 24) | (bytes[7] << 16) | (bytes[8] << 8) | bytes[9] : length;
                var mask = bytes.Slice(at, 4).ToArray();
                var data = bytes.Slice(at + 4, length).ToArray().Select((b, i) => (byte)(b ^ mask[i % 4])).ToArray();
                if ((bytes[0] & 0xf) == 2)
                {
                    messages.Add(data);
                }

                bytes = bytes[(at + 4 + length)..];
            }

            return messages;
        }
    }

    /// <summary>The command at the other end of the connection.</summary>
    public RemoteCommand Command(string protocol = "v5.channel.k8s.io") => new(Socket(protocol));

    public ChannelSocket Socket(string protocol) => new(WebSocket(protocol));

    public WebSocket WebSocket(string protocol) => System.Net.WebSockets.WebSocket.CreateFromStream(
        this, new WebSocketCreationOptions { IsServer = false, SubProtocol = protocol, KeepAliveInterval = TimeSpan.Zero });

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await (begin ?? Task.CompletedTask);
        var count = Math.Min(_incoming.Length, random is null ? buffer.Length : random.Next(1, buffer.Length + 1));
        if (count == 0 && StaysOpen)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (count == 0 && isReset)
        {
            throw new IOException("Connection reset by peer");
        }

        _incoming[..count].CopyTo(buffer);
        _incoming = _incoming[count..];
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _sent.Write(buffer.Span);
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
