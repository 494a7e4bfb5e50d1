using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>A body whose breaking off is a <see cref="KubeApiException"/>: in the middle of one, .NET throws a bare IOException.</summary>
internal sealed class ResponseStream(Stream inner, HttpRequestMessage request, CancellationToken closed) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
        try
        {
            return await inner.ReadAsync(buffer, ending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (closed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw request.Failed(ApiClient.Closed(e));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw request.Failed(new KubeApiException(
                FailureKind.ConnectionFailed,
                $"The connection to {request.RequestUri!.Host}:{request.RequestUri.Port} broke in the middle of the answer: {e.Message}", e));
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This client reads asynchronously only.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
