namespace KubeApi.Client.Watching;

/// <summary>Pauses between attempts: 0.8 s, doubled up to 30 s, each with up to half of it added, which spreads the retries of many clients.</summary>
internal sealed class Backoff(Random random)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    // A server that is back sooner is noticed, and a Retry-After of days does not end the watch.
    private static readonly TimeSpan s_longestWish = TimeSpan.FromMinutes(1);

    private TimeSpan _next = s_first;

    /// <summary>The next pause, at least as long as the server wants, but at most one minute.</summary>
    public TimeSpan Next(TimeSpan? retryAfter)
    {
        var pause = _next * (1 + (random.NextDouble() / 2));
        _next = _next * 2 < s_longest ? _next * 2 : s_longest;
        var wish = retryAfter < s_longestWish ? retryAfter : retryAfter is null ? null : s_longestWish;
        return wish > pause ? wish.Value : pause;
    }

    /// <summary>Starts with short pauses again, after a success.</summary>
    public void Reset() => _next = s_first;
}
