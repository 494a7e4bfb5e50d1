namespace KubeApi.Sandbox.Store;

/// <summary>The position of a watch in the history of a resource.</summary>
/// <param name="Table">The table, for the store under its lock. A watch reads it to its end, even after the store has dropped it.</param>
/// <param name="Sequence">The sequence number of the next unseen write.</param>
/// <param name="Ends">The table's count when the watch began.</param>
internal sealed record WatchPlace(ResourceTable Table, long Sequence, int Ends);
