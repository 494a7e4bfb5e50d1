using KubeApi.Binding;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;
using KubeApi.Client.Workloads;
using KubeApi.Client.Writing;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Drains nodes: no new pods are scheduled to them, and their pods are evicted and waited for.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="rules">Which pods are evicted.</param>
/// <param name="options">The grace period.</param>
/// <param name="timeout">The time limit for a node; zero for a single attempt.</param>
internal sealed class NodeDrain(PipelineRun pipeline, SessionScope sessions, DrainRules rules, DeleteOptions options, TimeSpan timeout)
{
    private static readonly (DrainObstacles Obstacle, string What)[] s_obstacles =
    [
        (DrainObstacles.DaemonSet, "pods of DaemonSets, which would replace them on the node (-IgnoreDaemonSet leaves them)"),
        (DrainObstacles.Unmanaged, "pods that no controller would replace (-Force evicts them)"),
        (DrainObstacles.EmptyDirData, "pods with emptyDir volumes, whose data would be lost (-DeleteEmptyDirData evicts them)"),
    ];

    private readonly ObjectViews _views = new(ConsoleAccess.WidthOf(pipeline.Host));

    private sealed record Pod(ObjectTarget Target, string Uid, ListItem Item)
    {
        public ObjectKey Key => new(Target.Namespace!, Target.Name);
    }

    /// <summary>Drains one node, and writes each of its pods as soon as it is gone. Each remaining pod is an error with its reason.</summary>
    /// <param name="node">The node.</param>
    /// <param name="manifest">The manifest whose uid it must have; null for any node of that name.</param>
    /// <exception cref="ArgumentException">A pod must not be evicted without a switch; nothing was changed.</exception>
    public void Run(ObjectTarget node, Manifest? manifest)
    {
        var clock = node.Session.Clock;
        var began = clock.GetTimestamp();
        // A name that no node has would select no pods.
        _ = new TargetReader(pipeline, sessions).Read(node, sessions.UidFor(node.Session, manifest) is null ? null : manifest);
        var pods = ReadPods(node);
        if (pipeline.Host.IsWhatIf)
        {
            pipeline.ShouldProcess(node.ToString(), "Cordon");
            pods.ForEach(p => pipeline.ShouldProcess(p.Target.ToString(), "Evict"));
            return;
        }

        if (pipeline.ShouldProcess(node.ToString(), $"Drain: evict {(pods.Count == 1 ? "one pod" : $"{pods.Count} pods")}"))
        {
            new NodeScheduling(pipeline, sessions, dryRun: false).Cordon(node, manifest);
            var left = timeout - clock.GetElapsedTime(began);
            if (pods.Count > 0)
            {
                Evict(node, pods, left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }
        }
    }

    private List<Pod> ReadPods(ObjectTarget node)
    {
        List<Pod> evicted = [];
        List<(string Pod, DrainObstacles Obstacles)> refused = [];
        List<string> kept = [];
        var selection = new ListOptions { FieldSelector = $"spec.nodeName={FieldValue.Escape(node.Name)}", Representation = Representation.Table };
        var type = sessions.Types.Find(node.Session, "pods");
        foreach (var item in pipeline.Pull(ObjectReader.ListAsync(sessions.ClientOf(node.Session), type, null, selection)))
        {
            var (@namespace, name, uid, stays, obstacles) = rules.Decide(item.Json);
            var target = new ObjectTarget(node.Session, type, @namespace, name);
            if (stays)
            {
                kept.Add($"{@namespace}/{name}");
            }
            else if (obstacles == DrainObstacles.None)
            {
                evicted.Add(new Pod(target, uid, item));
            }
            else
            {
                refused.Add(($"{@namespace}/{name}", obstacles));
            }
        }

        if (kept.Count > 0 && refused.Count == 0)
        {
            pipeline.Host.WriteWarning($"Pods of DaemonSets and static pods stay on node '{node.Name}': {string.Join(", ", kept)}.");
        }

        return refused.Count == 0 ? evicted
            : throw new ArgumentException($"Cannot drain node '{node.Name}'; nothing was changed. It has:{string.Concat(
                s_obstacles.Select(o => Line(o.What, refused.Where(r => r.Obstacles.HasFlag(o.Obstacle)))))}");
    }

