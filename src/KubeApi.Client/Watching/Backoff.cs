namespace KubeApi.Client.Watching;

/// <summary>Pauses between attempts: 0.8 s, doubled up to 30 s, each with up to half of it added, which spreads the retries of many clients.</summary>
internal sealed class Backoff(Random random)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    // A Retry-After of days would in effect end the watch.
    private static readonly TimeSpan s_longestWish = TimeSpan.FromMinutes(5);

    private TimeSpan _next = s_first;

    /// <summary>The next pause, at least as long as the server wants, but at most five minutes.</summary>
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
