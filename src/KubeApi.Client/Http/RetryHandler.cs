using System.Diagnostics;
using System.Net;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>
/// Retries requests by the rules of <see cref="RetryPolicy"/>: a few times, within the request's time-out, and until it is canceled. A write whose
/// outcome is unknown is a separate kind of failure.
/// </summary>
internal sealed class RetryHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // For requests without a time-out.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    private static readonly byte[] s_success = """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success"}"""u8.ToArray();

    private volatile bool _hasResponded;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.IsForwarded())
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var (safety, isUpgrade) = (request.GetRepeatSafety(), WebSocketHandshake.IsUpgrade(request));
        var limit = request.GetTimeout() is var timeout && timeout == Timeout.InfiniteTimeSpan ? s_longest : timeout;
        var started = Stopwatch.GetTimestamp();
        // Both have their own limit. A response shows that the server is back, so it resets the count of faults.
        var (responses, faults) = (0, 0);
        var mayBeApplied = false;
        for (var attempt = 1; ; attempt++)
        {
            request.Options.Set(RequestOptions.Attempt, attempt);
            TimeSpan? delay;
            string reason;
            try
            {
                var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                _hasResponded = true;
                (responses, faults) = (responses + 1, 0);
                var status = (int)response.StatusCode;
                var retryAfter = RetryAfterHeader.Read(response, DateTimeOffset.UtcNow);
                delay = RetryPolicy.AfterResponse(safety, isUpgrade, status, retryAfter, responses, Left(), Random.Shared.NextDouble());
                if (delay is null)
                {
                    return await ClassifyAsync(request, response, mayBeApplied, cancellationToken).ConfigureAwait(false);
                }

                using (response)
                {
                    reason = await VersionAheadAsync(request, response, cancellationToken).ConfigureAwait(false) is { } ahead
                        ? throw ahead
                        : $"{status} {response.ReasonPhrase}";
                }

                mayBeApplied |= RetryPolicy.MayBeApplied(status);
            }
            catch (KubeApiException e) when (e.Failure is FailureKind.ConnectionFailed or FailureKind.ProxyFailed)
            {
                var fault = ConnectionFaults.Of(e.InnerException);
                delay = RetryPolicy.AfterFault(safety, fault, _hasResponded, ++faults, Left(), Random.Shared.NextDouble());
                if (delay is null)
                {
                    throw RetryPolicy.IsOutcomeUnknown(safety, fault) ? ConnectionLost(request, e) : e;
                }

                mayBeApplied |= fault is ConnectionFault.Lost;
                reason = e.Message;
            }

            request.GetObserver()?.Retrying(new RequestRetry(request.Method.Method, request.RequestUri!, reason, attempt + 1, delay.Value));
            await Task.Delay(delay.Value, cancellationToken).ConfigureAwait(false);
        }

        TimeSpan Left() => limit - Stopwatch.GetElapsedTime(started);
    }

    private static async Task<HttpResponseMessage> ClassifyAsync(
        HttpRequestMessage request, HttpResponseMessage response, bool mayBeApplied, CancellationToken cancellationToken)
    {
        switch (RetryPolicy.Classify(request.Method, (int)response.StatusCode, mayBeApplied))
        {
            case RepeatedResponse.Done:
                response.Content.Dispose();
                response.StatusCode = HttpStatusCode.OK;
                response.Content = new ByteArrayContent(s_success);
                response.Content.Headers.TryAddWithoutValidation("Content-Type", MediaTypes.Json);
                return response;
            case RepeatedResponse.Unknown:
                using (response)
                {
                    var conflict = await FailureResponse.ReadAsync(request, response, cancellationToken).ConfigureAwait(false);
                    throw Unknown(request, conflict.Status with
                    {
                        Message = $"The object was modified, by another client or by an earlier attempt of this request: {conflict.Message}",
                    }, null);
                }

            default:
                return response;
        }
    }

    // The server has already waited for a resourceVersion that is ahead. If it does not reach it, the version is wrong or from another server.
    private static async Task<KubeApiException?> VersionAheadAsync(
        HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.StatusCode == HttpStatusCode.GatewayTimeout && request.RequestUri!.Query.Contains("resourceVersion=", StringComparison.Ordinal)
            && await FailureResponse.ReadAsync(request, response, cancellationToken).ConfigureAwait(false) is { Status.IsVersionAhead: true } failure
            ? failure : null;

    private static KubeApiException ConnectionLost(HttpRequestMessage request, KubeApiException e) => Unknown(
        request,
        new Status { Reason = nameof(FailureKind.UnknownOutcome), Message = $"The outcome of the {request.Method.Method} is unknown. {e.Message}" },
        e.InnerException);

    private static KubeApiException Unknown(HttpRequestMessage request, Status status, Exception? inner) =>
        request.Failed(new KubeApiException(FailureKind.UnknownOutcome, status, inner)
        {
            RecommendedAction = WriteAdvice.ReadFirst,
        });
}
