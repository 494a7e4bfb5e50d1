namespace KubeApi.Sandbox.Store;

/// <summary>How far a watch has come in the history of a resource.</summary>
/// <param name="Table">For the store alone, under its lock. A watch reads it to its end, even after the store has let it go.</param>
/// <param name="Sequence">Of the next write that it has not seen.</param>
/// <param name="Ends">What the table's were when it began.</param>
internal sealed record WatchPlace(ResourceTable Table, long Sequence, int Ends);
