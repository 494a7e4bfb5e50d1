using System.Buffers;
using System.Globalization;

namespace KubeApi.Binding;

/// <summary>The argument of -Since: how long ago (<c>10m</c>, <c>1h30m</c>, <c>2d</c>, seconds, a TimeSpan), or a point in time.</summary>
public sealed class SinceArgument
{
    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789.");

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
        if (SecondsOf(text) is { } seconds)
        {
            Seconds = Checked(seconds);
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

    private static double? SecondsOf(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var plain))
        {
            return plain;
        }

        if (text.Contains(':', StringComparison.Ordinal) && !text.Contains('-', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span))
        {
            return span.TotalSeconds;
        }

        var total = 0.0;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var digits = rest.IndexOfAnyExcept(s_number);
            var unit = digits > 0 ? rest[digits] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 } : 0;
            if (unit == 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            total += number * unit;
            rest = rest[(digits + 1)..];
        }

        return text.Length > 0 ? total : null;
    }

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
