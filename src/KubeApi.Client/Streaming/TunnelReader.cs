using System.Net.WebSockets;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming;

/// <summary>Reads the messages of a WebSocket as one stream of bytes, through a buffer. One read at a time.</summary>
internal sealed class TunnelReader(WebSocket socket)
{
    private const int BufferSize = 128 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private int _start;
    private int _end;

    /// <summary>Reads a number of bytes (at most 128 KB), valid until the next read. Null if the WebSocket was closed before the first byte.</summary>
    /// <exception cref="KubeApiException">The server closed it in the middle.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(int count)
    {
        while (_end - _start < count)
        {
            if (!await FillAsync().ConfigureAwait(false))
            {
                return _start == _end ? null : throw Closed();
            }
        }

        return Take(count);
    }

    /// <summary>Reads at least one byte, and at most the requested number; valid until the next read.</summary>
    /// <exception cref="KubeApiException">The server closed the WebSocket.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadSomeAsync(int most)
    {
        while (_start == _end)
        {
            _ = await FillAsync().ConfigureAwait(false) ? true : throw Closed();
        }

        return Take(Math.Min(most, _end - _start));
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        _start += count;
        return _buffer.AsMemory(_start - count, count);
    }

    private async ValueTask<bool> FillAsync()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var received = await socket.ReceiveAsync(_buffer.AsMemory(_end), CancellationToken.None).ConfigureAwait(false);
        _end += received.Count;
        return received.MessageType != WebSocketMessageType.Close;
    }

    private static KubeApiException Closed() => new(FailureKind.StreamBroken, "The server closed the connection in the middle of a frame.");
}
