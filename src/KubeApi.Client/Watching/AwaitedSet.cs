using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Watching;

/// <summary>
/// The objects of one watch that a wait includes: named ones, which need not exist yet, and any objects that match. Tracks their states; the
/// evaluator removes finished ones. Not thread-safe.
/// </summary>
/// <param name="type">The resource type.</param>
/// <param name="isDeletion">Whether the wait is only for deletions: objects that appear later are ignored.</param>
public sealed class AwaitedSet(ApiResource type, bool isDeletion)
{
    private readonly Dictionary<ObjectKey, AwaitedObject> _pending = [];
    private readonly HashSet<ObjectKey> _done = [];
    private bool _selects;

    /// <summary>The objects that are not done.</summary>
    public IReadOnlyCollection<AwaitedObject> Pending => _pending.Values;

    /// <summary>Whether everything that exists has been reported.</summary>
    public bool IsListed { get; private set; }

    /// <summary>Whether objects that match may exist without having been reported.</summary>
    public bool IsIncomplete => _selects && !IsListed;

    /// <summary>Whether the type was served, as a list or by the uids of all objects: then a type that is not served was deleted.</summary>
    public bool WasServed => IsListed || (!_selects && _pending.Values.All(o => o.Uid is not null));

    /// <summary>Whether no object has matched so far, although one should.</summary>
    public bool IsEmpty => _selects && !isDeletion && _pending.Count + _done.Count == 0;

    /// <summary>Whether the wait is over. A selection needs at least one object, unless the wait is for their deletion.</summary>
    public bool IsDone => _pending.Count == 0 && (!_selects || (IsListed && !IsEmpty));

    /// <summary>Adds a named object.</summary>
    /// <param name="key">Namespace and name.</param>
    /// <param name="uid">The uid that it must have; null for any object of the name.</param>
    public AwaitedObject Expect(ObjectKey key, string? uid)
    {
        _done.Remove(key);
        return _pending[key] = new AwaitedObject(type, key, uid, isNamed: true);
    }

    /// <summary>Adds all objects that the watch reports.</summary>
    public void Select() => _selects = true;

    /// <summary>Follows a change; returns the object if it is waited for.</summary>
    /// <param name="change">The change.</param>
    /// <param name="isSelected">Whether an object of this name matches the selection.</param>
    public AwaitedObject? Observe(in WatchEvent<ListItem> change, bool isSelected = true)
    {
        if (change.EndsList)
        {
            IsListed = true;
            foreach (var missing in _pending.Values.Where(o => o.IsIdentified && !o.Exists))
            {
                missing.MarkDeleted();
            }

            return null;
        }

        var key = change.Item.Key;
        if (!_pending.TryGetValue(key, out var o))
        {
            if (!_selects || !isSelected || change.Type == WatchEventType.Deleted || _done.Contains(key) || (isDeletion && IsListed))
            {
                return null;
            }

            _pending.Add(key, o = new AwaitedObject(type, key, null, isNamed: false));
        }

        o.Observe(change.Type, change.Item);
        if (!o.Exists && !o.IsNamed && !isDeletion)
        {
            // It no longer belongs to the selection.
            _pending.Remove(key);
            return null;
        }

        return o;
    }

    /// <summary>Ends the wait for all objects, and returns those that were not done.</summary>
    public IReadOnlyList<AwaitedObject> Abandon()
    {
        List<AwaitedObject> rest = [.. _pending.Values];
        _pending.Clear();
        (_selects, IsListed) = (false, true);
        return rest;
    }

    /// <summary>Ends the wait for an object.</summary>
    public void Remove(AwaitedObject o)
    {
        _pending.Remove(o.Key);
        _done.Add(o.Key);
    }
}
