using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Store;

/// <summary>
/// Every object of every resource, in memory, under one lock with one growing version. Writers compare and swap: they read an object, create the next one, and
/// write it only if the stored one is unchanged.
/// </summary>
internal sealed class ObjectStore(int historyLimit, long historyBytes)
{
    // The request limit of etcd.
    private const int LargestObject = 1536 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceTable> _tables = new(StringComparer.Ordinal);
    private readonly Queue<StoreChange> _changes = [];

    // A real server writes its own objects before the first request.
    private long _version = 1;

    // The version of the last dropped custom resource: a new one has no history before it.
    private long _dropped;

    /// <summary>Raised for every write under the lock, before it is visible: for state that must be consistent with the store.</summary>
    public event Action<StoreChange>? Writing;

    public long Version
    {
        get
        {
            lock (_lock)
            {
                return _version;
            }
        }
    }

    /// <summary>Called after each write by its thread, outside of the lock.</summary>
    public Action? Written { get; set; }

    /// <summary>Takes the next unprocessed write; null for none.</summary>
    public StoreChange? TakeChange()
    {
        lock (_lock)
        {
            return _changes.TryDequeue(out var change) ? change : null;
        }
    }

    public StoredObject? Get(ResourceType type, string? @namespace, string name)
    {
        lock (_lock)
        {
            return Peek(type).Get(type.Key(@namespace, name));
        }
    }

    /// <summary>The objects now.</summary>
    public StoreSnapshot Snapshot(ResourceType type)
    {
        lock (_lock)
        {
            return new StoreSnapshot(_version, Peek(type).Objects);
        }
    }

    /// <summary>The objects at a version; null if that version is no longer known.</summary>
    public StoreSnapshot? SnapshotAt(ResourceType type, long version)
    {
        lock (_lock)
        {
            return Peek(type).At(version) is { } objects ? new StoreSnapshot(version, objects) : null;
        }
    }

    /// <summary>The start of a watch that has seen everything up to a version; null with the oldest known version if it is too old.</summary>
    public (WatchPlace? Place, long Floor) WatchAfter(ResourceType type, long version)
    {
        lock (_lock)
        {
            var table = Table(type);
            return (table.SequenceAfter(version) is { } sequence ? new WatchPlace(table, sequence, table.Ends) : null, table.Floor);
        }
    }

    public WatchBatch EventsFrom(WatchPlace place)
    {
        lock (_lock)
        {
            var table = place.Table;
            return new WatchBatch(table.EventsFrom(place.Sequence), _version, table.Changed, table.Ends != place.Ends);
        }
    }

    /// <summary>Ends the watches of a resource after their pending events.</summary>
    public void EndWatches(ResourceType type)
    {
        lock (_lock)
        {
            Peek(type).EndWatches();
        }
    }

    /// <summary>Drops a custom resource and its history: its watches end, and earlier versions are too old for a new one of its name.</summary>
    public void Drop(ResourceType type)
    {
        lock (_lock)
        {
            EndWatches(type);
            _tables.Remove(type.QualifiedResource);
            _dropped = _version;
        }
    }

    /// <summary>Runs several reads and writes atomically.</summary>
    public T Atomically<T>(Func<T> action)
    {
        T result;
        lock (_lock)
        {
            result = action();
        }

        Announce();
        return result;
    }

    /// <summary>Null if the name exists.</summary>
    public StoredObject? TryCreate(ResourceType type, JsonObject value)
    {
        StoredObject created;
        lock (_lock)
        {
            var metadata = value.Child("metadata");
            if (Peek(type).Get(type.Key(metadata.StringAt("namespace"), metadata.StringAt("name")!)) is not null)
            {
                return null;
            }

            created = Stamp(type, value);
            Write(StoreEventType.Added, type, created, null);
        }

        Announce();
        return created;
    }

    /// <summary>Null if it was written since <paramref name="expected"/> was read.</summary>
    public StoredObject? TryReplace(ResourceType type, StoredObject expected, JsonObject value) => TryWrite(StoreEventType.Modified, type, expected, value);

    /// <summary>Null if it was written since <paramref name="expected"/> was read; else its last state, with the version of the deletion.</summary>
    public StoredObject? TryDelete(ResourceType type, StoredObject expected, JsonObject lastState) =>
        TryWrite(StoreEventType.Deleted, type, expected, lastState);

