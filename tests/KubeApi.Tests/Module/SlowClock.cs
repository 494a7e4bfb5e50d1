namespace KubeApi.Tests.Module;

/// <summary>A clock that is so much further whenever somebody looks at it: whatever is timed takes that long.</summary>
internal sealed class SlowClock(TimeSpan step) : TimeProvider
{
    private long _looks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Increment(ref _looks) * step.Ticks;
}
