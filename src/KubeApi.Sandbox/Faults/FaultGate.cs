namespace KubeApi.Sandbox.Faults;

/// <summary>The pending faults, and the stalled requests.</summary>
internal sealed class FaultGate(IEnumerable<Fault> first)
{
    private readonly Lock _lock = new();
    private readonly List<Fault> _faults = [.. first];
    private TaskCompletionSource _cleared = NewSignal();

    /// <summary>Completes when the faults are cleared.</summary>
    public Task Cleared
    {
        get
        {
            lock (_lock)
            {
                return _cleared.Task;
            }
        }
    }

    public IReadOnlyList<Fault> Snapshot()
    {
        lock (_lock)
        {
            return [.. _faults];
        }
    }

    public void Add(Fault fault)
    {
        lock (_lock)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Clears all faults, and releases stalled requests.</summary>
    public void Clear()
    {
        TaskCompletionSource cleared;
        lock (_lock)
        {
            _faults.Clear();
            (cleared, _cleared) = (_cleared, NewSignal());
        }

        cleared.SetResult();
    }

    /// <summary>Takes the first matching fault of a request, and decrements its count; null for none.</summary>
    public Fault? Take(HttpRequest request)
    {
        lock (_lock)
        {
            var index = _faults.FindIndex(fault =>
                (fault.Method is null || fault.Method.Equals(request.Method, StringComparison.OrdinalIgnoreCase))
                && (fault.Path is null || request.Path.Value!.StartsWith(fault.Path, StringComparison.Ordinal)));
            if (index < 0)
            {
                return null;
            }

            var found = _faults[index];
            if (found.Count > 1)
            {
                _faults[index] = found with { Count = found.Count - 1 };
            }
            else
            {
                _faults.RemoveAt(index);
            }

            return found;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
