using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>
/// The connection of an upgraded request, in both directions. A broken connection is a <see cref="KubeApiException"/>, which a WebSocket reports as
/// the inner exception of its exception. Disposing the client closes the connection.
/// </summary>
internal sealed class UpgradedStream : Stream
{
    private readonly Stream _inner;
    private readonly HttpRequestMessage _request;
    private readonly CancellationToken _closed;
    private readonly CancellationTokenRegistration _closing;

    public UpgradedStream(Stream inner, HttpRequestMessage request, CancellationToken closed)
    {
        _inner = inner;
        _request = request;
        _closed = closed;
        _closing = closed.Register(static stream => ((Stream)stream!).Dispose(), inner);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw Translate(e);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw Translate(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override void Flush() => _inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _closing.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsBroken(Exception e) =>
        e is IOException or ObjectDisposedException || (_closed.IsCancellationRequested && e is not OperationCanceledException);

    private KubeApiException Translate(Exception e) => _request.Failed(_closed.IsCancellationRequested
        ? ApiClient.Closed(e)
        : new KubeApiException(
            FailureKind.ConnectionFailed, $"The connection to {_request.RequestUri!.Host}:{_request.RequestUri.Port} was lost: {e.Message}", e));
}
