using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>
/// A body that throws a <see cref="KubeApiException"/> if the connection breaks, instead of .NET's bare IOException. The time-out applies to each
/// part, so a response may take as long as data arrives. An endless response has no time-out, but a failure that comes instead of it has one. If the body of
/// a write is lost, the write succeeded but its result is unknown.
/// </summary>
internal sealed class ResponseStream(Stream inner, HttpRequestMessage request, int statusCode, CancellationToken closed) : AsyncStream
{
    private readonly TimeSpan _timeout =
        statusCode < 300 && request.GetApiRequest() is { IsLongRunning: true } ? Timeout.InfiniteTimeSpan : request.GetTimeout();

    private CancellationTokenSource? _ending;
    private CancellationToken _caller;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CancellationTokenSource? ending = TakeEnding(cancellationToken);
        try
        {
            ending.CancelAfter(_timeout);
            var read = await inner.ReadAsync(buffer, ending.Token).ConfigureAwait(false);
            // Not if the time-out has just expired on another thread.
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
                    + $"{DurationText.Show(_timeout)}.", e)
            {
                RecommendedAction = WriteAdvice.AfterTimeout(request),
                Remedy = Remedy.LongerTimeout,
            });
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw request.Failed(
                ConnectionBroken(
                    $"The connection to {request.RequestUri!.Host}:{request.RequestUri.Port} was lost in the middle of the response: "
                        + $"{ConnectionFaults.Explain(e)}.", e));
        }
        finally
        {
            ending?.Dispose();
        }
    }

    // The thousands of reads of a list share one cancellation source.
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
