using KubeApi.Client.Http;

namespace KubeApi.Tests.Client.Streaming.Copying;

/// <summary>A connection that breaks after a number of bytes in either direction.</summary>
internal sealed class CutStream(Stream inner, long limit) : AsyncStream
{
    private long _left = limit;

    public override bool CanWrite => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Data received before the cut can be read.
        var left = (int)Math.Clamp(Interlocked.Read(ref _left), 0, buffer.Length);
        Check(left == 0 ? 1 : 0);
        var read = await inner.ReadAsync(buffer[..left], cancellationToken);
        Check(read);
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Data sent before the cut arrives.
        await inner.WriteAsync(buffer[..(int)Math.Clamp(Interlocked.Read(ref _left), 0, buffer.Length)], cancellationToken);
        Check(buffer.Length);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }

    private void Check(int count)
    {
        if (Interlocked.Add(ref _left, -count) < 0)
        {
            inner.Dispose();
            throw new IOException("Connection reset by peer");
        }
    }
}
