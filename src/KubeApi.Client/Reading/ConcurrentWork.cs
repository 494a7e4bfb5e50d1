namespace KubeApi.Client.Reading;

/// <summary>Works on several items at a time.</summary>
public static class ConcurrentWork
{
    /// <summary>The results of the items, in their order. The first failure ends the others, and is thrown.</summary>
    /// <param name="items">The items.</param>
    /// <param name="maxParallel">The number of items at a time.</param>
    /// <param name="work">Works on one item.</param>
    /// <param name="cancellationToken">Cancels all.</param>
    public static async Task<IReadOnlyList<TResult>> RunAsync<TItem, TResult>(
        IReadOnlyList<TItem> items, int maxParallel, Func<TItem, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxParallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, items.Count), options,
            async (i, token) => results[i] = await work(items[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }
}
