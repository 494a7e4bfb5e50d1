using System.Buffers;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;

namespace KubeApi.Client.Reading;

/// <summary>
/// The part of a stream that is being scanned. It moves along the stream, grows only while one value does not fit, and returns to the pool at the end.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="maxSize">The size of a value, in bytes.</param>
internal sealed class JsonStreamBuffer(Stream stream, int maxSize = ResponseSize.Max) : IDisposable
{
    private const int InitialSize = 128 * 1024;

    // The server's last chunk may arrive in its own packet.
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(100);

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _end;
    private bool _hasBegun;

    /// <summary>The next byte to read.</summary>
    public int Position { get; set; }

    /// <summary>The first byte of the current value, whose bytes are kept; -1 for none.</summary>
    public int ValueStart { get; set; } = -1;

    /// <summary>The number of bytes of the stream before the buffer, for error messages.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the stream has ended.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The bytes that were received and not read yet.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(Position, _end - Position);

    /// <summary>The value that ends at <see cref="Position"/>.</summary>
    public ReadOnlySpan<byte> Value => _bytes.AsSpan(ValueStart, Position - ValueStart);

    /// <summary>A copy of <see cref="Value"/>, which the buffer then drops.</summary>
    public byte[] TakeValue()
    {
        var value = Value.ToArray();
        ValueStart = -1;
        return value;
    }

    /// <summary>Moves to the next byte that is not white space; false if more bytes are needed.</summary>
    public bool TrySkipSpace()
    {
        var space = Unread.IndexOfAnyExcept(" \t\r\n"u8);
        Position += space < 0 ? Unread.Length : space;
        return space >= 0;
    }

    /// <summary>Waits for more bytes; false at the end of the stream.</summary>
    /// <exception cref="KubeApiException">The current value is too large.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        do
        {
            var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += read;
            IsEnded = read == 0;
        }
        while (!IsEnded && !_hasBegun && !TryBegin());
        return !IsEnded;
    }

    /// <summary>Reads to the end of the stream: a connection returns to the pool only when its response was read to the end.</summary>
    /// <returns>Whether nothing but white space was left.</returns>
    public async ValueTask<bool> EndAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(s_timeout);
        try
        {
            do
            {
                if (Unread.IndexOfAnyExcept(" \t\r\n"u8) >= 0)
                {
                    return false;
                }

                Position += Unread.Length;
            }
            while (await FillAsync(timeout.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is KubeApiException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The value is complete, but the connection cannot be reused.
        }

        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    // RFC 8259 allows a reader to ignore a byte order mark. False while it may be incomplete.
    private bool TryBegin()
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        var first = Unread[..Math.Min(Unread.Length, mark.Length)];
        var isMark = mark.StartsWith(first);
        _hasBegun = !isMark || first.Length == mark.Length;
        Position += isMark && _hasBegun ? mark.Length : 0;
        return _hasBegun;
    }

    private void MakeRoom()
    {
        var keepFrom = ValueStart >= 0 ? ValueStart : Position;
        var kept = _end - keepFrom;
        ResponseSize.Check(kept, maxSize);
        var target = _bytes;
        if (kept > _bytes.Length / 2)
        {
            target = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        }

        Buffer.BlockCopy(_bytes, keepFrom, target, 0, kept);
        if (target != _bytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = target;
        }

        Offset += keepFrom;
        Position -= keepFrom;
        _end = kept;
        ValueStart = ValueStart >= 0 ? 0 : -1;
    }
}
