namespace KubeApi.Client.Http;

/// <summary>Reads Retry-After, which is seconds or a date (RFC 9110, 10.2.3).</summary>
internal static class RetryAfterHeader
{
    /// <summary>How long to wait, never negative; null if the answer does not say.</summary>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        var header = response.Headers.RetryAfter;
        // A date is the server's, so it is measured by the server's clock where that is told.
        var wait = header?.Delta ?? (header?.Date - (response.Headers.Date ?? now));
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
