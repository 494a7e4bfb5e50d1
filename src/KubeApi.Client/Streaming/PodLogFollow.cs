using System.Threading.Channels;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;

namespace KubeApi.Client.Streaming;

/// <summary>Follows the logs of a group of pods: joins new pods and leaves deleted ones, as a watch reports them.</summary>
/// <param name="group">The pods.</param>
/// <param name="connect">Opens the log of a container.</param>
/// <param name="options">The selection of lines for pods that existed before.</param>
/// <param name="limitBytes">The number of bytes of each log; null for all.</param>
/// <param name="observer">Receives events other than lines.</param>
/// <param name="clock">Measures pauses.</param>
internal sealed class PodLogFollow(
    LogGroup group, Func<LogTarget, ILogSource> connect, LogOptions options, long? limitBytes, ILogObserver observer, TimeProvider clock)
{
    // A Job creates its next pod a moment after the one before has finished.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly Channel<Action> _signals = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<ObjectKey, Followed> _pods = [];
    private readonly List<Task> _tasks = [];
    private int _running;
    private bool _hasSeen;
    private bool _hasEnded;

    private sealed record Followed(PodTrack Track, string Uid, HashSet<string> Containers);

    private bool IsOver => _hasEnded || (_hasSeen && _running == 0 && (group.Pod is not null || (group.EndsWithPods && _pods.Count > 0)));

    /// <summary>Writes the lines, and returns when all is finished.</summary>
    /// <param name="events">The watch of the pods.</param>
    /// <param name="output">Receives the lines.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task RunAsync(IAsyncEnumerable<WatchEvent<PodState>> events, ChannelWriter<LogBatch> output, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync(events, output, stop.Token);
        try
        {
            while (!_hasEnded)
            {
                using var grace = IsOver ? new CancellationTokenSource(group.Pod is null ? s_grace : TimeSpan.Zero, clock) : new CancellationTokenSource();
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, grace.Token);
                try
                {
                    (await _signals.Reader.ReadAsync(either.Token).ConfigureAwait(false))();
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    break;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
            await Task.WhenAll(_tasks).ConfigureAwait(false);
        }

        async Task WatchAsync(IAsyncEnumerable<WatchEvent<PodState>> source, ChannelWriter<LogBatch> writer, CancellationToken token)
        {
            try
            {
                await foreach (var e in source.WithCancellation(token).ConfigureAwait(false))
                {
                    Signal(() => Apply(e, writer, token));
                }
            }
            catch (Exception e)
            {
                await ReportAsync(new LogBatch(null, [], e), writer, token).ConfigureAwait(false);
            }

            Signal(() => _hasEnded = true);
        }
    }

    private void Signal(Action signal) => _signals.Writer.TryWrite(signal);

    private void Apply(WatchEvent<PodState> e, ChannelWriter<LogBatch> output, CancellationToken cancellationToken)
    {
        var key = e.Item.Key;
        if (e.Type == WatchEventType.Deleted)
        {
            if (_pods.Remove(key, out var gone))
            {
                gone.Track.Set(null);
                observer.Left(group.Owner, key.Name);
            }

            return;
        }

        var state = e.Item.Value!;
        if (!_pods.TryGetValue(key, out var pod))
        {
            _pods.Add(key, pod = new Followed(new PodTrack(state), state.Uid, []));
            if (!group.KnownUids.Contains(state.Uid))
            {
                observer.Joined(group.Owner, key.Name);
            }
        }

        pod.Track.Set(state);
        _hasSeen = true;
        try
        {
            foreach (var container in group.Containers(state).Where(pod.Containers.Add))
            {
                _running++;
                _tasks.Add(FollowAsync(pod, new LogTarget(group.Client, key.Namespace, key.Name, container, group.Owner), output, cancellationToken));
            }
        }
        catch (KubeApiException failure)
        {
            // Once for each pod.
            if (!pod.Containers.Add(""))
            {
                return;
            }

            _running++;
            _tasks.Add(EndAsync(ReportAsync(
                new LogBatch(new LogTarget(group.Client, key.Namespace, key.Name, "", group.Owner), [], failure), output, cancellationToken)));
        }
    }

    private Task FollowAsync(Followed pod, LogTarget target, ChannelWriter<LogBatch> output, CancellationToken cancellationToken)
    {
        var first = group.KnownUids.Contains(pod.Uid) ? options : new LogOptions();
        var log = new ContainerLog(target, connect(target), first, limitBytes, observer, clock, Random.Shared);
        return EndAsync(CopyAsync());

        async Task CopyAsync()
        {
            try
            {
                await foreach (var lines in log.FollowAsync(pod.Track, cancellationToken).ConfigureAwait(false))
                {
                    await output.WriteAsync(new LogBatch(target, lines), cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception e)
            {
                await ReportAsync(new LogBatch(target, [], e), output, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                observer.Ended(target);
            }
        }
    }

    private async Task EndAsync(Task work)
    {
        await work.ConfigureAwait(false);
        Signal(() => _running--);
    }

    private static async Task ReportAsync(LogBatch failure, ChannelWriter<LogBatch> output, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await output.WriteAsync(failure, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The reader has stopped.
        }
    }
}
