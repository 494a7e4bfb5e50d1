using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>
/// A body whose breaking off is a <see cref="KubeApiException"/>: in the middle of one, .NET throws a bare IOException. The time-out is for
/// each piece, so an answer may take as long as it flows; one that goes on until somebody ends it may rest as long as it likes. Of a write
/// the head tells that it was carried out, and what was stored is not known.
/// </summary>
internal sealed class ResponseStream(Stream inner, HttpRequestMessage request, int statusCode, CancellationToken closed) : AsyncReadStream
{
    private readonly TimeSpan _timeout = request.GetApiRequest() is { IsLongRunning: true } ? Timeout.InfiniteTimeSpan : request.GetTimeout();

    private CancellationTokenSource? _ending;
    private CancellationToken _caller;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CancellationTokenSource? ending = TakeEnding(cancellationToken);
        try
        {
            ending.CancelAfter(_timeout);
            var read = await inner.ReadAsync(buffer, ending.Token).ConfigureAwait(false);
            // Not after the time-out, which another thread may just have found to be over.
            if (ending.TryReset())
            {
                (_ending, ending) = (ending, null);
            }

            return read;
        }
        catch (Exception e) when (closed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw request.Failed(ApiClient.Closed(e));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw request.Failed(new KubeApiException(
                FailureKind.Timeout, $"The response from {request.RequestUri!.Host}:{request.RequestUri.Port} stalled: no data for "
                    + $"{_timeout.TotalSeconds:0.#} seconds.", e)
            {
                RecommendedAction = WriteAdvice.AfterTimeout(request),
                Remedy = Remedy.LongerTimeout,
            });
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw request.Failed(
                ConnectionBroken(
                    $"The connection to {request.RequestUri!.Host}:{request.RequestUri.Port} was lost in the middle of the response: {e.Message}", e));
        }
        finally
        {
            ending?.Dispose();
        }
    }

    // A list is thousands of reads: they share what ends them.
    private CancellationTokenSource TakeEnding(CancellationToken caller)
    {
        var kept = Interlocked.Exchange(ref _ending, null);
        if (kept is not null && caller == _caller)
        {
            return kept;
        }

        kept?.Dispose();
        _caller = caller;
        return CancellationTokenSource.CreateLinkedTokenSource(caller, closed);
    }

    private KubeApiException ConnectionBroken(string message, Exception e) => WriteAdvice.IsWrite(request)
        ? new KubeApiException(
            FailureKind.UnknownOutcome,
            new Status
            {
                Code = statusCode,
                Reason = nameof(FailureKind.UnknownOutcome),
                Message = $"The {request.Method.Method} succeeded ({statusCode}), but its result is unknown. {message}",
            },
            e)
        {
            RecommendedAction = WriteAdvice.ReadFirst,
        }
        : new KubeApiException(FailureKind.ConnectionFailed, message, e);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ending?.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
