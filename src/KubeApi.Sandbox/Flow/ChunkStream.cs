namespace KubeApi.Sandbox.Flow;

/// <summary>A body in pieces of one size, each an HTTP chunk in its own TLS record, as Go's server writes it.</summary>
/// <param name="inner">The server's body: each write is sent at once.</param>
/// <param name="size">Bytes of a record, the chunk's frame included.</param>
internal sealed class ChunkStream(Stream inner, int size) : OutgoingStream
{
    // The length in hexadecimal and two line ends.
    private const int Frame = 8;

    private readonly byte[] _piece = new byte[Math.Max(1, size - Frame)];
    private int _length;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, _piece.Length - _length);
            buffer[..count].CopyTo(_piece.AsMemory(_length));
            buffer = buffer[count..];
            _length += count;
            if (_length == _piece.Length)
            {
                await SendAsync(cancellationToken);
            }
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken);
        await inner.FlushAsync(cancellationToken);
    }

    /// <summary>Sends the rest. A body that was never written stays unwritten.</summary>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_length > 0)
        {
            await inner.WriteAsync(_piece.AsMemory(0, _length), cancellationToken);
            _length = 0;
        }
    }
}
