using System.Diagnostics;
using System.Net;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>
/// Sends a request again where <see cref="RetryPolicy"/> says so: a few times, within the request's time-out, and until it is cancelled. A
/// write whose outcome is not known is reported as just that.
/// </summary>
internal sealed class RetryHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // Where the user set no limit.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    private static readonly byte[] s_success = """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success"}"""u8.ToArray();

    private volatile bool _hasAnswered;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isRead = RetryPolicy.IsRead(request.Method, request.RequestUri!.AbsolutePath);
        var isRepeatable = isRead || request.GetApiRequest() is { IsRepeatable: true };
        var limit = request.GetTimeout() is var timeout && timeout == Timeout.InfiniteTimeSpan ? s_longest : timeout;
        var started = Stopwatch.GetTimestamp();
        // Each has its own limit: a server that puts a request off is there, so the faults before do not count any more.
        var (answers, faults) = (0, 0);
        var mayBeDone = false;
        for (var attempt = 1; ; attempt++)
        {
            request.Options.Set(RequestOptions.Attempt, attempt);
            TimeSpan? delay;
            string reason;
            try
            {
                var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                _hasAnswered = true;
                (answers, faults) = (answers + 1, 0);
                var status = (int)response.StatusCode;
                delay = RetryPolicy.AfterAnswer(isRead, status, RetryAfterHeader.Read(response, DateTimeOffset.UtcNow), answers, Left(), Random.Shared.NextDouble());
                if (delay is not null && await AheadAsync(request, response, cancellationToken).ConfigureAwait(false) is { } ahead)
                {
                    throw ahead;
                }

                if (delay is null)
                {
                    return await JudgeAsync(request, response, mayBeDone, cancellationToken).ConfigureAwait(false);
                }

                reason = $"{status} {response.ReasonPhrase}";
                mayBeDone |= RetryPolicy.MayBeDone(status);
                response.Dispose();
            }
            catch (KubeApiException e) when (e.Failure is FailureKind.ConnectionFailed or FailureKind.ProxyFailed)
            {
                var fault = ConnectionFaults.Of(e.InnerException);
                delay = RetryPolicy.AfterFault(isRepeatable, fault, _hasAnswered, ++faults, Left(), Random.Shared.NextDouble());
                if (delay is null)
                {
                    throw RetryPolicy.IsOutcomeUnknown(isRead, fault) ? ConnectionLost(request, e) : e;
                }

                mayBeDone |= fault is ConnectionFault.Lost;
                reason = e.Message;
            }

            request.GetObserver()?.Retrying(new RequestRetry(request.Method.Method, request.RequestUri, reason, attempt + 1, delay.Value));
            await Task.Delay(delay.Value, cancellationToken).ConfigureAwait(false);
        }

        TimeSpan Left() => limit - Stopwatch.GetElapsedTime(started);
    }

    private static async Task<HttpResponseMessage> JudgeAsync(HttpRequestMessage request, HttpResponseMessage response, bool mayBeDone, CancellationToken cancellationToken)
    {
        switch (RetryPolicy.Judge(request.Method, (int)response.StatusCode, mayBeDone))
        {
            case RepeatedAnswer.Done:
                response.Content.Dispose();
                response.StatusCode = HttpStatusCode.OK;
                response.Content = new ByteArrayContent(s_success);
                response.Content.Headers.TryAddWithoutValidation("Content-Type", MediaTypes.Json);
                return response;
            case RepeatedAnswer.Unknown:
                using (response)
                {
                    var conflict = await ErrorAnswer.ReadAsync(request, response, cancellationToken).ConfigureAwait(false);
                    throw Unknown(request, conflict.Status with
                    {
                        Message = $"The object was changed, by somebody else or by an earlier attempt of this request: {conflict.Message}",
                    }, null);
                }

            default:
                return response;
        }
    }

    // The server asks to come again, and had waited already: a version that it has not reached by then is mostly another server's, or mistyped.
    private static async Task<KubeApiException?> AheadAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.StatusCode == HttpStatusCode.GatewayTimeout && request.RequestUri!.Query.Contains("resourceVersion=", StringComparison.Ordinal)
            && await ErrorAnswer.ReadAsync(request, response, cancellationToken).ConfigureAwait(false) is { Status.IsVersionAhead: true } failure
            ? failure : null;

    private static KubeApiException ConnectionLost(HttpRequestMessage request, KubeApiException e) => Unknown(
        request,
        new Status { Reason = nameof(FailureKind.UnknownOutcome), Message = $"Whether the {request.Method.Method} was carried out is not known. {e.Message}" },
        e.InnerException);

    private static KubeApiException Unknown(HttpRequestMessage request, Status status, Exception? inner) =>
        request.Failed(new KubeApiException(FailureKind.UnknownOutcome, status, inner)
        {
            RecommendedAction = WriteAdvice.ReadFirst,
        });
}
