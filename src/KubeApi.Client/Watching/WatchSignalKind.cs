namespace KubeApi.Client.Watching;

/// <summary>The kinds of events on the wire, and the end of a list.</summary>
internal enum WatchSignalKind
{
    /// <summary>ADDED, or an item of a list.</summary>
    Added,

    /// <summary>MODIFIED.</summary>
    Modified,

    /// <summary>DELETED.</summary>
    Deleted,

    /// <summary>BOOKMARK, or the end of a list: the version up to which everything was seen.</summary>
    Bookmark,

    /// <summary>The server accepted the watch. No event needs to follow.</summary>
    Opened,

    /// <summary>A type that this client does not know.</summary>
    Unknown,
}
