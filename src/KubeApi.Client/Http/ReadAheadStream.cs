using System.Buffers;
using System.Threading.Channels;

namespace KubeApi.Client.Http;

/// <summary>
/// Takes an answer off the wire as fast as it comes, however slowly it is read: the API server ends every ordinary request after its
/// request time-out (60 seconds by default), and a pipeline that works on each object would else lose the rest of its page. What waits is
/// bounded by what was asked for, a page.
/// </summary>
internal sealed class ReadAheadStream : Stream
{
    private const int ChunkSize = 64 * 1024;

    private readonly Channel<ArraySegment<byte>> _chunks = Channel.CreateUnbounded<ArraySegment<byte>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _receiving;
    private ArraySegment<byte> _current;
    private int _position;

    public ReadAheadStream(Stream inner) => _receiving = ReceiveAsync(inner);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _current.Count)
        {
            ReturnCurrent();
            if (!await _chunks.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) || !_chunks.Reader.TryRead(out _current))
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, _current.Count - _position);
        _current.AsSpan(_position, count).CopyTo(buffer.Span);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This client reads asynchronously only.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        ReturnCurrent();
        while (_chunks.Reader.TryRead(out _current))
        {
            ReturnCurrent();
        }

        _stop.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private void ReturnCurrent()
    {
        if (_current.Array is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        (_current, _position) = (default, 0);
    }

    private async Task ReceiveAsync(Stream inner)
    {
        var failure = default(Exception);
        try
        {
            while (true)
            {
                var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
                var read = await inner.ReadAsync(chunk, _stop.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    ArrayPool<byte>.Shared.Return(chunk);
                    break;
                }

                _chunks.Writer.TryWrite(new ArraySegment<byte>(chunk, 0, read));
            }
        }
        catch (Exception e)
        {
            // Rethrown to the reader, behind what came before it.
            failure = e;
        }

        _chunks.Writer.Complete(failure);
    }
}
