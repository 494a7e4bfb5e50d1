namespace KubeApi.Tests.Client;

/// <summary>Returns as many bytes as requested, and counts them; then it ends normally, with a failure, or never.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="end">The failure at the end; null for an end.</param>
/// <param name="isEndless">Whether a read after the bytes waits forever.</param>
internal sealed class SourceStream(byte[] bytes, Exception? end = null, bool isEndless = false) : MemoryStream(bytes)
{
    private int _given;

    /// <summary>The number of bytes that were read.</summary>
    public int Given => Volatile.Read(ref _given);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = Read(buffer.Span);
        Interlocked.Add(ref _given, read);
        if (read == 0 && isEndless)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return read > 0 || end is null ? read : throw end;
    }
}
