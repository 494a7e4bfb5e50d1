namespace KubeApi.Sandbox.Runtime;

/// <summary>The clock of a sandbox. It follows another clock, can be advanced, and schedules actions.</summary>
internal sealed class SandboxClock(TimeProvider inner) : TimeProvider, IDisposable
{
    // Times stay far from the last year of a DateTimeOffset.
    private static readonly TimeSpan s_longestAdvance = TimeSpan.FromDays(366);
    private static readonly TimeSpan s_farthest = s_longestAdvance * 100;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<Action, (DateTimeOffset Time, long Number)> _due = new();
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;
    private TimeSpan _ahead;
    private long _number;
    private bool _isDisposed;

    /// <summary>Called on any thread when an action is due.</summary>
    public Action? Due { get; set; }

    /// <summary>The time as objects have it: `2026-01-31T12:00:00Z`.</summary>
    public string Now => Timestamp(GetUtcNow());

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public static string Timestamp(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + _ahead;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    /// <summary>Schedules an action. Actions of the same time run in the order in which they were scheduled.</summary>
    public void At(DateTimeOffset time, Action action)
    {
        lock (_lock)
        {
            _due.Enqueue(action, (time, _number++));
            Arm();
        }
    }

    /// <summary>Takes the next action that is due; null for none.</summary>
    public Action? Take()
    {
        lock (_lock)
        {
            var isDue = _due.TryPeek(out var action, out var due) && due.Time <= GetUtcNow();
            if (isDue)
            {
                _due.Dequeue();
            }

            // Also when nothing is due: a timer may fire early.
            Arm();
            return isDue ? action : null;
        }
    }

    /// <summary>Waits for a time to pass, or for the clock to be advanced by it.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var end = GetUtcNow() + time;
        while (true)
        {
            var moved = _moved.Task;
            if (end - GetUtcNow() is var rest && rest <= TimeSpan.Zero)
            {
                return;
            }

            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(moved, Task.Delay(rest, inner, ending.Token));
            await ending.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Advances the clock. It stops at the time of each action on the way, so actions see their own time.</summary>
    /// <param name="cancellationToken">Canceled to stop at the next action.</param>
    /// <exception cref="ArgumentException">The time is longer than a year, or the clock would be a century ahead.</exception>
    public void Advance(TimeSpan time, CancellationToken cancellationToken = default)
    {
        if (time > s_longestAdvance || _ahead + time > s_farthest)
        {
            throw new ArgumentException("The clock advances by a year at most, 31622400 seconds, and by a century in all.");
        }

        var target = GetUtcNow() + time;
        while (NextUntil(target) is { } next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            MoveTo(next);
            Due?.Invoke();
            if (NextUntil(next) is not null)
            {
                // The controllers are held, and take no action.
                break;
            }
        }

        MoveTo(target);
        Due?.Invoke();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private DateTimeOffset? NextUntil(DateTimeOffset time)
    {
        lock (_lock)
        {
            return _due.TryPeek(out _, out var due) && due.Time <= time ? due.Time : null;
        }
    }

    private void MoveTo(DateTimeOffset time)
    {
        lock (_lock)
        {
            _ahead += Max(time - GetUtcNow(), TimeSpan.Zero);
        }

        Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private void Arm()
    {
        if (_isDisposed || !_due.TryPeek(out _, out var due))
        {
            return;
        }

        // A timer drops fractions of a millisecond, and takes less than 50 days.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(Max(due.Time - GetUtcNow(), TimeSpan.Zero).TotalMilliseconds));
        wait = wait < TimeSpan.FromDays(40) ? wait : TimeSpan.FromDays(40);
        _timer ??= inner.CreateTimer(_ => Due?.Invoke(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
