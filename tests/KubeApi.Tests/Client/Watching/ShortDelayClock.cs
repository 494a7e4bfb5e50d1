namespace KubeApi.Tests.Client.Watching;

/// <summary>A clock on which short delays end at once; longer timers fire only after <see cref="LongestDelay"/> was raised.</summary>
internal sealed class ShortDelayClock : TimeProvider
{
    private long _ticks;

    /// <summary>The longest timer that fires.</summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The pauses so far.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Advance(TimeSpan time) => _ticks += time.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > LongestDelay)
        {
            return new StoppedTimer();
        }

        Pauses.Add(dueTime);
        Advance(dueTime);
        return new Timer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private sealed class StoppedTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
