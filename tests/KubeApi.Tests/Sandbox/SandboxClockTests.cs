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
    public async Task A_wait_can_be_cancelled()
    {
        using var clock = new SandboxClock(new StoppedClock());
        using var cancelling = new CancellationTokenSource();
        var waiting = clock.WaitAsync(TimeSpan.FromHours(1), cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
