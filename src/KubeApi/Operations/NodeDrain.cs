using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;
using KubeApi.Client.Workloads;
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
    // Beside those of requests and of GoalProgress.
    private const int Activity = int.MaxValue - 2;

    private readonly ObjectViews _views = new();

    /// <summary>Drains one node, and writes each of its pods that is gone. Those that stay are errors with their reasons.</summary>
    /// <exception cref="ArgumentException">A pod must not be evicted without a switch; nothing was changed.</exception>
    public void Run(ObjectTarget node)
    {
        var clock = node.Session.Clock;
        var began = clock.GetTimestamp();
        // A name that no node has would select no pods.
        _ = new TargetReader(pipeline, sessions).Read(node, null);
        var pods = ReadPods(node);
        if (pipeline.Host.IsWhatIf)
        {
            pods.ForEach(p => pipeline.ShouldProcess(p.Target.ToString(), "Evict"));
            return;
        }

        if (pipeline.ShouldProcess(node.ToString(), $"Drain: evict {(pods.Count == 1 ? "one pod" : $"{pods.Count} pods")}"))
        {
            new NodeScheduling(pipeline, sessions, dryRun: false).Cordon(node);
            Await(Evict(node, pods), timeout - clock.GetElapsedTime(began));
        }
    }

    private List<(ObjectTarget Target, string Uid, ListItem Item)> ReadPods(ObjectTarget node)
    {
        List<(ObjectTarget, string, ListItem)> evicted = [];
        List<string> refused = [];
        var selection = new ListOptions { FieldSelector = $"spec.nodeName={FieldValue.Escape(node.Name)}", Representation = Representation.Table };
        var type = sessions.Types.Find(node.Session, "pods");
        foreach (var item in pipeline.Pull(ObjectReader.ListAsync(sessions.ClientOf(node.Session), type, null, selection)))
        {
            var (@namespace, name, uid, stays, obstacles) = rules.Decide(item.Json);
            var target = new ObjectTarget(node.Session, type, @namespace, name);
            if (stays)
            {
                pipeline.Host.WriteVerbose($"{target} stays on the node.");
            }
            else if (obstacles == DrainObstacles.None)
            {
                evicted.Add((target, uid, item));
            }
            else
            {
                refused.Add($"{@namespace}/{name}: {Describe(obstacles)}");
            }
        }

        return refused.Count == 0 ? evicted
            : throw new ArgumentException($"Cannot drain node '{node.Name}'; nothing was changed. {string.Join("; ", refused)}.");
    }

    private static string Describe(DrainObstacles obstacles) => string.Join(", and ", new[]
    {
        obstacles.HasFlag(DrainObstacles.DaemonSet) ? "its DaemonSet would replace it on the node (-IgnoreDaemonSet leaves it)" : null,
        obstacles.HasFlag(DrainObstacles.Unmanaged) ? "no controller would replace it (-Force evicts it)" : null,
        obstacles.HasFlag(DrainObstacles.EmptyDirData) ? "the data of its emptyDir volume would be lost (-DeleteEmptyDirData evicts it)" : null,
    }.OfType<string>());

    // The pods that the server deletes.
    private List<(ObjectTarget Target, string Uid, ListItem Item)> Evict(ObjectTarget node, List<(ObjectTarget Target, string Uid, ListItem Item)> pods)
    {
        List<(ObjectTarget, string, ListItem)> accepted = [];
        var evictions = new PodEvictions(sessions.ClientOf(node.Session), options, node.Session.Clock, timeout);
        foreach (var (index, state, reason, failure) in pods.Count == 0 ? []
            : pipeline.Pull(evictions.RunAsync([.. pods.Select(p => (p.Target.Namespace!, p.Target.Name, p.Uid))])))
        {
            var target = pods[index].Target;
            switch (state)
            {
                case EvictionState.Accepted:
                    accepted.Add(pods[index]);
                    break;
                case EvictionState.Blocked:
                    pipeline.Host.WriteWarning($"Waiting to evict {target.Namespace}/{target.Name}: {reason}");
                    break;
                default:
                    pipeline.Report(target.ToString(), node.Session, failure ?? NotEvicted(node, target, reason));
                    break;
            }

            pipeline.Show(new ProgressRecord(Activity, $"Draining node {node.Name}", $"{accepted.Count} of {pods.Count} pods evicted")
            {
                PercentComplete = 100 * accepted.Count / pods.Count,
            });
        }

        pipeline.Show(new ProgressRecord(Activity, $"Draining node {node.Name}", " ") { RecordType = ProgressRecordType.Completed });
        return accepted;
    }

    private KubeApiException NotEvicted(ObjectTarget node, ObjectTarget pod, string reason) => new(
        FailureKind.WaitTimeout,
        $"{pod} was not evicted within {timeout.TotalSeconds:0.#} seconds: {reason.TrimEnd('.')}. "
            + $"Node '{node.Name}' remains cordoned; Resume-KubeApiNode undoes that.");

    private void Await(List<(ObjectTarget Target, string Uid, ListItem Item)> pods, TimeSpan left)
    {
        var plan = new WatchPlan(pipeline, sessions);
        var written = pods.ToDictionary(p => (plan.Add(p.Target, p.Uid), p.Target.Name), p => p.Item);
        new ObjectWaiter(pipeline, sessions, plan, new WaitGoal([new DeletedCondition()]), left > TimeSpan.Zero ? left : TimeSpan.Zero)
        {
            Met = (watch, o) => Write(watch, written[(watch, o.Key.Name)]),
            ToErrorTarget = (watch, o) => watch.ToObject(o.Key.Name).ToString(),
        }.Run();
    }

    private void Write(WatchTarget watch, ListItem pod) => pipeline.Host.WriteObject(
        _views.Present(ApiObject.Create(pod, new ObjectOrigin(watch.Session, watch.Type)), new ViewScope(sessions.HasSeveral, HasNamespaces: true, false)));
}
