namespace KubeApi.Client.Watching;

/// <summary>The type of a watch event.</summary>
public enum WatchEventType
{
    /// <summary>The object was there when the watch began, was created, or began to match the selectors.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object was deleted, or no longer matches the selectors.</summary>
    Deleted,
}
