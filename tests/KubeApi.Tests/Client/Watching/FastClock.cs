namespace KubeApi.Tests.Client.Watching;

/// <summary>A clock whose delays are a hundredth of their length.</summary>
internal sealed class FastClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromMinutes(1) ? dueTime / 100 : dueTime, period);
}
