using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Reads the logs of the selected pods.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="pods">Reads the pods.</param>
/// <param name="settings">Which logs to read.</param>
internal sealed class LogRun(PipelineRun pipeline, SessionScope sessions, PodTargets pods, LogSettings settings)
{
    /// <summary>The lines of all selections. If a selection or a log fails, that is an error, and the others continue.</summary>
    public IEnumerable<LogBatch> Read(IReadOnlyList<PodSelection> selections)
    {
        if (selections.Count == 0)
        {
            yield break;
        }

        var observer = new LogReporter(selections.Select(s => s.Session).Distinct().ToDictionary(s => s, pipeline.ObserverOf));
        var clock = selections[0].Session.Clock;
        IAsyncEnumerable<LogBatch> batches;
        if (settings.Options.Follow)
        {
            var groups = selections.Select(ToGroup).OfType<(LogGroup Group, WatchTarget Watched)>().ToDictionary(g => g.Group, g => g.Watched);
            batches = LogReader.FollowAsync(
                [.. groups.Keys], settings.Options, settings.LimitBytes, observer,
                g => new WatchReporter(observer.Of(g.Owner), groups[g]), clock);
        }
        else
        {
            LogTarget[] targets = [.. selections.SelectMany(ToTargets).DistinctBy(t => (t.Owner, t.Namespace, t.Pod, t.Container))];
            batches = LogReader.ReadAsync(targets, settings.Options, settings.LimitBytes, observer, clock);
        }

        foreach (var batch in pipeline.Pull(batches))
        {
            if (batch.Failure is { } failure)
            {
                pipeline.Report(batch.Target?.ToString(), batch.Target?.Owner as KubeApiSession, failure);
            }
            else
            {
                yield return batch;
            }
        }
    }

    private List<LogTarget> ToTargets(PodSelection selection)
    {
        List<LogTarget> targets = [];
        foreach (var pod in ReadPods(selection, mayBeNone: false))
        {
            pipeline.Attempt(pod.Name, selection.Session, () => targets.AddRange(settings.ContainersOf(pod).Where(c => HasLog(selection, pod, c)).Select(
                c => new LogTarget(sessions.ClientOf(selection.Session), selection.Namespace, pod.Name, c, selection.Session))));
        }

        return targets;
    }

    private static bool HasNoLog(ContainerState container) => container is { LogId: null, StartFault: not null };

    // A server's refusal says only that the container waits to start.
    private bool HasLog(PodSelection selection, PodState pod, string container)
    {
        var state = pod.Container(container);
        if (!HasNoLog(state))
        {
            return true;
        }

        var target = new RequestTarget("get", "pods/log", selection.Namespace, pod.Name);
        pipeline.Report($"{pod.Name}/{container}", selection.Session, RemoteCommandStart.NotRunning(pod, state, target));
        return false;
    }

    // A selector may match no pods yet, and those of a workload may be replaced.
    private (LogGroup, WatchTarget)? ToGroup(PodSelection selection)
    {
        var known = ReadPods(selection, mayBeNone: true);
        if (selection.Pod is not null && !IsUsable(selection, known))
        {
            return null;
        }

        var group = new LogGroup(sessions.ClientOf(selection.Session), selection.Namespace, selection.Session, settings.ContainersOf)
        {
            Pod = selection.Pod,
            LabelSelector = selection.LabelSelector,
            KnownUids = [.. known.Select(p => p.Uid)],
            EndsWithPods = !selection.IsReplaced,
        };
        return (group, new WatchTarget(selection.Session, PodRequests.Pods, selection.Namespace));
    }

    private bool IsUsable(PodSelection selection, IReadOnlyList<PodState> known)
    {
        var isUsable = false;
        foreach (var pod in known)
        {
            pipeline.Attempt(pod.Name, selection.Session, () =>
            {
                var containers = settings.ContainersOf(pod);
                isUsable = containers.Count > 0;
                // The log begins when the cause is corrected.
                foreach (var waiting in containers.Select(pod.Container).Where(HasNoLog))
                {
                    pipeline.ObserverOf(selection.Session).Notice(
                        $"The container '{waiting.Name}' of the pod '{pod.Name}' has no log yet. It is {waiting.Description}.");
                }
            });
        }

        return isUsable;
    }

    private IReadOnlyList<PodState> ReadPods(PodSelection selection, bool mayBeNone)
    {
        IReadOnlyList<PodState> found = [];
        pipeline.Attempt(selection.Text, selection.Session, () =>
        {
            try
            {
                found = pods.Read(selection, onlyNewest: !mayBeNone);
                // The server returns an empty log for it. A new pod that is followed gets its node in a moment.
                foreach (var pod in found.Where(p => !p.IsScheduled && !p.IsFinished && (!mayBeNone || p.Reason.Length > 0)))
                {
                    pipeline.ObserverOf(selection.Session).Notice($"The pod '{pod.Name}' has no log yet. It has no node: {pod.Description}.");
                }

                foreach (var pod in settings.UsesDefault ? found : [])
                {
                    _ = pods.ContainerOf(selection, pod, null);
                }
            }
            catch (KubeApiException e) when (mayBeNone && e.Failure == FailureKind.PodNotFound)
            {
                pipeline.ObserverOf(selection.Session).Verbose($"{e.Message} Waiting for the first pod.");
            }
        });
        return found;
    }
}
