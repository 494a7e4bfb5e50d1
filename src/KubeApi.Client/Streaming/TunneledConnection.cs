using System.Buffers;
using System.Threading.Channels;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming;

/// <summary>One connection of a tunnel. The tunnel delivers from one thread at a time.</summary>
/// <param name="tunnel">The tunnel, which has already counted the connection.</param>
internal sealed class TunneledConnection(PortForwardTunnel tunnel) : IPortConnection
{
    private const int LongestError = 64 * 1024;

    // Up to 128 KB each. When they are full, the tunnel waits.
    private const int MostPieces = 16;

    // A waiting reader continues on the receiving thread: a switch to another thread takes longer than forwarding the data.
    private readonly Channel<ArraySegment<byte>> _received = Channel.CreateBounded<ArraySegment<byte>>(
        new BoundedChannelOptions(MostPieces) { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });

    private readonly TaskCompletionSource<KubeApiException?> _opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream _error = new();
    private ArraySegment<byte> _current = ArraySegment<byte>.Empty;
    private bool _isDataEnded;
    private bool _isErrorEnded;
    private bool _isReset;
    private int _isDisposed;

    /// <summary>The number of the stream for the error; 0 before it is opened.</summary>
    public int ErrorStream { get; set; }

    /// <summary>The number of the stream for the data.</summary>
    public int DataStream => ErrorStream + 2;

    /// <summary>Whether the caller has ended it.</summary>
    public bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;

    /// <summary>Completes with null when the server has opened the data stream, or with the failure.</summary>
    public Task<KubeApiException?> Opening => _opening.Task;

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        Return(_current);
        _current = ArraySegment<byte>.Empty;
        while (await _received.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_received.Reader.TryRead(out _current))
            {
                return _current;
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        data.IsEmpty ? Task.CompletedTask : tunnel.WriteAsync(this, data, cancellationToken);

    /// <summary>Ends the connection.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _received.Writer.TryComplete();
        tunnel.Close(this, _isDataEnded && _isErrorEnded);
        Return(_current);
        while (_received.Reader.TryRead(out var rest))
        {
            Return(rest);
        }
    }

    /// <summary>The server has opened a stream.</summary>
    internal void Accept(int stream) => _ = stream == DataStream && _opening.TrySetResult(null);

    /// <summary>Receives data of one of its streams; waits while the local program does not read.</summary>
    internal async ValueTask ReceiveAsync(int stream, ReadOnlyMemory<byte> data)
    {
        if (stream == ErrorStream)
        {
            _error.Write(data.Span[..Math.Min(data.Length, LongestError - (int)_error.Length)]);
            return;
        }

        var piece = ArrayPool<byte>.Shared.Rent(data.Length);
        data.CopyTo(piece);
        while (!_received.Writer.TryWrite(new ArraySegment<byte>(piece, 0, data.Length)))
        {
            if (!await WaitForRoomAsync().ConfigureAwait(false))
            {
                Return(piece);
                return;
            }
        }
    }

    /// <summary>The server has ended one of its streams.</summary>
    internal void End(int stream)
    {
        (_isDataEnded, _isErrorEnded) = (_isDataEnded || stream == DataStream, _isErrorEnded || stream == ErrorStream);
        if (_isErrorEnded && _error.Length > 0)
        {
            // The tunnel may lead to a pod sandbox that no longer exists.
            tunnel.Retire();
            Fail(PortForwardFault.Of(_error));
        }
        else if (_isReset && _isErrorEnded)
        {
            Fail(WasReset());
        }
        else if (_isDataEnded && _isErrorEnded)
        {
            _received.Writer.TryComplete();
        }
    }

    /// <summary>The server has reset one of its streams. The reason may still follow on the stream for the error.</summary>
    internal void Reset(int stream)
    {
        _isReset = true;
        _opening.TrySetResult(WasReset());
        End(stream);
    }

    /// <summary>Ends it with a failure.</summary>
    internal void Fail(KubeApiException failure)
    {
        _opening.TrySetResult(failure);
        _received.Writer.TryComplete(failure);
    }

    private static KubeApiException WasReset() => new(FailureKind.StreamBroken, "The server reset the connection.");

    private async ValueTask<bool> WaitForRoomAsync()
    {
        try
        {
            return await _received.Writer.WaitToWriteAsync().ConfigureAwait(false);
        }
        catch (KubeApiException)
        {
            return false;
        }
    }

    private static void Return(ArraySegment<byte> piece)
    {
        if (piece.Array is { Length: > 0 } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
