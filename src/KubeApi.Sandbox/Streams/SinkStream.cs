using KubeApi.Sandbox.Flow;

namespace KubeApi.Sandbox.Streams;

/// <summary>The output of a process: a channel, a file, a log.</summary>
internal sealed class SinkStream(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write) : OutgoingStream
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty ? ValueTask.CompletedTask : write(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Appends to a file.</summary>
    public static SinkStream To(ContainerFiles files, ContainerFile file) => new((bytes, _) =>
    {
        files.Append(file, bytes.Span);
        return ValueTask.CompletedTask;
    });
}
