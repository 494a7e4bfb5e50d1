namespace KubeApi.Sandbox.Store;

/// <summary>What a watch reads next, and a task that completes with the next write.</summary>
/// <param name="Events">Null when the watch was too slow and its events are gone.</param>
/// <param name="Version">The store's version now, up to which there is nothing else to see.</param>
/// <param name="IsLast">The watch ends with these: what it watches is gone, or is not any more what it was.</param>
internal sealed record WatchBatch(IReadOnlyList<StoreEvent>? Events, long Version, Task Changed, bool IsLast);
