namespace KubeApi.Sandbox.Flow;

/// <summary>A body that drips.</summary>
internal sealed class DripStream(Stream inner, Drip drip) : OutgoingStream
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(drip.Bytes, buffer.Length)];
            await inner.WriteAsync(piece, cancellationToken);
            await inner.FlushAsync(cancellationToken);
            buffer = buffer[piece.Length..];
            await Task.Delay(drip.Pause, cancellationToken);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
}
