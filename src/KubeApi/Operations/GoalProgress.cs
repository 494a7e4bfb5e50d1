using System.Management.Automation;
using KubeApi.Client.Watching;
using KubeApi.Errors;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>The progress of a wait, after its first second: how many objects are done, and the unmet condition of the oldest pending one.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="goal">The goal of the wait.</param>
/// <param name="interruptionOf">The current interruption of a watch; null while it is connected.</param>
internal sealed class GoalProgress(PipelineRun pipeline, WaitGoal goal, Func<WatchTarget, WatchInterruption?> interruptionOf)
{
    // Distinct from the activities of the sessions, which are numbered from 0, and of the wait for a response.
    private const int Activity = int.MaxValue - 1;

    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

    private TimeSpan _next = s_beat;

    /// <summary>Shows the state, at most once a second.</summary>
    /// <param name="elapsed">The time since the wait began.</param>
    /// <param name="met">The number of objects that meet the goal.</param>
    /// <param name="failed">The number of objects that failed.</param>
    /// <param name="sets">The objects.</param>
    /// <param name="results">The last result for each object that was evaluated.</param>
    public void Show(
        TimeSpan elapsed, int met, int failed, IReadOnlyDictionary<WatchTarget, AwaitedSet> sets, IReadOnlyDictionary<AwaitedObject, WaitResult> results)
    {
        if (elapsed < _next)
        {
            return;
        }

        _next = elapsed + s_beat;
        var (target, slowest) = sets.SelectMany(s => s.Value.Pending, (s, o) => (s.Key, o)).FirstOrDefault();
        var total = met + failed + sets.Values.Sum(s => s.Pending.Count);
        var isSingle = total == 1 && slowest is not null;
        var last = slowest is null ? null : results.GetValueOrDefault(slowest)?.Message;
        var state = slowest is not null && interruptionOf(target) is { } interruption ? WaitMessages.Outdated(interruption.Since, last)
            : last ?? "no complete list was received yet";
        var lacks = slowest is null ? "" : $"; {(isSingle ? "" : $"{slowest}: ")}{state}";
        var count = isSingle ? "" : $"{met} of {total} {WaitMessages.Done(goal)}{(failed > 0 ? $", {failed} failed" : "")}, ";
        pipeline.Show(new ProgressRecord(
            Activity, isSingle ? $"Waiting for {slowest}" : "Waiting for objects", $"{count}{elapsed.TotalSeconds:0} s{lacks}")
        {
            PercentComplete = total > 0 ? 100 * met / total : -1,
        });
    }
}
