namespace KubeApi.Tests.Module;

/// <summary>A clock that advances by a fixed time whenever it is read, so every measured operation takes that long.</summary>
internal sealed class SlowClock(TimeSpan step) : TimeProvider
{
    private long _looks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Increment(ref _looks) * step.Ticks;
}
