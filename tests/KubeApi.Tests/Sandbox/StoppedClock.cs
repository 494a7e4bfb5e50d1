namespace KubeApi.Tests.Sandbox;

/// <summary>A clock that stands still until a test moves it: what happens at one time has one order.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan time) => _now += time;
}
