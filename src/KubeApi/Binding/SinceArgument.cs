using System.Globalization;

namespace KubeApi.Binding;

/// <summary>The argument of -Since: how long ago (<c>10m</c>, <c>1h30m</c>, <c>2d</c>, seconds, a TimeSpan), or a point in time.</summary>
public sealed class SinceArgument
{
    /// <summary>Takes a point in time. Without a time zone, it is local.</summary>
    public SinceArgument(DateTime time)
        : this(new DateTimeOffset(time))
    {
    }

    /// <summary>Takes a point in time.</summary>
    public SinceArgument(DateTimeOffset time) => Time = time;

    /// <summary>Takes the time that has passed since.</summary>
    public SinceArgument(TimeSpan ago) => Seconds = Checked(ago.TotalSeconds);

    /// <summary>Takes the seconds that have passed since.</summary>
    public SinceArgument(double seconds) => Seconds = Checked(seconds);

    /// <summary>Takes a duration as kubectl writes it, seconds, or a point in time.</summary>
    public SinceArgument(string text)
    {
        if (Duration.TryParse(text) is { } ago)
        {
            Seconds = Checked(ago.TotalSeconds);
        }
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time))
        {
            Time = time;
        }
        else
        {
            // PowerShell would put the name of this class before the message of an exception.
            Fault = $"'{text}' is neither a duration nor a time. Examples: 90, 90s, 10m, 1h30m, 2d, 2026-11-29T18:00:00Z, (Get-Date).AddHours(-1).";
        }
    }

    /// <summary>How long ago, by the clock of the node; null for a point in time.</summary>
    internal long? Seconds { get; }

    /// <summary>The point in time; null for a duration.</summary>
    internal DateTimeOffset? Time { get; }

    /// <summary>Why it is not a valid argument; null if it is one.</summary>
    internal string? Fault { get; private set; }

    // The server takes whole seconds, at least one.
    private long? Checked(double seconds)
    {
        if (seconds is > 0 and < 1e10)
        {
            return (long)Math.Ceiling(seconds);
        }

        Fault = "-Since needs a time span longer than 0, or a point in time.";
        return null;
    }
}
