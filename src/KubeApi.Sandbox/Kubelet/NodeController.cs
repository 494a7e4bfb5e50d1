using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Workloads;

namespace KubeApi.Sandbox.Kubelet;

/// <summary>Makes new nodes ready, taints unreachable nodes, and evicts pods that do not tolerate a NoExecute taint.</summary>
internal sealed class NodeController(ControllerServices services)
    : Reconciler(services, services.Catalog.Nodes, "node-controller")
{
    private const string Unreachable = "node.kubernetes.io/unreachable";
    public const string Silent = "NodeStatusUnknown";

    private readonly Lazy<JsonObject> _template = new(() => Recorded.Object("bootstrap/node.json"));

    protected override bool ReconcilesTerminating => true;

    protected override void Reconcile(StoredObject stored, JsonObject node)
    {
        var ready = Conditions.Find(node, "Ready");
        if (ready is null)
        {
            Register(stored, node);
            return;
        }

        var isSilent = ready.StringAt("reason") == Silent;
        var isTainted = Placement.Taints(node).Any(taint => taint.StringAt("key") == Unreachable);
        if (isSilent != isTainted)
        {
            Writer.Modify(Type, stored, value => Taint(value, isSilent));
            Writer.RecordEvent(
                node, "Normal", isSilent ? "NodeNotReady" : "NodeReady", $"Node {stored.Name} status is now: {(isSilent ? "NodeNotReady" : "NodeReady")}");
            if (isSilent)
            {
                foreach (var pod in PodsOn(stored.Name).Where(pod => pod.IsReady))
                {
                    Writer.ModifyStatus(Catalog.Pods, pod.Stored, value => Conditions.Set(
                        value, Clock.Now, "Ready", "False", "NodeNotReady", "Node is not ready", value.IntegerAt("metadata.generation")));
                }
            }

            return;
        }

        if (Placement.Taints(node).Where(taint => taint.StringAt("effect") == "NoExecute").ToList() is { Count: > 0 } taints)
        {
            Evict(stored, taints);
        }
    }

    // A created node gets the capacity and conditions of the first one.
    private void Register(StoredObject stored, JsonObject node)
    {
        Writer.ModifyStatus(Type, stored, value =>
        {
            var status = (JsonObject)_template.Value["status"]!.DeepClone();
            foreach (var condition in ((JsonArray)status["conditions"]!).OfType<JsonObject>())
            {
                (condition["lastHeartbeatTime"], condition["lastTransitionTime"]) = (Clock.Now, Clock.Now);
            }

            foreach (var (name, member) in value["status"] as JsonObject ?? [])
            {
                status[name] = member?.DeepClone();
            }

            value["status"] = status;
        });
        Writer.RecordEvent(node, "Normal", "RegisteredNode", $"Node {stored.Name} event: Registered Node {stored.Name} in Controller");
    }

    private void Taint(JsonObject node, bool isSilent)
    {
        var rest = Placement.Taints(node).Where(taint => taint.StringAt("key") != Unreachable).Select(taint => taint.DeepClone()).ToList();
        if (isSilent)
        {
            foreach (var effect in (string[])["NoSchedule", "NoExecute"])
            {
                rest.Add(new JsonObject { ["key"] = Unreachable, ["effect"] = effect, ["timeAdded"] = Clock.Now });
            }
        }

        node.Child("spec")["taints"] = new JsonArray([.. rest]);
    }

    private void Evict(StoredObject stored, List<JsonObject> taints)
    {
        foreach (var pod in PodsOn(stored.Name).Where(pod => pod.IsActive))
        {
            if (taints.Min(taint => EndOf(pod.Value, taint)) is not { } end)
            {
                continue;
            }

            if (end > Now)
            {
                EnqueueAt(end, stored);
                continue;
            }

            Writer.RecordEvent(pod.Value, "Normal", "TaintManagerEviction", $"Marking for deletion Pod {pod.Stored.Namespace}/{pod.Name}");
            Writer.ModifyStatus(Catalog.Pods, pod.Stored, value => Conditions.Set(
                value, Clock.Now, "DisruptionTarget", "True", "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint",
                value.IntegerAt("metadata.generation")));
            Writer.Delete(Catalog.Pods, pod.Stored);
        }
    }

    // When a pod must leave because of a taint; null for never.
    private DateTimeOffset? EndOf(JsonObject pod, JsonObject taint)
    {
        var covering = Placement.Covering(pod, taint.StringAt("key")!, taint.StringAt("value") ?? "", "NoExecute").ToList();
        if (covering.Count == 0)
        {
            return Now;
        }

        return (taint.TimeAt("timeAdded") ?? Now) + covering.Min(toleration => toleration.SecondsAt("tolerationSeconds"));
    }

    private List<PodState> PodsOn(string node) => [.. Owned.PodsOn(node).Select(Owned.StateOf)];
}
