namespace KubeApi.Client.Streaming;

/// <summary>The current state of one pod, as a watch reports it. Safe for many threads.</summary>
internal sealed class PodTrack(PodState state)
{
    private readonly object _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PodState? _state = state;

    /// <summary>The state; null after the pod was deleted.</summary>
    public PodState? State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Sets the state; null for a pod that was deleted, which is final.</summary>
    public void Set(PodState? state)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _state = _state is null ? null : state;
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }

    /// <summary>Waits until a state meets a condition, or the pod is deleted.</summary>
    /// <returns>The state; null for a deleted pod.</returns>
    public async Task<PodState?> WaitAsync(Func<PodState, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (state, changed) = Now();
            if (state is null || condition(state))
            {
                return state;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the next change, but not longer than a time.</summary>
    public async Task PauseAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pause = Task.Delay(time, clock, stop.Token);
        await Task.WhenAny(pause, Now().Changed).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private (PodState? State, Task Changed) Now()
    {
        lock (_gate)
        {
            return (_state, _changed.Task);
        }
    }
}
