using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Workloads;

/// <summary>Assigns each pod to the eligible node with the fewest pods.</summary>
internal sealed class Scheduler(ControllerServices services)
    : Reconciler(services, services.Catalog.Pods, Scheduler.Name, "kube-scheduler")
{
    public const string Name = "default-scheduler";

    private readonly HashSet<ObjectPlace> _waiting = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public override void Observe(StoreChange change)
    {
        if (change.Type == Type)
        {
            var (before, after) = (NodeOf(change.Previous), change.Change == StoreEventType.Deleted ? "" : NodeOf(change.Object));
            _counts[before] = _counts.GetValueOrDefault(before) - 1;
            _counts[after] = _counts.GetValueOrDefault(after) + 1;
            if (change.Change == StoreEventType.Deleted || after.Length > 0)
            {
                _waiting.Remove(ObjectPlace.Of(change));
            }
            else
            {
                Enqueue(ObjectPlace.Of(change));
            }
        }
        else if (change.Type == Catalog.Nodes)
        {
            foreach (var place in _waiting)
            {
                Enqueue(place);
            }
        }
    }

    protected override void Reconcile(StoredObject stored, JsonObject pod)
    {
        if (pod.StringAt("spec.nodeName") is { Length: > 0 } || pod.StringAt("spec.schedulerName") is not (Name or null)
            || pod.At("spec.schedulingGates") is JsonArray { Count: > 0 } || pod.StringAt("status.phase") is "Succeeded" or "Failed")
        {
            return;
        }

        var nodes = Store.Snapshot(Catalog.Nodes).Objects.Select(
            node => (node.Name, Obstacle: Placement.Obstacle(pod, node.ToNode()))).ToList();
        var fitting = nodes.Where(node => node.Obstacle is null).Select(node => node.Name).OrderBy(node => _counts.GetValueOrDefault(node)).FirstOrDefault();
        if (fitting is null)
        {
            _waiting.Add(new ObjectPlace(Type, stored.Namespace, stored.Name));
            Refuse(stored, pod, [.. nodes.Select(node => node.Obstacle!)]);
            return;
        }

        // Like the binding subresource: the fields have no owner.
        var bound = stored.ToNode();
        bound.Set("spec.nodeName", JsonValue.Create(fitting));
        bound.Child("status").Remove("nominatedNodeName");
        Report(bound, "True");
        if (Store.TryReplace(Type, stored, Type.Normalize(bound)) is not null)
        {
            Writer.RecordEvent(pod, "Normal", "Scheduled", $"Successfully assigned {stored.Namespace}/{stored.Name} to {fitting}");
        }
    }

    private void Refuse(StoredObject stored, JsonObject pod, List<string> obstacles)
    {
        var message = obstacles.Count == 0 ? "no nodes available to schedule pods"
            : $"0/{obstacles.Count} nodes are available: "
                + string.Join(", ", obstacles.GroupBy(why => why).OrderBy(why => why.Key, StringComparer.Ordinal).Select(why => $"{why.Count()} {why.Key}"))
                + $". no new claims to deallocate, preemption: 0/{obstacles.Count} nodes are available: {obstacles.Count} Preemption is not helpful for "
                + "scheduling.";
        if (Conditions.Find(pod, "PodScheduled")?.StringAt("message") == message)
        {
            return;
        }

        Writer.ModifyStatus(Type, stored, value => Report(value, "False", "Unschedulable", message));
        Writer.RecordEvent(pod, "Warning", "FailedScheduling", message);
    }

    private string NodeOf(StoredObject? pod) => pod?.Field(Type.Rules, "spec.nodeName") ?? "";

    private void Report(JsonObject pod, string isScheduled, string reason = "", string message = "") =>
        Conditions.Set(pod, Clock.Now, "PodScheduled", isScheduled, reason, message, pod.IntegerAt("metadata.generation"));
}
