using System.Diagnostics;

namespace KubeApi.Sandbox.Flow;

/// <summary>Gives out time on a line of a certain speed. Whoever sends waits until the line has carried what went before.</summary>
internal sealed class Pacer(long bytesPerSecond)
{
    // Timers are late by a millisecond or more; within this much the line makes up for it, so that the mean is right.
    private static readonly TimeSpan s_slack = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private TimeSpan _free;

    public Task WaitAsync(int bytes, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = Stopwatch.GetElapsedTime(0);
            var earliest = now - s_slack;
            _free = (_free > earliest ? _free : earliest) + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
            wait = _free - now;
        }

        return wait > s_tick ? Task.Delay(wait, cancellationToken) : Task.CompletedTask;
    }
}
