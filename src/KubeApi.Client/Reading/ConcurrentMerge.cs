using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace KubeApi.Client.Reading;

/// <summary>Reads several sources at once, and gives what comes from any of them as it comes.</summary>
public static class ConcurrentMerge
{
    // Enough that no source waits for the reader's next turn, little enough that a slow reader does not fill the memory.
    private const int Capacity = 256;

    /// <summary>Merges sources. Of each, the order stays. One that throws ends with its failure, and the others go on; ending the loop ends all.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="maxParallel">How many are read at once.</param>
    /// <param name="failed">What comes for a source that throws, whatever it throws: the last of it. Is told which source it is.</param>
    /// <param name="cancellationToken">Ends all.</param>
    public static async IAsyncEnumerable<T> MergeAsync<T>(
        IReadOnlyList<IAsyncEnumerable<T>> sources, int maxParallel, Func<int, Exception, T> failed,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
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
                    // Whatever it is, even a bug: the others have nothing to do with it.
                    await writer.WriteAsync(failed(index, e), token).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
            writer.Complete();
        }
        catch (Exception e)
        {
            // The reader rethrows it; one that has left has nothing more to wait for.
            writer.Complete(e);
        }
    }
}
