using System.Buffers;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>
/// Receives a response at full speed, however slowly it is read: the API server ends ordinary requests after its request time-out (60 seconds by default), so a
/// slow pipeline would lose the rest of a page. The buffer is bounded, because a response may be a whole list (limit=0, resourceVersion=0): above the bound the
/// server waits for the reader, and a reader slower than the server's time-out still loses the rest, with an error that says so.
/// </summary>
internal sealed class ReadAheadStream : AsyncStream
{
    /// <summary>The default size of the buffer in bytes: many times a page of 500 ordinary objects.</summary>
    public const int DefaultBound = 64 * 1024 * 1024;

    internal const int SegmentSize = 128 * 1024;

    private readonly object _gate = new();
    private readonly Queue<Segment> _segments = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _room;
    private readonly Stream _inner;
    private readonly Task _receiving;
    private TaskCompletionSource? _waiting;
    private Exception? _failure;
    private bool _isComplete;
    private bool _wasHeldUp;
    private int _position;

    /// <summary>Starts to receive.</summary>
    /// <param name="inner">The body of the response, which is disposed with this stream.</param>
    /// <param name="bound">The maximum number of buffered bytes, in whole segments.</param>
    public ReadAheadStream(Stream inner, int bound = DefaultBound)
    {
        _room = new SemaphoreSlim(Math.Max(1, bound / SegmentSize));
        _inner = inner;
        _receiving = ReceiveAsync();
    }

    /// <summary>Sends a request, and starts to receive the response when its head has arrived. Disposing the stream ends the request.</summary>
    /// <exception cref="KubeApiException">There was no response, or it was a failure.</exception>
    public static async Task<ReadAheadStream> OpenAsync(
        ApiClient client, ApiRequest request, CancellationToken cancellationToken, int bound = DefaultBound)
    {
        var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new ReadAheadStream(response.Body, bound);
    }

    // Filled from the front by the receiver; the bytes before Written can be read.
    private sealed class Segment
    {
        public byte[] Bytes { get; } = ArrayPool<byte>.Shared.Rent(SegmentSize);

        public int Written { get; set; }

        public bool IsFull => Written == Bytes.Length;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (Take(buffer.Span) is var count and > 0)
                {
                    return count;
                }

                if (_isComplete)
                {
                    return _failure is null ? 0 : throw _failure;
                }

                // Its continuation runs on the connection's thread: a switch to the thread pool for each part costs more than reading it.
                more = (_waiting ??= new TaskCompletionSource()).Task;
            }

            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        // Canceling continues on the thread pool, and so would the reader of the next page.
        if (!_receiving.IsCompleted)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }

        await _receiving.ConfigureAwait(false);
        while (_segments.TryDequeue(out var segment))
        {
            ArrayPool<byte>.Shared.Return(segment.Bytes);
        }

        _stop.Dispose();
        _room.Dispose();
        await _inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private int Take(Span<byte> buffer)
    {
        while (_segments.TryPeek(out var segment))
        {
            var count = Math.Min(buffer.Length, segment.Written - _position);
            if (count > 0)
            {
                segment.Bytes.AsSpan(_position, count).CopyTo(buffer);
                _position += count;
                return count;
            }

            if (!segment.IsFull)
            {
                return 0;
            }

            ArrayPool<byte>.Shared.Return(_segments.Dequeue().Bytes);
            _position = 0;
            _room.Release();
        }

        return 0;
    }

    private async Task ReceiveAsync()
    {
        var failure = default(Exception);
        try
        {
            for (var segment = await AppendAsync().ConfigureAwait(false); ; segment = segment.IsFull ? await AppendAsync().ConfigureAwait(false) : segment)
            {
                var read = await _inner.ReadAsync(segment.Bytes.AsMemory(segment.Written), _stop.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                Publish(segment, read);
            }
        }
        catch (Exception e)
        {
            // Rethrown to the reader, after the bytes before it.
            failure = _wasHeldUp && e is KubeApiException { Failure: FailureKind.ConnectionFailed } broken ? broken.WithRemedy(Remedy.FasterReader) : e;
        }

        _failure = failure;
        Publish(null, 0);
    }

    private async ValueTask<Segment> AppendAsync()
    {
        var room = _room.WaitAsync(_stop.Token);
        _wasHeldUp |= !room.IsCompleted;
        await room.ConfigureAwait(false);
        var segment = new Segment();
        lock (_gate)
        {
            _segments.Enqueue(segment);
        }

        return segment;
    }

    // A null segment is the end.
    private void Publish(Segment? segment, int written)
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            if (segment is null)
            {
                _isComplete = true;
            }
            else
            {
                segment.Written += written;
            }

            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.SetResult();
    }
}
