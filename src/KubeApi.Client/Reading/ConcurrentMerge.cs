using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace KubeApi.Client.Reading;

/// <summary>Merges the items of several sources as they arrive.</summary>
public static class ConcurrentMerge
{
    // Large enough that no source waits for the reader, small enough that a slow reader does not fill the memory.
    private const int Capacity = 256;

    /// <summary>Merges sources, each in its order. A source that throws ends with its failure, and the others continue; ending the loop ends all.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="maxParallel">The number of sources that are read at a time.</param>
    /// <param name="failed">Creates the last item of a source that throws, from the source's index and its exception.</param>
    /// <param name="cancellationToken">Cancels all.</param>
    public static IAsyncEnumerable<T> MergeAsync<T>(
        IReadOnlyList<IAsyncEnumerable<T>> sources, int maxParallel, Func<int, Exception, T> failed, CancellationToken cancellationToken = default) =>
        sources.Count == 1 ? ReadAsync(sources[0], failed, cancellationToken) : MergeAllAsync(sources, maxParallel, failed, cancellationToken);

    // A single source needs no queue, whose writer and reader would wake each other for every item.
    private static async IAsyncEnumerable<T> ReadAsync<T>(
        IAsyncEnumerable<T> source, Func<int, Exception, T> failed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = source.GetAsyncEnumerator(cancellationToken);
        await using var _ = items.ConfigureAwait(false);
        for (var isEnded = false; !isEnded;)
        {
            T item;
            try
            {
                if (!await items.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }

                item = items.Current;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                (item, isEnded) = (failed(0, e), true);
            }

            yield return item;
        }
    }

    private static async IAsyncEnumerable<T> MergeAllAsync<T>(
        IReadOnlyList<IAsyncEnumerable<T>> sources, int maxParallel, Func<int, Exception, T> failed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        var reading = ReadAllAsync(sources, maxParallel, failed, channel.Writer, stop.Token);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    private static async Task ReadAllAsync<T>(
        IReadOnlyList<IAsyncEnumerable<T>> sources, int maxParallel, Func<int, Exception, T> failed, ChannelWriter<T> writer,
        CancellationToken cancellationToken)
    {
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = maxParallel, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(Enumerable.Range(0, sources.Count), options, async (index, token) =>
            {
                try
                {
                    await foreach (var item in sources[index].WithCancellation(token).ConfigureAwait(false))
                    {
                        await writer.WriteAsync(item, token).ConfigureAwait(false);
                    }
                }
                catch (Exception e) when (!token.IsCancellationRequested)
                {
                    // Any exception, even a bug: it does not concern the other sources.
                    await writer.WriteAsync(failed(index, e), token).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
            writer.Complete();
        }
        catch (Exception e)
        {
            // The reader rethrows it, if it still reads.
            writer.Complete(e);
        }
    }
}
