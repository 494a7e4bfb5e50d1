using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>A body whose breaking off is a <see cref="KubeApiException"/>: in the middle of one, .NET throws a bare IOException.</summary>
internal sealed class ResponseStream(Stream inner, HttpRequestMessage request, CancellationToken closed) : AsyncReadStream
{
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
