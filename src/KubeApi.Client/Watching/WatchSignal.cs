namespace KubeApi.Client.Watching;

/// <summary>One event of a watch or one item of a list, as received. An ERROR event is thrown by the source instead.</summary>
/// <param name="Kind">The kind of the signal.</param>
/// <param name="Item">The object; of a bookmark only the version is set.</param>
/// <param name="TypeName">The event's type as the server wrote it, for a message about an unknown one.</param>
internal readonly record struct WatchSignal<T>(WatchSignalKind Kind, WatchedObject<T> Item, string TypeName = "")
{
    public static WatchSignal<T> Opened => new(WatchSignalKind.Opened, default);

    public static WatchSignal<T> Bookmark(string version) => new(WatchSignalKind.Bookmark, new WatchedObject<T>(default, "", version, default));
}
