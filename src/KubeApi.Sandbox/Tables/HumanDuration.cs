namespace KubeApi.Sandbox.Tables;

/// <summary>Spans of time in one or two units, as the real server shortens them (k8s.io/apimachinery, HumanDuration): `95s`, `9m30s`, `2d3h`.</summary>
internal static class HumanDuration
{
    private const long Minute = 60;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;
    private const long Year = 365 * Day;

    public static string Of(TimeSpan span)
    {
        var seconds = span.Ticks / TimeSpan.TicksPerSecond;
        return seconds switch
        {
            // Tolerates a small clock skew.
            < -1 => "<invalid>",
            < 0 => "0s",
            < 2 * Minute => Text(seconds, 1, "s"),
            < 10 * Minute => Text(seconds, Minute, "m", 1, "s"),
            < 3 * Hour => Text(seconds, Minute, "m"),
            < 8 * Hour => Text(seconds, Hour, "h", Minute, "m"),
            < 2 * Day => Text(seconds, Hour, "h"),
            < 8 * Day => Text(seconds, Day, "d", Hour, "h"),
            < 2 * Year => Text(seconds, Day, "d"),
            < 8 * Year => Text(seconds, Year, "y", Day, "d"),
            _ => Text(seconds, Year, "y"),
        };
    }

    private static string Text(long seconds, long size, string unit) => (seconds / size).ToString(CultureInfo.InvariantCulture) + unit;

    private static string Text(long seconds, long size, string unit, long smaller, string smallerUnit) =>
        Text(seconds, size, unit) + (seconds % size / smaller == 0 ? "" : Text(seconds % size, smaller, smallerUnit));
}
