using System.Text.Json;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Watching;

/// <summary>An object that is waited for, with its latest state. Changed by <see cref="AwaitedSet"/> only; not for several threads.</summary>
public sealed class AwaitedObject
{
    private string? _uid;
    private JsonElement? _json;

    internal AwaitedObject(ApiResource type, ObjectKey key, string? uid, bool isNamed) =>
        (Type, Key, _uid, IsNamed, WasAlive, IsIdentified) = (type, key, uid, isNamed, uid is not null, uid is not null);

    /// <summary>The resource type.</summary>
    public ApiResource Type { get; }

    /// <summary>Namespace and name.</summary>
    public ObjectKey Key { get; }

    /// <summary>Whether this is a named object, and not any object that matches.</summary>
    public bool IsNamed { get; }

    /// <summary>Whether the wait is for one object, by its uid, and not for any object of the name.</summary>
    public bool IsIdentified { get; }

    /// <summary>Whether the object exists, or another one of its name.</summary>
    public bool Exists => Item is not null;

    /// <summary>Whether the requested object was deleted; another one may have its name.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>Whether the object was known, by its uid or its state, before its deletion began. Otherwise the wait is for its successor.</summary>
    public bool WasAlive { get; private set; }

    /// <summary>The current object; null if it does not exist.</summary>
    public ListItem? Item { get; private set; }

    /// <summary>The last known state of the object; null if it was never seen.</summary>
    public ListItem? LastItem { get; private set; }

    /// <summary>The last observed or the expected uid of the object; null if neither is known.</summary>
    public string? Uid => _uid;

    /// <summary>The current object; of the kind Undefined if it does not exist.</summary>
    public JsonElement Json => Item is not { Json: var bytes } ? default : _json ??= JsonNodes.ParseElement(bytes);

    /// <summary>An object whose state is known.</summary>
    public static AwaitedObject Of(ApiResource type, ObjectKey key, ListItem item)
    {
        var o = new AwaitedObject(type, key, null, isNamed: true);
        o.Observe(WatchEventType.Added, WatchEventReader.Identify(item));
        return o;
    }

    /// <summary>A complete list does not contain the object of the expected uid, which cannot return.</summary>
    internal void MarkDeleted() => IsReplaced = true;

    internal void Observe(WatchEventType type, WatchedObject<ListItem> item)
    {
        if (type == WatchEventType.Deleted)
        {
            // The deletion of a predecessor does not concern the awaited object.
            IsReplaced |= _uid is null || item.Uid == _uid;
            (Item, _json) = (null, null);
            return;
        }

        IsReplaced |= _uid is not null && item.Uid != _uid;
        _uid = item.Uid;
        (Item, LastItem, _json) = (item.Value, item.Value, null);
        WasAlive |= Json.Child("metadata").Text("deletionTimestamp").Length == 0;
    }

    /// <summary>Kind and name: <c>Pod/web-1</c>.</summary>
    public override string ToString() => $"{Type.Kind}/{Key.Name}";
}
