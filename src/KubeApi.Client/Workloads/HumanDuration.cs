namespace KubeApi.Client.Workloads;

/// <summary>Durations as kubectl writes them (apimachinery <c>HumanDuration</c>). Pure.</summary>
public static class HumanDuration
{
    /// <summary><c>45s</c>, <c>5m12s</c>, <c>3h</c>, <c>12d</c>; <c>0s</c> for a time in the future.</summary>
    public static string Show(TimeSpan duration)
    {
        var (seconds, minutes, hours, days) =
            ((long)duration.TotalSeconds, (long)duration.TotalMinutes, (long)duration.TotalHours, (long)duration.TotalDays);
        return seconds switch
        {
            < 0 => "0s",
            < 120 => $"{seconds}s",
            < 600 => TwoUnits(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => $"{minutes}m",
            < 8 * 3600 => TwoUnits(hours, "h", minutes % 60, "m"),
            < 48 * 3600 => $"{hours}h",
            < 8 * 86400 => TwoUnits(days, "d", hours % 24, "h"),
            < 2L * 365 * 86400 => $"{days}d",
            < 8L * 365 * 86400 => TwoUnits(days / 365, "y", days % 365, "d"),
            _ => $"{days / 365}y",
        };
    }

    private static string TwoUnits(long first, string firstUnit, long second, string secondUnit) =>
        second == 0 ? $"{first}{firstUnit}" : $"{first}{firstUnit}{second}{secondUnit}";
}
