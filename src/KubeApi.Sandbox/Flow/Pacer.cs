using System.Diagnostics;

namespace KubeApi.Sandbox.Flow;

/// <summary>Limits the speed of sending: a sender waits until the previous data would have been transmitted.</summary>
/// <remarks>Waits of less than a timer's precision spin, as a server that works on the next record would: so each record goes out by itself.</remarks>
internal sealed class Pacer(long bytesPerSecond)
{
    // The delay of a late timer is compensated within this time, so the mean rate is right.
    private static readonly TimeSpan s_slack = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(2);

    private readonly Lock _lock = new();
    private TimeSpan _free;

    public async Task WaitAsync(int bytes, CancellationToken cancellationToken)
    {
        TimeSpan free;
        lock (_lock)
        {
            var earliest = Now - s_slack;
            free = _free = (_free > earliest ? _free : earliest) + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
        }

        if (free - Now > s_tick)
        {
            await Task.Delay(free - Now - s_tick, cancellationToken);
        }

        while (Now < free)
        {
            Thread.SpinWait(20);
        }
    }

    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);
}
