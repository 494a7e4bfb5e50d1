using System.Runtime.CompilerServices;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Runs the watches of a plan at once.</summary>
internal sealed class WatchRun(PipelineRun pipeline, SessionScope sessions, ListOptions options)
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

    private readonly Dictionary<WatchTarget, WatchReporter> _reporters = [];

    /// <summary>The current interruption of a watch; null while it is connected, and after it has failed.</summary>
    public WatchInterruption? InterruptionOf(WatchTarget target) => _reporters.GetValueOrDefault(target)?.Interruption;

    /// <summary>The changes of all watches as they arrive, and the end of each list; a watch that fails ends with its failure, the others continue.</summary>
    /// <param name="plan">The watches.</param>
    /// <param name="timeout">When all of them end, without an error; null for never.</param>
    public IAsyncEnumerable<WatchedChange> RunAsync(WatchPlan plan, TimeSpan? timeout)
    {
        var targets = plan.Targets.ToList();
        var changes = ConcurrentMerge.MergeAsync(
            [.. targets.Select(t => WatchAsync(t.Key, t.Value))], targets.Count, (index, e) => new WatchedChange(targets[index].Key, default, e));
        return timeout is { } time ? WithTimeout(changes, time, targets[0].Key.Session.Clock) : changes;
    }

    /// <summary>
    /// Like <see cref="RunAsync"/>, but polls if watches are forbidden. Yields null about every second and after the timeout; only its
    /// reader ends it.
    /// </summary>
    public IAsyncEnumerable<WatchedChange?> FollowAsync(WatchPlan plan, TimeSpan timeout)
    {
        var targets = plan.Targets.ToList();
        IAsyncEnumerable<WatchedChange?>[] sources =
            [.. targets.Select(t => FollowAsync(t.Key, t.Value)), TickAsync(timeout, targets[0].Key.Session.Clock)];
        return ConcurrentMerge.MergeAsync(sources, sources.Length, (index, e) => new WatchedChange(targets[index].Key, default, e));
    }

    // The client and its reporter are made here, on the pipeline thread.
    private IAsyncEnumerable<WatchedChange> WatchAsync(WatchTarget target, WatchedNames names)
    {
        var client = sessions.ClientOf(target.Session);
        var observer = _reporters[target] = new WatchReporter(pipeline.ObserverOf(target.Session), target);
        return ToChanges(target, ObjectWatch.RunAsync(client, target.Type, target.Namespace, Select(names), marksLists: true, observer, target.Session.Clock));
    }

    private IAsyncEnumerable<WatchedChange?> FollowAsync(WatchTarget target, WatchedNames names)
    {
        var client = sessions.ClientOf(target.Session);
        var observer = _reporters[target] = new WatchReporter(pipeline.ObserverOf(target.Session), target);
        IReadOnlyList<string> exact = names.HasSelection ? [] : [.. names.Exact.Keys];
        return ToSteps(ToChanges(
            target, ObjectWatch.FollowAsync(client, target.Type, target.Namespace, Select(names), exact, observer, target.Session.Clock)));
    }

    // One name is selected by the server, several and patterns by this client.
    private ListOptions Select(WatchedNames names) => names is { HasSelection: false, Exact.Count: 1 }
        ? options with { FieldSelector = FieldValue.SelectName(names.Exact.Keys.First()) }
        : options;

    private static async IAsyncEnumerable<WatchedChange?> ToSteps(
        IAsyncEnumerable<WatchedChange> changes, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var change in changes.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return change;
        }
    }

    private static async IAsyncEnumerable<WatchedChange?> TickAsync(
        TimeSpan timeout, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var left = timeout - clock.GetElapsedTime(began);
            await Task.Delay(left > TimeSpan.Zero && left < s_beat ? left : s_beat, clock, cancellationToken).ConfigureAwait(false);
            yield return null;
        }
    }

    private static async IAsyncEnumerable<WatchedChange> ToChanges(
        WatchTarget target, IAsyncEnumerable<WatchEvent<ListItem>> events, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var e in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return new WatchedChange(target, e);
        }
    }

    private static async IAsyncEnumerable<WatchedChange> WithTimeout(
        IAsyncEnumerable<WatchedChange> changes, TimeSpan timeout, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var began = clock.GetTimestamp();
        using var end = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        var source = changes.GetAsyncEnumerator(either.Token);
        await using var _ = source.ConfigureAwait(false);
        while (true)
        {
            try
            {
                if (!await source.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                yield break;
            }

            // Events that are there already do not wait, so no cancellation would end them.
            if (clock.GetElapsedTime(began) >= timeout)
            {
                yield break;
            }

            yield return source.Current;
        }
    }
}
