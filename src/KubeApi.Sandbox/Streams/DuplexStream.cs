using System.IO.Pipelines;
using KubeApi.Sandbox.Flow;

namespace KubeApi.Sandbox.Streams;

/// <summary>One end of a connection in memory.</summary>
internal sealed class DuplexStream : OutgoingStream
{
    private readonly Stream _input;
    private readonly PipeWriter _output;

    private DuplexStream(Pipe input, Pipe output) => (_input, _output) = (input.Reader.AsStream(), output.Writer);

    public override bool CanRead => true;

    /// <summary>Both ends of a new connection.</summary>
    public static (DuplexStream Near, DuplexStream Far) Connect()
    {
        var (there, back) = (new Pipe(), new Pipe());
        return (new DuplexStream(back, there), new DuplexStream(there, back));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _input.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await _output.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the data of this end if all was sent; this end still receives.</summary>
    public void Shutdown(bool isFinal)
    {
        if (isFinal)
        {
            _output.Complete();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _output.Complete();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }
}
