using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>
/// The rules for retries: those of client-go (<c>rest/with_retry.go</c>) for safe requests; other requests are retried only if the server sends
/// Retry-After. Pure: no clock, no network.
/// </summary>
internal static class RetryPolicy
{
    /// <summary>Retries of a request that the server deferred (Retry-After).</summary>
    public const int MaxDeferred = 10;

    /// <summary>Retries of a request whose connection failed, in a row.</summary>
    public const int MaxFaults = 5;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    /// <summary>The time to wait before a retry after a response; null for no retry.</summary>
    /// <param name="safety">Whether the request may be repeated.</param>
    /// <param name="isUpgrade">Whether the request opens a WebSocket, which starts its work at once.</param>
    /// <param name="statusCode">The response's status code.</param>
    /// <param name="retryAfter">The Retry-After of the response; without it, there is no retry.</param>
    /// <param name="responses">The number of responses, including this one.</param>
    /// <param name="left">The time left for another attempt.</param>
    /// <param name="jitter">A random number from 0 to 1, which spreads the retries of many clients.</param>
    public static TimeSpan? AfterResponse(
        RepeatSafety safety, bool isUpgrade, int statusCode, TimeSpan? retryAfter, int responses, TimeSpan left, double jitter)
    {
        var isDeferred = statusCode switch
        {
            429 => true,
            503 => safety != RepeatSafety.Never || !isUpgrade,
            >= 500 and < 600 => safety == RepeatSafety.Safe,
            _ => false,
        };
        return isDeferred && retryAfter is { } wait && wait <= left && responses <= MaxDeferred
            ? Min(left, wait + (Max(wait, s_firstPause) * 0.2 * jitter))
            : null;
    }

    /// <summary>The time to wait before a retry after a connection failure; null for no retry.</summary>
    /// <param name="safety">Whether the request may be repeated.</param>
    /// <param name="fault">The kind of the failure.</param>
    /// <param name="hasResponded">Whether this server has ever responded; one that has not will probably not come back.</param>
    /// <param name="faults">The number of consecutive faults, including this one.</param>
    /// <param name="left">The time left for another attempt.</param>
    /// <param name="jitter">A random number from 0 to 1.</param>
    public static TimeSpan? AfterFault(RepeatSafety safety, ConnectionFault fault, bool hasResponded, int faults, TimeSpan left, double jitter)
    {
        var isTransient = fault is ConnectionFault.Lost or ConnectionFault.Interrupted || (fault is ConnectionFault.Refused && hasResponded);
        var pause = Min(s_firstPause * Math.Pow(2, faults - 1), s_longestPause);
        return safety != RepeatSafety.Never && isTransient && faults <= MaxFaults && pause <= left
            ? Min(left, pause * (1 + (0.2 * jitter)))
            : null;
    }

    /// <summary>Whether a request may have been carried out although no readable response came.</summary>
    public static bool IsOutcomeUnknown(RepeatSafety safety, ConnectionFault fault) =>
        safety != RepeatSafety.Safe && fault is ConnectionFault.Lost or ConnectionFault.Unreadable;

    /// <summary>Whether a deferred request may have been carried out; after a 429, it was not.</summary>
    public static bool MayBeApplied(int statusCode) => statusCode != 429;

    /// <summary>Determines the meaning of the response to a repeated request.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="statusCode">The response's status code.</param>
    /// <param name="mayBeApplied">Whether an earlier attempt may have been carried out.</param>
    public static RepeatedResponse Classify(HttpMethod method, int statusCode, bool mayBeApplied) =>
        !mayBeApplied ? RepeatedResponse.Unchanged
        : method == HttpMethod.Delete && statusCode == 404 ? RepeatedResponse.Done
        : method == HttpMethod.Put && statusCode == 409 ? RepeatedResponse.Unknown
        : RepeatedResponse.Unchanged;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
