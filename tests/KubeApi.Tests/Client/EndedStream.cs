namespace KubeApi.Tests.Client;

/// <summary>Records whether it was read to its end.</summary>
internal sealed class EndedStream(byte[] bytes) : MemoryStream(bytes)
{
    public bool WasReadToItsEnd { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        WasReadToItsEnd |= read == 0;
        return read;
    }
}
