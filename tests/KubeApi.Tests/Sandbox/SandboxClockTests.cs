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
    public void The_clock_advances_by_a_year_at_most_and_by_a_century_in_all()
    {
        using var clock = new SandboxClock(new StoppedClock());
        Assert.Throws<ArgumentException>(() => clock.Advance(TimeSpan.FromDays(367)));
        for (var year = 0; year < 100; year++)
        {
            clock.Advance(TimeSpan.FromDays(366));
        }

        Assert.Throws<ArgumentException>(() => clock.Advance(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void An_advance_can_be_stopped()
    {
        using var clock = new SandboxClock(new StoppedClock());
        using var canceling = new CancellationTokenSource();
        var end = clock.GetUtcNow().AddSeconds(3);
        clock.Due = () =>
        {
            while (clock.Take() is { } action)
            {
                action();
            }
        };
        Repeat();

        Assert.Throws<OperationCanceledException>(() => clock.Advance(TimeSpan.FromDays(300), canceling.Token));
        Assert.Equal(end, clock.GetUtcNow());

        void Repeat()
        {
            if (clock.GetUtcNow() == end)
            {
                canceling.Cancel();
            }

            clock.At(clock.GetUtcNow().AddSeconds(1), Repeat);
        }
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
