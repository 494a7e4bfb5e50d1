namespace KubeApi.Tests.Sandbox;

/// <summary>A clock that is stopped until a test advances it, so simultaneous actions have a defined order.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan time) => _now += time;
}
