using System.Globalization;

namespace KubeApi.Client.Errors;

/// <summary>Formats a time for display.</summary>
public static class UtcTime
{
    /// <summary>In UTC, to the second: <c>2026-11-29 18:30:00Z</c>.</summary>
    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
