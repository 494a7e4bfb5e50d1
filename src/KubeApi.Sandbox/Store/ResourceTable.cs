using System.Collections.Immutable;

namespace KubeApi.Sandbox.Store;

/// <summary>
/// The objects of one resource and the last writes to them. Each write keeps the set as it was after it (the sets share their structure), so a watch
/// or a list can resume, until the history is trimmed. Not thread-safe: <see cref="ObjectStore"/> locks its use.
/// </summary>
/// <param name="historyLimit">How many writes are kept at least, unless their objects are too large.</param>
/// <param name="historyBytes">How large the objects of all writes that are kept may be together.</param>
/// <param name="floor">The oldest known version.</param>
internal sealed class ResourceTable(int historyLimit, long historyBytes, long floor)
{
    private static readonly ImmutableSortedSet<StoredObject> s_empty = ImmutableSortedSet<StoredObject>.Empty.WithComparer(
        Comparer<StoredObject>.Create((left, right) => string.CompareOrdinal(left.Key, right.Key)));

    private readonly List<StoreEvent> _history = [];
    private long _trimmed;
    private long _bytes;
    private ImmutableSortedSet<StoredObject> _base = s_empty;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ImmutableSortedSet<StoredObject> Objects { get; private set; } = s_empty;

    /// <summary>The oldest known version.</summary>
    public long Floor { get; private set; } = floor;

    /// <summary>Completes with the next write.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Incremented when all watches end.</summary>
    public int Ends { get; private set; }

    public StoredObject? Get(string key) => Objects.TryGetValue(StoredObject.Probe(key), out var found) ? found : null;

    public void Write(StoreEventType type, StoredObject value, StoredObject? previous)
    {
        var rest = previous is null ? Objects : Objects.Remove(previous);
        Objects = type == StoreEventType.Deleted ? rest : rest.Add(value);
        _history.Add(new StoreEvent(type, value, previous, Objects));
        _bytes += value.Length;
        if (_history.Count > historyLimit * 2)
        {
            Trim(_history.Count - historyLimit);
        }

        if (_bytes > historyBytes)
        {
            Trim(CountOldestHalf());
        }

        Wake();
    }

    /// <summary>Ends the open watches after their pending events.</summary>
    public void EndWatches()
    {
        Ends++;
        Wake();
    }

    /// <summary>Fills the table at once, without history; replaces objects of the same names.</summary>
    public void Load(IReadOnlyList<StoredObject> objects, long version)
    {
        Objects = Objects.Except(objects).Union(objects);
        Forget(version);
    }

    /// <summary>Replaces all objects.</summary>
    public void Restart(IEnumerable<StoredObject> objects, long version)
    {
        Objects = s_empty.Union(objects);
        Forget(version);
    }

    private void Forget(long version)
    {
        _trimmed += _history.Count;
        _history.Clear();
        _bytes = 0;
        _base = Objects;
        Floor = version;
    }

    /// <summary>The objects at a version; null if it is no longer known.</summary>
    public ImmutableSortedSet<StoredObject>? At(long version)
    {
        if (version < Floor)
        {
            return null;
        }

        var after = FirstAfter(version);
        return after == 0 ? _base : _history[after - 1].Objects;
    }

    /// <summary>The sequence number of the first write after a version; null if it is no longer known.</summary>
    public long? SequenceAfter(long version) => version < Floor ? null : _trimmed + FirstAfter(version);

    /// <summary>The writes from a sequence number on; null if they were trimmed.</summary>
    public IReadOnlyList<StoreEvent>? EventsFrom(long sequence)
    {
        var first = (int)(sequence - _trimmed);
        return first < 0 ? null : _history.GetRange(first, _history.Count - first);
    }

    /// <summary>Drops the history up to a version, as etcd does every five minutes.</summary>
    public void Compact(long version)
    {
        Trim(FirstAfter(version));
        Floor = Math.Max(Floor, version);
    }

    private void Trim(int count)
    {
        if (count > 0)
        {
            _base = _history[count - 1].Objects;
            Floor = _history[count - 1].Version;
            _bytes -= _history.Take(count).Sum(change => (long)change.Object.Length);
            _history.RemoveRange(0, count);
            _trimmed += count;
        }
    }

    // The number of oldest writes that free half of the bytes.
    private int CountOldestHalf()
    {
        var rest = _bytes;
        var count = 0;
        while (rest > historyBytes / 2)
        {
            rest -= _history[count++].Object.Length;
        }

        return count;
    }

    private void Wake()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private int FirstAfter(long version)
    {
        var (low, high) = (0, _history.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _history[middle].Version > version ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
