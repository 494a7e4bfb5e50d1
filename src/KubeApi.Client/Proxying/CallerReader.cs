using System.Diagnostics;
using System.Net.Sockets;

namespace KubeApi.Client.Proxying;

/// <summary>Reads from the connection of a caller, through a buffer. One read at a time.</summary>
/// <param name="connection">The connection.</param>
/// <param name="headTimeout">The time limit for the head of a request after its first byte; null for 30 seconds.</param>
internal sealed class CallerReader(NetworkStream connection, TimeSpan? headTimeout = null)
{
    private const int MaxHead = 64 * 1024;

    private readonly TimeSpan _headTimeout = headTimeout ?? TimeSpan.FromSeconds(30);
    private readonly byte[] _buffer = new byte[MaxHead];
    private Task<int>? _receiving;
    private int _start;
    private int _end;

    /// <summary>The head of the next request with its empty line; null if the caller sends no further request.</summary>
    /// <exception cref="FormatException">The head is too large.</exception>
    /// <exception cref="IOException">The connection ended in the middle of a head.</exception>
    /// <exception cref="TimeoutException">The rest of a head did not come in time.</exception>
    public async Task<byte[]?> ReadHeadAsync()
    {
        int length;
        var begun = 0L;
        for (var searched = 0; (length = FindEnd(searched)) < 0;)
        {
            searched = Math.Max(0, _end - _start - 3);
            if (_end - _start == MaxHead)
            {
                throw new FormatException($"The request's head is larger than {MaxHead / 1024} KB.");
            }

            var isBegun = _start < _end;
            if (isBegun && begun == 0)
            {
                begun = Stopwatch.GetTimestamp();
            }

            if (await FillAsync().WaitAsync(isBegun ? Left(begun) : Timeout.InfiniteTimeSpan).ConfigureAwait(false))
            {
                continue;
            }

            return isBegun ? throw new IOException("The connection ended in the middle of a request.") : null;
        }

        var head = _buffer.AsSpan(_start, length).ToArray();
        _start += length;
        return head;
    }

    /// <summary>Reads the available data, and waits only if there is none. 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (_start == _end && _receiving is null && target.Length >= _buffer.Length / 2)
        {
            return await connection.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        }

        if (_start == _end && !await FillAsync().WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        var count = Math.Min(target.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    /// <summary>The next byte; -1 at the end.</summary>
    public async ValueTask<int> ReadByteAsync(CancellationToken cancellationToken) =>
        _start < _end || await FillAsync().WaitAsync(cancellationToken).ConfigureAwait(false) ? _buffer[_start++] : -1;

    /// <summary>Cancels a source if the caller leaves before it sends anything more.</summary>
    public void WatchForEnd(CancellationTokenSource ending)
    {
        if (_start == _end && _receiving is null)
        {
            (_start, _end) = (0, 0);
            _receiving = connection.ReadAsync(_buffer).AsTask();
            _ = WatchAsync(_receiving, ending);
        }
    }

    // For the whole head: a caller that sends single bytes slowly must not keep a connection forever.
    private TimeSpan Left(long begun) => _headTimeout - Stopwatch.GetElapsedTime(begun) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private static async Task WatchAsync(Task<int> receiving, CancellationTokenSource ending)
    {
        try
        {
            if (await receiving.ConfigureAwait(false) > 0)
            {
                return;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The connection is broken, which is an end too.
        }

        await ending.CancelAsync().ConfigureAwait(false);
    }

    private async Task<bool> FillAsync()
    {
        if (_receiving is null)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        // Kept until it ends: a caller may stop waiting for it without losing the bytes.
        _receiving ??= connection.ReadAsync(_buffer.AsMemory(_end)).AsTask();
        var count = await _receiving.ConfigureAwait(false);
        (_receiving, _end) = (null, _end + count);
        return count > 0;
    }

    // The length up to an empty line with any line end. The parser rejects line ends other than CR LF.
    private int FindEnd(int from)
    {
        var received = _buffer.AsSpan(_start, _end - _start);
        for (var i = from; i < received.Length; i++)
        {
            if (received[i] == '\n' && i + 1 < received.Length
                && (received[i + 1] == '\n' || (received[i + 1] == '\r' && i + 2 < received.Length && received[i + 2] == '\n')))
            {
                return i + (received[i + 1] == '\n' ? 2 : 3);
            }
        }

        return -1;
    }
}
