using System.Globalization;
using KubeApi.Client.Http;

namespace KubeApi.Client.Proxying;

/// <summary>The body of a request, with a length or in chunks, as it arrives from the caller.</summary>
/// <param name="caller">The caller.</param>
/// <param name="length">The length; null for chunks.</param>
/// <param name="begin">Called before the first read; null for nothing.</param>
/// <param name="ending">Canceled if the body is invalid, or the caller leaves.</param>
internal sealed class RequestBody(CallerReader caller, long? length, Func<ValueTask>? begin, CancellationTokenSource ending) : AsyncStream
{
    // The rest of the body, or of the current chunk.
    private long _left = length ?? 0;
    private bool _isInChunks = length is null;
    private bool _hasBegun;
    private bool _isInside;

    /// <summary>Whether the whole body was read.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The reason why the body is invalid; null if it is valid.</summary>
    public FormatException? Fault { get; private set; }

    /// <exception cref="FormatException">A chunk is invalid.</exception>
    /// <exception cref="IOException">The caller left before the end.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ReadPartAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            // The server would wait for the rest.
            Fault = e as FormatException;
            await ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<int> ReadPartAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            if (begin is not null)
            {
                await begin().ConfigureAwait(false);
            }
        }

        if (_left == 0 && _isInChunks)
        {
            _left = await ReadChunkSizeAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_left == 0)
        {
            End();
            return 0;
        }

        var count = await caller.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            throw new IOException("The client disconnected before the end of its request.");
        }

        _left -= count;
        if (_left == 0 && !_isInChunks)
        {
            End();
        }

        return count;
    }

    private void End()
    {
        if (!IsEnded)
        {
            IsEnded = true;
            caller.WatchForEnd(ending);
        }
    }

    // Neither extensions nor trailers: they are not forwarded, and servers disagree about them.
    private async ValueTask<long> ReadChunkSizeAsync(CancellationToken cancellationToken)
    {
        if (_isInside && await ReadLineAsync(cancellationToken).ConfigureAwait(false) != "")
        {
            throw new FormatException("A chunk of the body does not end where its size says.");
        }

        _isInside = true;
        var line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
        if (line.Length is 0 or > 15 || !line.All(char.IsAsciiHexDigit))
        {
            throw new FormatException("The size of a chunk of the body is not a hexadecimal number.");
        }

        var size = long.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (size == 0)
        {
            _isInChunks = false;
            if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) != "")
            {
                throw new FormatException("The body has a trailer.");
            }
        }

        return size;
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = "";
        while (await caller.ReadByteAsync(cancellationToken).ConfigureAwait(false) is var c)
        {
            switch (c)
            {
                case < 0:
                    throw new IOException("The client disconnected before the end of its request.");
                case '\n' when line.EndsWith('\r'):
                    return line[..^1];
                case '\n':
                    throw new FormatException("A line of the body's chunks does not end with CR LF.");
            }

            line = line.Length < 20 ? line + (char)c : throw new FormatException("A line of the body's chunks is too long.");
        }

        return line;
    }
}
