namespace KubeApi.Client.Streaming;

/// <summary>A line of a log.</summary>
/// <param name="Stamp">When it was written: nanoseconds since 1970; the smallest number for a line without a timestamp.</param>
/// <param name="Text">The line without its timestamp and its end. Bytes that are not UTF-8 are U+FFFD.</param>
public readonly record struct LogLine(long Stamp, string Text)
{
    /// <summary>When it was written, to 100 ns; null for a line without a timestamp.</summary>
    public DateTimeOffset? Time => LogStamp.ToTime(Stamp);
}
