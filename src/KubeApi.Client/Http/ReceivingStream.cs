using System.Net.Sockets;

namespace KubeApi.Client.Http;

/// <summary>
/// A connection that receives with blocking calls on its own thread, and completes the pending read there. An API server sends a list in TLS records of 4 KB;
/// .NET's socket engine hands each of them to the thread pool, which costs three quarters of the CPU time of a download.
/// </summary>
/// <remarks>
/// The continuation of a read (TLS, HTTP, the reader of a list) runs on the connection's thread; while it blocks, the connection receives nothing. One read and
/// one write may be pending at the same time.
/// </remarks>
/// <param name="socket">
/// Connected, and owned by the stream. It must not have been used asynchronously: the first asynchronous call makes a handle non-blocking permanently.
/// </param>
internal sealed class ReceivingStream(Socket socket) : AsyncStream
{
    private const int BufferSize = 64 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private readonly object _gate = new();
    private TaskCompletionSource<int>? _pending;
    private Memory<byte> _target;
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private bool _isEnded;
    private bool _isDisposed;
    private Exception? _failure;
    private int _start;
    private int _end;

    public override bool CanWrite => true;

    internal Socket Socket => socket;

    internal Thread Thread { get; } = Thread.CurrentThread;

    private bool HasData => _start < _end && !_isDisposed;

    /// <summary>Receives until the connection ends. Called once, on the thread that created the stream.</summary>
    public void Receive()
    {
        var failure = default(Exception);
        try
        {
            while (WaitForRoom() is { Length: > 0 } room && socket.Receive(room) is > 0 and var count)
            {
                Publish(count);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            failure = new IOException(e.Message, e);
        }

        Publish(0, failure);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        lock (_gate)
        {
            if (HasData)
            {
                return new ValueTask<int>(Take(buffer.Span));
            }

            if (_isEnded || _isDisposed)
            {
                return _failure is null ? new ValueTask<int>(0) : ValueTask.FromException<int>(_failure);
            }

            if (_pending is not null)
            {
                throw new InvalidOperationException("Another read is pending.");
            }

            // Its continuation runs on the connection's thread.
            var pending = _pending = new TaskCompletionSource<int>();
            (_target, _token) = (buffer, cancellationToken);
            _registration = cancellationToken.UnsafeRegister(static (stream, token) => ((ReceivingStream)stream!).Cancel(token), this);
            return new ValueTask<int>(pending.Task);
        }
    }

    /// <summary>Sends all bytes. The calling thread waits while the other end receives nothing; canceling closes the connection.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The connection's thread never blocks in a send: the server may not receive anything until its own data was received.
        if (Thread.CurrentThread == Thread)
        {
            return new ValueTask(Task.Run(() => Send(buffer.Span, cancellationToken), cancellationToken));
        }

        Send(buffer.Span, cancellationToken);
        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            (_isDisposed, _failure) = (true, new ObjectDisposedException(nameof(ReceivingStream)));
            Monitor.Pulse(_gate);
        }

        try
        {
            // Ends the blocking calls of other threads.
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The socket is already closed, by either end.
        }

        socket.Dispose();
        base.Dispose(disposing);
    }

    // A read with an empty buffer only waits for data.
    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        Monitor.Pulse(_gate);
        return count;
    }

    // A full buffer is filled again only after all of it was read; until then, the other end waits.
    private Span<byte> WaitForRoom()
    {
        lock (_gate)
        {
            while (_end == _buffer.Length && HasData)
            {
                Monitor.Wait(_gate);
            }

            if (_start == _end)
            {
                (_start, _end) = (0, 0);
            }

            return _isDisposed ? [] : _buffer.AsSpan(_end);
        }
    }

    // Zero bytes are the end.
    private void Publish(int received, Exception? failure = null)
    {
        TaskCompletionSource<int>? read;
        int count;
        lock (_gate)
        {
            (_end, _isEnded, _failure) = (_end + received, received == 0, _failure ?? failure);
            (read, _pending) = (_pending, null);
            failure = HasData ? null : _failure;
            count = read is null || failure is not null ? 0 : Take(_target.Span);
            _registration.Unregister();
        }

        _ = failure is null ? read?.TrySetResult(count) : read?.TrySetException(failure);
    }

    private void Cancel(CancellationToken token)
    {
        TaskCompletionSource<int>? read;
        lock (_gate)
        {
            // A late cancellation may belong to an earlier read.
            read = _token == token ? _pending : null;
            _pending = read is null ? _pending : null;
        }

        read?.SetCanceled(token);
    }

    private void Send(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static stream => ((Stream)stream!).Dispose(), this);
        try
        {
            // A blocking socket sends all of them.
            socket.Send(bytes);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException(e.Message, e);
        }
    }
}
