using KubeApi.Sandbox.Runtime;

namespace KubeApi.Tests.Sandbox;

public sealed class SandboxClockTests
{
    [Fact]
    public async Task A_wait_ends_when_the_clock_is_advanced()
    {
        using var clock = new SandboxClock(new StoppedClock());
        var waiting = clock.WaitAsync(TimeSpan.FromHours(1), default);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(1));
        await waiting;
    }

    [Fact]
    public async Task A_wait_can_be_canceled()
    {
        using var clock = new SandboxClock(new StoppedClock());
        using var canceling = new CancellationTokenSource();
        var waiting = clock.WaitAsync(TimeSpan.FromHours(1), canceling.Token);
        await canceling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void An_action_is_run_on_time_although_a_timer_fires_early()
    {
        var inner = new EarlyClock();
        using var clock = new SandboxClock(inner);
        var runs = 0;
        clock.Due = () =>
        {
            while (clock.Take() is { } action)
            {
                action();
            }
        };
        clock.At(clock.GetUtcNow().AddSeconds(1), () => runs++);

        inner.Fire(early: TimeSpan.FromMilliseconds(0.7));
        Assert.Equal(0, runs);
        inner.Fire(early: default);

        Assert.Equal(1, runs);
    }
}
