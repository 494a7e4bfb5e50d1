using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Store;

/// <summary>
/// Every object of every resource, in memory, behind one lock and one growing version. Writers compare and swap: they read an object, make the next
/// one, and write it only if the one they read is still there.
/// </summary>
internal sealed class ObjectStore(int historyLimit, long historyBytes)
{
    // What etcd takes in one request.
    private const int LargestObject = 1536 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceTable> _tables = new(StringComparer.Ordinal);
    private readonly Queue<StoreChange> _changes = [];

    // A real server has written its own objects before anybody can ask.
    private long _version = 1;

    // The version at which a custom resource was let go last: what was before is known of none that comes.
    private long _dropped;

    /// <summary>Told of every write under the lock, before anybody else can see it: for what may never disagree with the store.</summary>
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

    /// <summary>Called after each write by who has written, with nothing locked.</summary>
    public Action? Written { get; set; }

    /// <summary>The next write that nobody has taken yet; null for none.</summary>
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

    /// <summary>The objects as they were at a version; null if that is no longer known.</summary>
    public StoreSnapshot? SnapshotAt(ResourceType type, long version)
    {
        lock (_lock)
        {
            return Peek(type).At(version) is { } objects ? new StoreSnapshot(version, objects) : null;
        }
    }

    /// <summary>Where a watch begins that has seen everything up to a version; null with the version that would be known if that is too old.</summary>
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

    /// <summary>Ends the watches of a resource, once they have seen everything until now.</summary>
    public void EndWatches(ResourceType type)
    {
        lock (_lock)
        {
            Peek(type).EndWatches();
        }
    }

    /// <summary>Lets go what is left of a custom resource and its history: its watches end, and versions from before are too old for one of its name.</summary>
    public void Drop(ResourceType type)
    {
        lock (_lock)
        {
            EndWatches(type);
            _tables.Remove(type.QualifiedResource);
            _dropped = _version;
        }
    }

    /// <summary>Several reads and writes with nobody in between.</summary>
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

    /// <summary>Null if there is one of that name.</summary>
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

    /// <summary>Null if somebody else has written since <paramref name="expected"/> was read.</summary>
    public StoredObject? TryReplace(ResourceType type, StoredObject expected, JsonObject value) => TryWrite(StoreEventType.Modified, type, expected, value);

    /// <summary>Null if somebody else has written since <paramref name="expected"/> was read; else the last state, with the version of the deletion.</summary>
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

    /// <summary>Puts objects back with the versions they had, in the place of those of their names; without a history.</summary>
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

    /// <summary>Goes on from a version, if it is later than the present one: what was written up to it may be in no object any more.</summary>
    public void Advance(long version)
    {
        lock (_lock)
        {
            _version = Math.Max(_version, version);
        }
    }

    /// <summary>Forgets all history: continue tokens and watches from before this moment are answered with 410.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            foreach (var table in _tables.Values)
            {
                // One more, so that the newest version is too old as well.
                table.Compact(_version + 1);
            }

            _version++;
        }
    }

    /// <summary>Numbers all objects anew, and forgets all history.</summary>
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

    // To look at a resource does not bring it back.
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
            throw ApiErrors.ObjectTooLarge();
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

    // Within Atomically not yet: the outermost does it.
    private void Announce()
    {
        if (!_lock.IsHeldByCurrentThread)
        {
            Written?.Invoke();
        }
    }
}