    private static string Line(string what, IEnumerable<(string Pod, DrainObstacles Obstacles)> refused) =>
        string.Join(", ", refused.Select(r => r.Pod)) is { Length: > 0 } pods ? $"\n- {what}: {pods}" : "";

    // The pods are waited for while others are still being evicted: one that a budget protects keeps no other from being written.
    private void Evict(ObjectTarget node, List<Pod> pods, TimeSpan left)
    {
        var blocked = new Dictionary<ObjectKey, string>();
        var failed = new HashSet<ObjectKey>();
        var waiter = default(ObjectWaiter);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(pipeline.Stopped);
        // The time limit is the waiter's; without one, each pod is tried once.
        var limit = left > TimeSpan.Zero ? TimeSpan.MaxValue : TimeSpan.Zero;
        var steps = new PodEvictions(sessions.ClientOf(node.Session), options, node.Session.Clock, limit)
            .RunAsync([.. pods.Select(p => (p.Target.Namespace!, p.Target.Name, p.Uid))]);
        var evicting = PostAsync(steps, Follow, end.Token);
        try
        {
            if (left <= TimeSpan.Zero)
            {
                pipeline.Wait(evicting);
            }

            waiter = CreateWaiter(node, pods.Where(p => !failed.Contains(p.Key)), blocked, left);
            waiter.Run();
        }
        finally
        {
            end.Cancel();
        }

        void Follow(EvictionStep step)
        {
            var (pod, key) = (pods[step.Pod].Target, pods[step.Pod].Key);
            switch (step.State)
            {
                case EvictionState.Accepted:
                    blocked.Remove(key);
                    break;
                case EvictionState.Failed:
                    failed.Add(key);
                    pipeline.Report(pod.ToString(), pod.Session, step.Failure!);
                    waiter?.Abandon(new WatchTarget(pod.Session, pod.Type, pod.Namespace), pod.Name);
                    break;
                default:
                    blocked[key] = step.Reason;
                    if (step.State == EvictionState.Blocked)
                    {
                        pipeline.Host.WriteWarning($"Waiting to evict {pod.Namespace}/{pod.Name}: {step.Reason}");
                    }

                    break;
            }
        }
    }

    private ObjectWaiter CreateWaiter(
        ObjectTarget node, IEnumerable<Pod> pods, Dictionary<ObjectKey, string> blocked, TimeSpan left)
    {
        var plan = new WatchPlan(pipeline, sessions);
        var written = pods.ToDictionary(p => (plan.Add(p.Target, p.Uid), p.Target.Name), p => p.Item);
        var goal = new WaitGoal([new DeletedCondition { Obstacle = o => Obstacle(node, blocked.GetValueOrDefault(o.Key)) }]);
        return new ObjectWaiter(pipeline, sessions, plan, goal, left)
        {
            Met = (watch, o) => Write(watch, written[(watch, o.Key.Name)]),
            ToErrorTarget = (watch, o) => watch.ToObject(o.Key.Name).ToString(),
        };
    }

    private async Task<bool> PostAsync(IAsyncEnumerable<EvictionStep> steps, Action<EvictionStep> follow, CancellationToken end)
    {
        await foreach (var step in steps.WithCancellation(end).ConfigureAwait(false))
        {
            pipeline.Post(() =>
            {
                if (!end.IsCancellationRequested)
                {
                    follow(step);
                }
            });
        }

        return true;
    }

    private static string? Obstacle(ObjectTarget node, string? reason) => reason is null ? null
        : $"it was not evicted: {reason.TrimEnd('.')}. Node '{node.Name}' stays cordoned. To uncordon it: Resume-KubeApiNode.";

    private void Write(WatchTarget watch, ListItem pod) => pipeline.Host.WriteObject(_views.Present(
        ApiObject.Create(pod, new ObjectOrigin(watch.Session, watch.Type) { Result = WriteResult.Evicted }),
        new ViewScope(sessions.HasSeveral, HasNamespaces: true, false),
        isWritten: true));
}
