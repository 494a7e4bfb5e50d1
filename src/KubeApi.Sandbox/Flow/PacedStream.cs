namespace KubeApi.Sandbox.Flow;

/// <summary>A body that is sent at the speed of a pacer.</summary>
internal sealed class PacedStream(Stream inner, Pacer pacer) : OutgoingStream
{
    // One record of a real server.
    private const int Piece = 4 * 1024;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(Piece, buffer.Length)];
            await pacer.WaitAsync(piece.Length, cancellationToken);
            await inner.WriteAsync(piece, cancellationToken);
            buffer = buffer[piece.Length..];
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
}
