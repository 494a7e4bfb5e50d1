namespace KubeApi.Tests.Sandbox;

/// <summary>A clock with one timer, which a test can fire early, as system timers do.</summary>
internal sealed class EarlyClock : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UtcNow;
    private TimerCallback? _callback;
    private TimeSpan _wait = Timeout.InfiniteTimeSpan;

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _callback = callback;
        return new Timer(this);
    }

    /// <summary>Moves the clock to a moment before the timer is due, and fires it. Does nothing if the timer has not been set.</summary>
    public void Fire(TimeSpan early)
    {
        if (_wait == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        _now += _wait - early;
        _wait = Timeout.InfiniteTimeSpan;
        _callback!(null);
    }

    private sealed class Timer(EarlyClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._wait = dueTime;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
