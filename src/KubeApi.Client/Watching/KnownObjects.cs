using System.Globalization;
using System.Runtime.InteropServices;

namespace KubeApi.Client.Watching;

/// <summary>
/// The namespace, name, uid and version of each object that a watch has reported, and nothing else: some 150 bytes each. Most uids are UUIDs
/// and most versions are numbers, and are kept as such; others are kept as strings.
/// </summary>
internal sealed class KnownObjects
{
    private readonly Dictionary<ObjectKey, Entry> _entries = [];
    private readonly Dictionary<string, string> _namespaces = [];
    // Counts the lists, to distinguish the objects that one did not observe.
    private int _list;

    public int Count => _entries.Count;

    /// <summary>Remembers an object, and compares it to the one that was known.</summary>
    /// <param name="key">Its namespace and name.</param>
    /// <param name="uid">Its uid.</param>
    /// <param name="version">Its version.</param>
    /// <param name="replacedUid">The uid of the object that it replaces; empty if it replaces none.</param>
    public KnownState Observe(ObjectKey key, string uid, string version, out string replacedUid)
    {
        replacedUid = "";
        var entry = new Entry(uid, version, _list);
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, Pooled(key), out var exists);
        var state = !exists ? KnownState.New
            : !known.HasUidOf(entry) ? KnownState.Replaced
            : known.HasVersionOf(entry) ? KnownState.Same
            : KnownState.Changed;
        if (state == KnownState.Replaced)
        {
            replacedUid = known.Uid;
        }

        known = entry;
        return state;
    }

    /// <summary>Forgets an object; false if it was not known, or was another one of the same name.</summary>
    public bool Remove(ObjectKey key, string uid) =>
        _entries.TryGetValue(key, out var known) && known.HasUidOf(new Entry(uid, "", 0)) && _entries.Remove(key);

    /// <summary>Begins a list: objects that are not observed by its end are missing. An interrupted list is restarted.</summary>
    public void BeginList() => _list++;

    /// <summary>Forgets the objects that the list did not observe, and returns them.</summary>
    public List<(ObjectKey Key, string Uid)> EndList()
    {
        List<(ObjectKey, string)> missing = [.. _entries.Where(e => e.Value.List != _list).Select(e => (e.Key, e.Value.Uid))];
        foreach (var (key, _) in missing)
        {
            _entries.Remove(key);
        }

        return missing;
    }

    // One string for the thousands of objects of a namespace.
    private ObjectKey Pooled(ObjectKey key)
    {
        ref var pooled = ref CollectionsMarshal.GetValueRefOrAddDefault(_namespaces, key.Namespace, out _);
        return key with { Namespace = pooled ??= key.Namespace };
    }

    private readonly struct Entry
    {
        private readonly Guid _uuid;
        private readonly ulong _number;
        private readonly string? _otherUid;
        private readonly string? _otherVersion;

        public Entry(string uid, string version, int list)
        {
            // Only a form that is written back unchanged: no upper case, no leading zero.
            if (!Guid.TryParseExact(uid, "D", out _uuid) || _uuid.ToString() != uid)
            {
                _otherUid = uid;
            }

            if (!ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out _number) || version is ['0', _, ..])
            {
                _otherVersion = version;
            }

            List = list;
        }

        public int List { get; }

        public string Uid => _otherUid ?? _uuid.ToString();

        public bool HasUidOf(in Entry other) => _uuid == other._uuid && _otherUid == other._otherUid;

        public bool HasVersionOf(in Entry other) => _number == other._number && _otherVersion == other._otherVersion;
    }
}
