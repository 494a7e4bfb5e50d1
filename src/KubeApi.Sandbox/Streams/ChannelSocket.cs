using System.Net.WebSockets;

namespace KubeApi.Sandbox.Streams;

/// <summary>A WebSocket that carries numbered channels: each message begins with the number of its channel. Data sent after its end is discarded.</summary>
internal sealed class ChannelSocket(WebSocket socket, OpenStream stream) : IDisposable
{
    // As a real server reads from a kubelet.
    private const int LargestPiece = 32 * 1024;

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly byte[] _message = new byte[LargestPiece + 1];
    private bool _hasEnded;

    /// <summary>Sends data, at least one message.</summary>
    public async ValueTask SendAsync(byte channel, ReadOnlyMemory<byte> data)
    {
        do
        {
            var piece = data[..Math.Min(data.Length, LargestPiece)];
            data = data[piece.Length..];
            await ExclusivelyAsync(async () =>
            {
                var count = stream.Allow(piece.Length);
                _message[0] = channel;
                piece[..count].CopyTo(_message.AsMemory(1));
                await socket.SendAsync(_message.AsMemory(0, count + 1), WebSocketMessageType.Binary, true, stream.Ending);
                if (stream.IsSpent)
                {
                    _hasEnded = true;
                    await (await stream.TryCutAsync() ? Task.CompletedTask : CloseOutputAsync());
                }
            });
        }
        while (!data.IsEmpty);
    }

    /// <summary>A stream that sends each write immediately.</summary>
    public SinkStream Output(byte channel) => new((bytes, _) => SendAsync(channel, bytes));

    /// <summary>Sends a Close message without a reason.</summary>
    public Task CloseAsync() => ExclusivelyAsync(() =>
    {
        _hasEnded = true;
        return CloseOutputAsync();
    });

    /// <summary>Receives until the client closes, which is confirmed, or disconnects.</summary>
    /// <param name="handle">Gets each message, or each part of one, and its channel.</param>
    public async Task ReceiveAsync(Func<byte, ReadOnlyMemory<byte>, ValueTask> handle)
    {
        var buffer = new byte[2 * LargestPiece];
        byte? channel = null;
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), stream.Ending) is { MessageType: not WebSocketMessageType.Close } received)
            {
                var data = buffer.AsMemory(0, received.Count);
                if (channel is null && received.Count > 0)
                {
                    (channel, data) = (data.Span[0], data[1..]);
                }

                await (channel is { } number ? handle(number, data) : ValueTask.CompletedTask);
                channel = received.EndOfMessage ? null : channel;
            }

            await CloseAsync();
        }
        catch (Exception exception) when (HasGone(exception))
        {
            await ExclusivelyAsync(() =>
            {
                _hasEnded = true;
                return Task.CompletedTask;
            });
        }
    }

    public void Dispose() => socket.Dispose();

    private Task CloseOutputAsync() => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stream.Ending);

    private async Task ExclusivelyAsync(Func<Task> sendAsync)
    {
        await _sending.WaitAsync();
        try
        {
            await (_hasEnded ? Task.CompletedTask : sendAsync());
        }
        catch (Exception exception) when (HasGone(exception))
        {
            _hasEnded = true;
        }
        finally
        {
            _sending.Release();
        }
    }

    private static bool HasGone(Exception exception) =>
        exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
