using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;

namespace KubeApi.Client.Streaming;

/// <summary>Reads the logs of containers.</summary>
public static class LogReader
{
    /// <summary>The number of finished logs that are received at a time.</summary>
    public const int MaxParallel = 8;

    // Of batches, each a chunk of one log.
    private const int Capacity = 16;

    /// <summary>The existing lines, merged by timestamp for several logs. A log that fails ends with its failure, and the others continue.</summary>
    /// <param name="targets">The containers.</param>
    /// <param name="options">The selection of lines.</param>
    /// <param name="limitBytes">The number of bytes of each log, without timestamps; null for all.</param>
    /// <param name="observer">Receives events other than lines.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async IAsyncEnumerable<LogBatch> ReadAsync(
        IReadOnlyList<LogTarget> targets, LogOptions options, long? limitBytes, ILogObserver observer, TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var merge = new LogMerge(
            [.. targets.Select(t => (t, ReadAsync(new ContainerLog(t, new LogConnection(t), options, limitBytes, observer, clock, Random.Shared), t)))],
            MaxParallel);
        await foreach (var batch in merge.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return batch;
        }

        async IAsyncEnumerable<IReadOnlyList<LogLine>> ReadAsync(
            ContainerLog log, LogTarget target, [EnumeratorCancellation] CancellationToken token = default)
        {
            try
            {
                await foreach (var lines in log.ReadAsync(token).ConfigureAwait(false))
                {
                    yield return lines;
                }
            }
            finally
            {
                observer.Ended(target);
            }
        }
    }

    /// <summary>
    /// The existing lines and those that follow, as they arrive, until all pods have finished. Streams are resumed after every cut, restarted
    /// containers are followed, and new pods are joined. A log that fails ends with its failure, and the others continue.
    /// </summary>
    /// <param name="groups">The pods.</param>
    /// <param name="options">The selection of lines for pods that exist.</param>
    /// <param name="limitBytes">The number of bytes of each log, without timestamps; null for all.</param>
    /// <param name="observer">Receives events other than lines.</param>
    /// <param name="watchObserver">Creates the observer of the watch of a group's pods.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async IAsyncEnumerable<LogBatch> FollowAsync(
        IReadOnlyList<LogGroup> groups, LogOptions options, long? limitBytes, ILogObserver observer, Func<LogGroup, IWatchObserver> watchObserver,
        TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = Channel.CreateBounded<LogBatch>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        var following = FollowAllAsync();
        try
        {
            await foreach (var batch in output.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return batch;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await following.ConfigureAwait(false);
        }

        async Task FollowAllAsync()
        {
            try
            {
                await Task.WhenAll(groups.Select(g => new PodLogFollow(g, t => new LogConnection(t), options, limitBytes, observer, clock)
                    .RunAsync(WatchAsync(g, watchObserver(g), clock, stop.Token), output.Writer, stop.Token))).ConfigureAwait(false);
                output.Writer.Complete();
            }
            catch (Exception e)
            {
                // The reader rethrows it; one that has left waits for nothing.
                output.Writer.Complete(e);
            }
        }
    }

    private static IAsyncEnumerable<WatchEvent<PodState>> WatchAsync(
        LogGroup group, IWatchObserver observer, TimeProvider clock, CancellationToken cancellationToken)
    {
        var options = group.Pod is { } name
            ? new ListOptions { FieldSelector = FieldValue.SelectName(name) } : new ListOptions { LabelSelector = group.LabelSelector };
        return PodWatch.RunAsync(group.Client, group.Namespace, options, observer, clock, cancellationToken);
    }
}
