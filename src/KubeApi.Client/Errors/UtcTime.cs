using System.Globalization;

namespace KubeApi.Client.Errors;

/// <summary>Reads the timestamps of the API, and formats times for display.</summary>
public static class UtcTime
{
    /// <summary>A timestamp; null if the string is not one. Without an offset it is in UTC.</summary>
    public static DateTimeOffset? Parse(string? timestamp) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>In UTC, to the second: <c>2026-11-29 18:30:00Z</c>.</summary>
    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
