using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class RetryPolicyTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Theory]
    // Reads: every deferral by the server.
    [InlineData("GET", 429, 1, true)]
    [InlineData("GET", 500, 1, true)]
    [InlineData("GET", 502, 1, true)]
    [InlineData("GET", 503, 1, true)]
    [InlineData("GET", 504, 1, true)]
    [InlineData("HEAD", 503, 1, true)]
    [InlineData("GET", 429, -1, false)] // no Retry-After
    [InlineData("GET", 503, -1, false)]
    [InlineData("GET", 404, 1, false)]
    [InlineData("GET", 409, 1, false)]
    [InlineData("GET", 200, 1, false)]
    // Writes: responses that say that the write was not carried out.
    [InlineData("POST", 429, 1, true)]
    [InlineData("PUT", 429, 1, true)]
    [InlineData("PATCH", 429, 0, true)]
    [InlineData("DELETE", 503, 1, true)]
    [InlineData("POST", 503, 1, true)]
    [InlineData("POST", 429, -1, false)]
    [InlineData("POST", 500, 1, false)]
    [InlineData("PUT", 504, 1, false)]
    [InlineData("PATCH", 500, -1, false)] // the response of apply to an unknown field
    [InlineData("PATCH", 500, 1, false)]
    [InlineData("DELETE", 502, 1, false)]
    public void A_deferred_request_is_retried(string method, int status, int retryAfter, bool again) =>
        Assert.Equal(again, AfterResponse(method, status, retryAfter) is not null);

    [Theory]
    [InlineData(429, 1, true)]
    [InlineData(503, 1, false)] // it may run already
    [InlineData(500, 1, false)]
    public void An_exec_is_retried_only_if_it_certainly_did_not_start(int status, int retryAfter, bool again) => Assert.Equal(
        again, RetryPolicy.AfterResponse(RepeatSafety.Never, true, status, TimeSpan.FromSeconds(retryAfter), 1, s_minute, 0) is not null);

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void The_pause_is_the_Retry_After_and_some_jitter(double jitter)
    {
        var pause = RetryPolicy.AfterResponse(RepeatSafety.Safe, false, 429, TimeSpan.FromSeconds(10), 1, s_minute, jitter)!.Value;

        Assert.Equal(10 + (2 * jitter), pause.TotalSeconds, 3);
        Assert.True(RetryPolicy.AfterResponse(RepeatSafety.Safe, false, 429, TimeSpan.Zero, 1, s_minute, 1) > TimeSpan.Zero);
    }

    [Fact]
    public void Retries_end_after_some_attempts_or_the_time_limit()
    {
        Assert.NotNull(RetryPolicy.AfterResponse(RepeatSafety.Safe, false, 429, TimeSpan.Zero, RetryPolicy.MaxDeferred, s_minute, 0));
        Assert.Null(RetryPolicy.AfterResponse(RepeatSafety.Safe, false, 429, TimeSpan.Zero, RetryPolicy.MaxDeferred + 1, s_minute, 0));
        Assert.Null(RetryPolicy.AfterResponse(RepeatSafety.Safe, false, 429, TimeSpan.FromSeconds(61), 1, s_minute, 0));
        Assert.Equal(s_minute, RetryPolicy.AfterResponse(RepeatSafety.Safe, false, 429, s_minute, 1, s_minute, 1));
        Assert.NotNull(RetryPolicy.AfterFault(RepeatSafety.Safe, ConnectionFault.Lost, false, RetryPolicy.MaxFaults, s_minute, 0));
        Assert.Null(RetryPolicy.AfterFault(RepeatSafety.Safe, ConnectionFault.Lost, false, RetryPolicy.MaxFaults + 1, s_minute, 0));
        Assert.Null(RetryPolicy.AfterFault(RepeatSafety.Safe, ConnectionFault.Lost, false, 1, TimeSpan.FromSeconds(0.4), 0));
    }

    [Fact]
    public void Pauses_after_faults_grow_to_a_limit() => Assert.Equal(
        [0.5, 1, 2, 4, 5], Enumerable.Range(1, 5).Select(
            n => RetryPolicy.AfterFault(RepeatSafety.Safe, ConnectionFault.Lost, false, n, s_minute, 0)!.Value.TotalSeconds));

    [Theory]
    [InlineData(true, "Lost", false, true)]
    [InlineData(true, "Interrupted", false, true)]
    [InlineData(true, "Refused", true, true)]
    [InlineData(true, "Refused", false, false)] // it never responded: the address is wrong
    [InlineData(true, "None", true, false)]
    [InlineData(false, "Lost", true, false)]
    [InlineData(false, "Interrupted", true, false)]
    [InlineData(false, "Refused", true, false)]
    public void A_read_is_retried_after_a_broken_connection(bool isRead, string fault, bool hasResponded, bool again) =>
        Assert.Equal(
            again,
            RetryPolicy.AfterFault(
                isRead ? RepeatSafety.Safe : RepeatSafety.Never, Enum.Parse<ConnectionFault>(fault), hasResponded, 1, s_minute, 0) is not null);

    [Theory]
    [InlineData(true, "Lost", false)]
    [InlineData(false, "Lost", true)]
    [InlineData(false, "Unreadable", true)]
    [InlineData(false, "Interrupted", false)]
    [InlineData(false, "Refused", false)]
    public void The_outcome_of_a_sent_write_is_unknown(bool isRead, string fault, bool isUnknown) =>
        Assert.Equal(isUnknown, RetryPolicy.IsOutcomeUnknown(isRead ? RepeatSafety.Safe : RepeatSafety.Idempotent, Enum.Parse<ConnectionFault>(fault)));

    [Theory]
    [InlineData("DELETE", 404, false, "Unchanged")]
    [InlineData("DELETE", 404, true, "Done")]
    [InlineData("DELETE", 409, true, "Unchanged")]
    [InlineData("PUT", 409, false, "Unchanged")]
    [InlineData("PUT", 409, true, "Unknown")]
    [InlineData("PUT", 404, true, "Unchanged")]
    [InlineData("POST", 409, true, "Unchanged")]
    [InlineData("GET", 404, true, "Unchanged")]
    public void A_repeated_write_may_have_been_applied_before(string method, int status, bool mayBeApplied, string expected) =>
        Assert.Equal(expected, RetryPolicy.Classify(new HttpMethod(method), status, mayBeApplied).ToString());

    [Theory]
    [InlineData(429, false)]
    [InlineData(503, true)]
    public void A_request_refused_by_429_was_not_applied(int status, bool mayBeApplied) => Assert.Equal(mayBeApplied, RetryPolicy.MayBeApplied(status));

    public static TheoryData<Exception?, string> Exceptions => new()
    {
        { null, "None" },
        { new OperationCanceledException(), "None" },
        { Http(HttpRequestError.NameResolutionError, new SocketException((int)SocketError.HostNotFound)), "None" },
        { Http(HttpRequestError.ConnectionError, new SocketException((int)SocketError.ConnectionRefused)), "Refused" },
        { Http(HttpRequestError.ConnectionError, new SocketException((int)SocketError.HostUnreachable)), "None" },
        { Http(HttpRequestError.ConnectionError, new SocketException((int)SocketError.ConnectionReset)), "Interrupted" },
        { Http(HttpRequestError.SecureConnectionError, new IOException("eof")), "Interrupted" },
        { Http(HttpRequestError.SecureConnectionError, new IOException("x", new SocketException((int)SocketError.ConnectionReset))), "Interrupted" },
        { Http(HttpRequestError.SecureConnectionError, new AuthenticationException("no TLS")), "None" },
        { Http(HttpRequestError.ProxyTunnelError, null, HttpStatusCode.BadGateway), "Refused" },
        { Http(HttpRequestError.ProxyTunnelError, null, HttpStatusCode.ProxyAuthenticationRequired), "None" },
        { Http(HttpRequestError.ResponseEnded, new HttpIOException(HttpRequestError.ResponseEnded)), "Lost" },
        { Http(HttpRequestError.HttpProtocolError, new HttpProtocolException(0, "GOAWAY", null)), "Lost" },
        { Http(HttpRequestError.Unknown, new IOException("x", new SocketException((int)SocketError.ConnectionReset))), "Lost" },
        { Http(HttpRequestError.InvalidResponse, null), "Unreadable" },
        { Http(HttpRequestError.ConfigurationLimitExceeded, null), "Unreadable" },
        { new IOException("broken"), "Lost" },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void A_fault_is_classified_by_its_exception(Exception? e, string fault) => Assert.Equal(fault, ConnectionFaults.Of(e).ToString());

    [Theory]
    [InlineData("7", null, 7)]
    [InlineData("0", null, 0)]
    [InlineData("Wed, 21 Oct 2015 07:28:10 GMT", "Wed, 21 Oct 2015 07:28:00 GMT", 10)] // by the server's clock, not the local one
    [InlineData("Wed, 21 Oct 2015 07:27:00 GMT", "Wed, 21 Oct 2015 07:28:00 GMT", 0)]
    [InlineData("Wed, 21 Oct 2015 07:28:30 GMT", null, 30)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void Retry_After_is_read_as_seconds_or_a_date(string? header, string? date, int? seconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation("Retry-After", header is null ? [] : [header]);
        response.Headers.TryAddWithoutValidation("Date", date is null ? [] : [date]);

        Assert.Equal(seconds, RetryAfterHeader.Read(response, new DateTimeOffset(2015, 10, 21, 7, 28, 0, TimeSpan.Zero))?.TotalSeconds);
    }

    private static TimeSpan? AfterResponse(string method, int status, int retryAfter) => RetryPolicy.AfterResponse(
        method is "GET" or "HEAD"
            ? RepeatSafety.Safe
            : RepeatSafety.Never, false, status, retryAfter < 0
            ? null
            : TimeSpan.FromSeconds(retryAfter), 1, s_minute, 0);

    private static HttpRequestException Http(HttpRequestError error, Exception? inner, HttpStatusCode? status = null) => new(error, "x", inner, status);
}
