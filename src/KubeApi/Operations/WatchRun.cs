using System.Runtime.CompilerServices;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Runs the watches of a plan at once.</summary>
internal sealed class WatchRun(PipelineRun pipeline, SessionScope sessions, ListOptions options, bool newOnly)
{
    /// <summary>The changes of all watches as they come; a watch that fails ends with its failure, and the others go on.</summary>
    /// <param name="plan">The watches.</param>
    /// <param name="timeout">When all of them end, without an error; null for never.</param>
    public IAsyncEnumerable<WatchedChange> RunAsync(WatchPlan plan, TimeSpan? timeout)
    {
        var targets = plan.Targets.ToList();
        var changes = ConcurrentMerge.MergeAsync(
            [.. targets.Select(t => WatchAsync(t.Key, t.Value))], targets.Count, (index, e) => new WatchedChange(targets[index].Key, default, e));
        return timeout is { } time ? WithTimeout(changes, time, targets[0].Key.Session.Clock) : changes;
    }

    // The client and its reporter are made here, on the pipeline thread.
    private IAsyncEnumerable<WatchedChange> WatchAsync(WatchTarget target, HashSet<string>? names)
    {
        var client = sessions.ClientOf(target.Session);
        var observer = new WatchReporter(pipeline.ObserverOf(target.Session), target);
        // One name is selected by the server, several by this client.
        var single = names is { Count: 1 } ? names.First() : null;
        var selected = single is null ? options : options with { FieldSelector = $"metadata.name={FieldValue.Escape(single)}" };
        return ToChanges(target, ObjectWatch.RunAsync(client, target.Type, target.Namespace, selected, newOnly, observer, target.Session.Clock));
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

            yield return source.Current;
        }
    }
}
