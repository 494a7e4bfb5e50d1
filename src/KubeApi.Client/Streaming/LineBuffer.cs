using System.Buffers;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming;

/// <summary>
/// Splits bytes into lines at <c>\n</c>, before anything is decoded. It grows while one line does not fit. A returned line is valid until the next fill.
/// </summary>
/// <param name="longest">The number of bytes of a line from which on it is refused: a string holds a billion characters at most.</param>
internal sealed class LineBuffer(int longest = LineBuffer.Longest) : IDisposable
{
    private const int InitialSize = 128 * 1024;
    private const int Longest = 256 * 1024 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _scanned;
    private int _end;

    /// <summary>Whether it is empty.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>Room to write to, never empty; <see cref="Advance"/> says how much was written.</summary>
    /// <exception cref="KubeApiException">The line that has begun is too long.</exception>
    public Memory<byte> Room()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_bytes, _start, _bytes, 0, _end - _start);
            (_scanned, _end, _start) = (_scanned - _start, _end - _start, 0);
        }

        if (_end > longest)
        {
            throw new KubeApiException(FailureKind.LineTooLong, $"A line is longer than {longest:N0} bytes.");
        }

        if (_bytes.Length - _end < InitialSize / 2)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
            Buffer.BlockCopy(_bytes, 0, larger, 0, _end);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsMemory(_end);
    }

    /// <summary>Adds the bytes that were written to the free space.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = Room().Span;
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            Advance(count);
            bytes = bytes[count..];
        }
    }

    /// <summary>Takes the next whole line, without its end (<c>\n</c> or <c>\r\n</c>).</summary>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        if (_bytes.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n') is >= 0 and var at)
        {
            line = WithoutReturn(_bytes.AsSpan(_start, _scanned + at - _start));
            _start = _scanned = _scanned + at + 1;
            return true;
        }

        _scanned = _end;
        line = default;
        return false;
    }

    /// <summary>Takes the rest, a line without its end.</summary>
    public ReadOnlySpan<byte> TakeRest()
    {
        var rest = _bytes.AsSpan(_start, _end - _start);
        _start = _scanned = _end;
        return WithoutReturn(rest);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _scanned = _end = 0;
    }

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) => line is [.. var text, (byte)'\r'] ? text : line;
}
