namespace KubeApi.Client.Streaming;

/// <summary>Ends a log after a number of bytes. The server's own limit would count the timestamps, too.</summary>
/// <param name="bytes">The number of bytes of the lines with their ends; null for no limit.</param>
internal sealed class LogLimit(long? bytes)
{
    private long _left = bytes ?? long.MaxValue;

    /// <summary>Whether nothing more may be read.</summary>
    public bool IsReached => _left <= 0;

    /// <summary>Takes a line, and returns how many of its bytes may be used.</summary>
    public int Take(int length)
    {
        var taken = (int)Math.Min(length, Math.Max(_left, 0));
        _left -= length + 1L;
        return taken;
    }
}
