namespace KubeApi.Client.Http;

/// <summary>
/// Which requests are sent again, and when: client-go's rules (<c>rest/with_retry.go</c>) for reads, and for writes only where the server
/// asks for it. Pure: it knows no clock and no network.
/// </summary>
internal static class RetryPolicy
{
    /// <summary>Repetitions of a request that the server put off.</summary>
    public const int MaxPutOff = 10;

    /// <summary>Repetitions of a request whose connection failed, in a row.</summary>
    public const int MaxFaults = 5;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    // Reviews are asked by POST; nothing is stored, so asking twice does no harm.
    private static readonly string[] s_reviewGroups = ["/apis/authentication.k8s.io/", "/apis/authorization.k8s.io/"];

    /// <summary>Whether a request changes nothing, so that it may be sent twice.</summary>
    public static bool IsRead(HttpMethod method, string path) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options
        || (method == HttpMethod.Post && path.EndsWith("reviews", StringComparison.Ordinal) && s_reviewGroups.Any(g => path.Contains(g, StringComparison.Ordinal)));

    /// <summary>How long to wait before sending a request again that the server answered; null to leave it at that.</summary>
    /// <param name="isRead">Whether the request changes nothing.</param>
    /// <param name="statusCode">The answer's status code.</param>
    /// <param name="retryAfter">What the server asked for; without it there is no repetition.</param>
    /// <param name="answers">How many answers there were, with this one.</param>
    /// <param name="left">The time in which another attempt may begin.</param>
    /// <param name="jitter">Chance, from 0 to 1: many clients must not come back at once.</param>
    public static TimeSpan? AfterAnswer(bool isRead, int statusCode, TimeSpan? retryAfter, int answers, TimeSpan left, double jitter)
    {
        var isPutOff = isRead ? statusCode is 429 or (>= 500 and < 600) : statusCode is 429 or 503;
        return isPutOff && retryAfter is { } wait && wait <= left && answers <= MaxPutOff
            ? Within(left, wait + (Max(wait, s_firstPause) * 0.2 * jitter))
            : null;
    }

    /// <summary>How long to wait before sending a request again whose connection failed; null to leave it at that.</summary>
    /// <param name="isRepeatable">Whether the request changes nothing, or nothing more when it is sent twice.</param>
    /// <param name="fault">How the connection failed.</param>
    /// <param name="hasAnswered">Whether this server ever answered: one that never did is not about to come back.</param>
    /// <param name="faults">How many faults there were in a row, with this one.</param>
    /// <param name="left">The time in which another attempt may begin.</param>
    /// <param name="jitter">Chance, from 0 to 1.</param>
    public static TimeSpan? AfterFault(bool isRepeatable, ConnectionFault fault, bool hasAnswered, int faults, TimeSpan left, double jitter)
    {
        var isTransient = fault is ConnectionFault.Lost or ConnectionFault.Interrupted || (fault is ConnectionFault.Refused && hasAnswered);
        var pause = Min(s_firstPause * Math.Pow(2, faults - 1), s_longestPause);
        return isRepeatable && isTransient && faults <= MaxFaults && pause <= left ? Within(left, pause * (1 + (0.2 * jitter))) : null;
    }

    /// <summary>Whether a write may have been carried out although no answer came.</summary>
    public static bool IsOutcomeUnknown(bool isRead, ConnectionFault fault) => !isRead && fault is ConnectionFault.Lost;

    /// <summary>Whether a request may have been carried out that the server put off: a 429 says that it was not.</summary>
    public static bool MayBeDone(int statusCode) => statusCode != 429;

    /// <summary>What the answer to a repeated request means.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="statusCode">The answer's status code.</param>
    /// <param name="mayBeDone">Whether an earlier attempt may have been carried out.</param>
    public static RepeatedAnswer Judge(HttpMethod method, int statusCode, bool mayBeDone) =>
        !mayBeDone ? RepeatedAnswer.AsItIs
        : method == HttpMethod.Delete && statusCode == 404 ? RepeatedAnswer.Done
        : method == HttpMethod.Put && statusCode == 409 ? RepeatedAnswer.Unknown
        : RepeatedAnswer.AsItIs;

    // The chance must not carry it past the end.
    private static TimeSpan Within(TimeSpan left, TimeSpan wait) => Min(left, wait);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
