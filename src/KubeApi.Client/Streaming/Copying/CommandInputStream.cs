using KubeApi.Client.Http;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Standard input of a command as a stream.</summary>
/// <param name="command">The command.</param>
internal sealed class CommandInputStream(RemoteCommand command) : AsyncStream
{
    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await command.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
}
