using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>
/// A body whose breaking off is a <see cref="KubeApiException"/>: in the middle of one, .NET throws a bare IOException. The time-out is for
/// each piece, so an answer may take as long as it flows; one that goes on until somebody ends it may rest as long as it likes.
/// </summary>
internal sealed class ResponseStream(Stream inner, HttpRequestMessage request, CancellationToken closed) : AsyncReadStream
{
    private readonly TimeSpan _timeout = request.GetApiRequest() is { IsLongRunning: true } ? Timeout.InfiniteTimeSpan : request.GetTimeout();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
        ending.CancelAfter(_timeout);
        try
        {
            return await inner.ReadAsync(buffer, ending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (closed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw request.Failed(ApiClient.Closed(e));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw request.Failed(new KubeApiException(
                FailureKind.Timeout, $"The answer of {request.RequestUri!.Host}:{request.RequestUri.Port} stopped in its middle: nothing came for {_timeout.TotalSeconds:0.#} seconds.", e));
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
