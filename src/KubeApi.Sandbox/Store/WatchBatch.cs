namespace KubeApi.Sandbox.Store;

/// <summary>The next events of a watch, and a task that completes with the next write.</summary>
/// <param name="Events">Null if the watch was too slow and its events were trimmed.</param>
/// <param name="Version">The current version of the store, up to which the events are complete.</param>
/// <param name="IsLast">Whether the watch ends after these events, because its resource was dropped or replaced.</param>
internal sealed record WatchBatch(IReadOnlyList<StoreEvent>? Events, long Version, Task Changed, bool IsLast);