    /// <summary>Adds many objects at once; each gets its own version from the one it is handed.</summary>
    public void Load(ResourceType type, int count, Func<int, long, StoredObject> make)
    {
        lock (_lock)
        {
            var first = _version + 1;
            var objects = new StoredObject[count];
            for (var i = 0; i < count; i++)
            {
                objects[i] = make(i, first + i);
            }

            _version += count;
            Table(type).Load(objects, _version);
        }
    }

    /// <summary>Restores objects with their versions, replacing those of the same names; without a history.</summary>
    public void Restore(ResourceType type, IReadOnlyList<JsonObject> values)
    {
        lock (_lock)
        {
            var objects = values.Select(
                value => ToStored(type, value, long.Parse(value.StringAt("metadata.resourceVersion")!, CultureInfo.InvariantCulture))).ToList();
            var previous = objects.Select(restored => Peek(type).Get(restored.Key)).ToList();
            _version = objects.Select(restored => restored.Version).Append(_version).Max();
            Table(type).Load(objects, _version);
            foreach (var (restored, before) in objects.Zip(previous))
            {
                Publish(new StoreChange(type, StoreEventType.Added, restored, before));
            }
        }

        Announce();
    }

    /// <summary>Advances the version, because the version of a saved state may be higher than those of its objects.</summary>
    public void Advance(long version)
    {
        lock (_lock)
        {
            _version = Math.Max(_version, version);
        }
    }

    /// <summary>Drops the history: earlier continue tokens and watches get a 410.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            foreach (var table in _tables.Values)
            {
                // One more, so the current version is too old, too.
                table.Compact(_version + 1);
            }

            _version++;
        }
    }

    /// <summary>Renumbers all objects, and drops the history.</summary>
    /// <param name="first">The version of the first object.</param>
    public void Renumber(long first)
    {
        lock (_lock)
        {
            _version = first - 1;
            var renumbered = _tables.Values.Select(table => (table, objects: table.Objects.Select(value => value.WithVersion(++_version)).ToList())).ToList();
            foreach (var (table, objects) in renumbered)
            {
                table.Restart(objects, _version);
            }
        }
    }

    // Reading a dropped resource does not recreate it.
    private ResourceTable Peek(ResourceType type) =>
        _tables.GetValueOrDefault(type.QualifiedResource) ?? new ResourceTable(historyLimit, historyBytes, type.IsCustom ? _dropped : 0);

    private ResourceTable Table(ResourceType type) => _tables[type.QualifiedResource] = Peek(type);

    private StoredObject Stamp(ResourceType type, JsonObject value)
    {
        var version = _version + 1;
        var metadata = value.Child("metadata");
        metadata["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        var stamped = ToStored(type, value, version);
        if (stamped.Length > LargestObject)
        {
            throw new ObjectTooLargeException();
        }

        _version = version;
        return stamped;
    }

    private static StoredObject ToStored(ResourceType type, JsonObject value, long version)
    {
        var metadata = value.Child("metadata");
        var json = ObjectJson.ToBytes(value, type.IsCustom);
        return new StoredObject(type, metadata.StringAt("namespace"), metadata.StringAt("name")!, metadata.StringAt("uid") ?? "", version, json);
    }

    private StoredObject? TryWrite(StoreEventType change, ResourceType type, StoredObject expected, JsonObject value)
    {
        StoredObject written;
        lock (_lock)
        {
            if (!ReferenceEquals(Peek(type).Get(expected.Key), expected))
            {
                return null;
            }

            written = Stamp(type, value);
            Write(change, type, written, expected);
        }

        Announce();
        return written;
    }

    private void Write(StoreEventType change, ResourceType type, StoredObject written, StoredObject? previous)
    {
        Table(type).Write(change, written, previous);
        Publish(new StoreChange(type, change, written, previous));
    }

    private void Publish(StoreChange change)
    {
        _changes.Enqueue(change);
        Writing?.Invoke(change);
    }

    // Inside of Atomically, only the outermost call announces.
    private void Announce()
    {
        if (!_lock.IsHeldByCurrentThread)
        {
            Written?.Invoke();
        }
    }
}
