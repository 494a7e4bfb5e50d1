using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Workloads;

/// <summary>Keeps one pod of a DaemonSet on each eligible node.</summary>
internal sealed class DaemonSetController(ControllerServices services)
    : Reconciler(services, services.Catalog.Find("apps", "v1", "daemonsets")!, "daemonset-controller")
{
    private static readonly (string Taint, string Effect)[] s_tolerated =
    [
        ("node.kubernetes.io/not-ready", "NoExecute"), ("node.kubernetes.io/unreachable", "NoExecute"), ("node.kubernetes.io/disk-pressure", "NoSchedule"),
        ("node.kubernetes.io/memory-pressure", "NoSchedule"), ("node.kubernetes.io/pid-pressure", "NoSchedule"), (
            "node.kubernetes.io/unschedulable", "NoSchedule"),
    ];

    protected override void ObserveDependent(StoreChange change)
    {
        base.ObserveDependent(change);
        if (change.Type == Catalog.Nodes)
        {
            foreach (var set in Store.Snapshot(Type).Objects)
            {
                Enqueue(set);
            }
        }
    }

    protected override void Reconcile(StoredObject stored, JsonObject set)
    {
        Owned.Adopt(Catalog.Pods, set, LabelSelector.Of(set.At("spec.selector")));
        var revisions = new Revisions(Store, Catalog, Writer, Owned);
        var (_, hash, _) = revisions.Sync(stored, set, Revisions.HashLabel);
        var template = new JsonObject { ["spec"] = set.At("spec.template.spec")!.DeepClone() };
        Tolerate(template.Child("spec"));
        var nodes = NodesFor(template, isRunning: false);
        Place(stored, set, Owned.PodsOf(stored), nodes, NodesFor(template, isRunning: true), hash);
        Renew(set, Owned.PodsOf(stored), nodes.Count, hash);
        var pods = Owned.PodsOf(stored);
        EnqueueWhenAvailable(stored, pods, set.IntegerAt("spec.minReadySeconds") ?? 0);
        Writer.ModifyStatus(Type, stored, value => Count(value, pods, nodes, hash));
        revisions.CleanUp(stored, set, Revisions.HashLabel, [.. pods.Select(pod => pod.Hash(Revisions.HashLabel)), hash]);
    }

    private List<string> NodesFor(JsonObject pod, bool isRunning) => [.. Store.Snapshot(Catalog.Nodes).Objects
        .Where(node => Placement.Obstacle(pod, node.ToNode(), ignoresCordon: true, isRunning) is null).Select(node => node.Name)];

    private void Place(StoredObject stored, JsonObject set, List<PodState> pods, List<string> nodes, List<string> tolerable, string hash)
    {
        foreach (var node in nodes)
        {
            var here = pods.Where(pod => NodeOf(pod) == node).ToList();
            foreach (var failed in here.Where(pod => pod.IsFinished && !pod.IsTerminating))
            {
                Writer.RecordEvent(
                    set, "Warning", "FailedDaemonPod",
                    $"Found failed daemon pod {set.StringAt("metadata.namespace")}/{failed.Name} on node {node}, will try to kill it");
                Owned.DeletePod(set, failed);
            }

            if (here.TrueForAll(pod => pod.IsFinished))
            {
                Owned.CreatePod(stored, set, (JsonObject)set.At("spec.template")!, null, pod => Bind(pod, node, hash));
            }
        }

        foreach (var pod in pods.Where(pod => pod.IsActive && !tolerable.Contains(NodeOf(pod) ?? "")))
        {
            Owned.DeletePod(set, pod);
        }
    }

    // Deletes pods of older templates within maxUnavailable.
    private void Renew(JsonObject set, List<PodState> pods, int nodes, string hash)
    {
        if (set.StringAt("spec.updateStrategy.type") == "OnDelete")
        {
            return;
        }

        var most = Math.Max(1, (set.At("spec.updateStrategy.rollingUpdate.maxUnavailable") ?? 1).ShareOf(nodes));
        var minReady = set.IntegerAt("spec.minReadySeconds") ?? 0;
        var away = nodes - pods.Count(pod => pod.IsActive && pod.IsAvailable(minReady, Now));
        foreach (var old in pods.Where(pod => pod.IsActive && pod.Hash(Revisions.HashLabel) != hash).OrderBy(pod => pod.IsReady))
        {
            if (old.IsReady && away++ >= most)
            {
                return;
            }

            Owned.DeletePod(set, old);
        }
    }

    private static void Bind(JsonObject pod, string node, string hash)
    {
        pod.Child("metadata").Child("labels")[Revisions.HashLabel] = hash;
        var spec = pod.Child("spec");
        spec.Set("affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms", new JsonArray(new JsonObject
        {
            ["matchFields"] = new JsonArray(new JsonObject { ["key"] = "metadata.name", ["operator"] = "In", ["values"] = new JsonArray(node) }),
        }));
        Tolerate(spec);
    }

    private static void Tolerate(JsonObject spec)
    {
        var tolerations = spec["tolerations"] as JsonArray ?? [];
        spec["tolerations"] = tolerations;
        var all = spec.IsTrueAt("hostNetwork") ? [.. s_tolerated, ("node.kubernetes.io/network-unavailable", "NoSchedule")] : s_tolerated;
        foreach (var (taint, effect) in all)
        {
            tolerations.Add((JsonNode)new JsonObject { ["key"] = taint, ["operator"] = "Exists", ["effect"] = effect });
        }
    }

    // Also for a pod that is not scheduled yet.
    private static string? NodeOf(PodState pod)
    {
        if (pod.Node.Length > 0)
        {
            return pod.Node;
        }

        var terms = pod.Value.At("spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms") as JsonArray;
        return (terms?.FirstOrDefault()?["matchFields"] as JsonArray)?.FirstOrDefault()?["values"]?[0]?.ToString();
    }

    private void Count(JsonObject set, List<PodState> pods, List<string> nodes, string hash)
    {
        var minReady = set.IntegerAt("spec.minReadySeconds") ?? 0;
        var active = pods.Where(pod => pod.IsActive && nodes.Contains(NodeOf(pod) ?? "")).ToList();
        var available = active.Count(pod => pod.IsAvailable(minReady, Now));
        var status = set.Child("status");
        status["currentNumberScheduled"] = active.Count;
        status["numberMisscheduled"] = pods.Count(pod => pod.IsActive && !nodes.Contains(NodeOf(pod) ?? ""));
        status["desiredNumberScheduled"] = nodes.Count;
        status["numberReady"] = active.Count(pod => pod.IsReady);
        status["observedGeneration"] = set.IntegerAt("metadata.generation");
        status["updatedNumberScheduled"] = active.Count(pod => pod.Hash(Revisions.HashLabel) == hash);
        status["numberAvailable"] = available;
        status["numberUnavailable"] = nodes.Count - available;
    }
}
