using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Streams;
using KubeApi.Sandbox.Workloads;

namespace KubeApi.Sandbox.Kubelet;

/// <summary>The kubelets of all nodes: run the pods that are assigned to a node, terminate them, and report their status.</summary>
internal sealed class PodAgent : Reconciler
{
    // When the next step of a pod is due, by uid, if steps take time.
    private readonly Dictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);
    private readonly ContainerSteps _steps;
    private readonly ContainerRuntime _containers;
    private readonly NodePower _power;
    private readonly TimeSpan _pace;
    private int _addresses;

    public PodAgent(ControllerServices services, ContainerRuntime containers, ContainerProcesses processes, NodePower power, TimeSpan pace)
        : base(services, services.Catalog.Pods, "kubelet", "kubelet")
    {
        (_containers, _power, _pace) = (containers, power, pace);
        _steps = new ContainerSteps(services, containers, processes, pace);
        containers.Exited = (run, exit) =>
        {
            services.Clock.At(Now, () =>
            {
                run.Plan = exit with { After = Now - run.Started };
                Enqueue(new Controllers.ObjectPlace(Type, run.Pod.StringAt("metadata.namespace")!, run.Pod.StringAt("metadata.name")!));
            });
            services.Loop.Settle();
        };
    }

    public override void Observe(StoreChange change)
    {
        if (change.Type == Catalog.Nodes && change.Change == StoreEventType.Modified && IsReady(change.Object) && !IsReady(change.Previous))
        {
            // The node is back.
            Owned.PodsOn(change.Object.Name).ToList().ForEach(Enqueue);
        }

        if (change.Type != Type)
        {
            return;
        }

        if (change.Change == StoreEventType.Deleted)
        {
            _containers.Forget(change.Object.Uid, Now);
            _steps.Forget(change.Object.Uid);
            _due.Remove(change.Object.Uid);
        }
        else if (change.Object.Field(Type.Rules, "spec.nodeName").Length > 0)
        {
            Enqueue(change.Object);
        }
    }

    protected override bool ReconcilesTerminating => true;

    protected override void Reconcile(StoredObject stored, JsonObject pod)
    {
        if (_power.IsDead(pod.StringAt("spec.nodeName") ?? ""))
        {
            return;
        }

        if (stored.IsTerminating)
        {
            End(stored, pod);
        }
        else if (pod.StringAt("status.phase") is null or "Pending" && pod.At("status.startTime") is null)
        {
            Admit(stored, pod);
        }
        else if (pod.StringAt("status.phase") is "Pending" or "Running" && pod.At("status.containerStatuses") is not null && !Waits(stored))
        {
            Run(stored, pod);
        }
    }

    // Only for pods without a kubelet status: a state or a test may have written one.
    private void Admit(StoredObject stored, JsonObject pod)
    {
        var value = (JsonObject)pod.DeepClone();
        var status = value.Child("status");
        status["phase"] = "Pending";
        status["startTime"] = Clock.Now;
        var host = Store.Get(Catalog.Nodes, "", pod.StringAt("spec.nodeName")!)?.ToNode().ObjectsAt("status.addresses")
            .FirstOrDefault(address => address.StringAt("type") == "InternalIP")?.StringAt("address") ?? "127.0.0.1";
        (status["hostIP"], status["hostIPs"]) = (host, new JsonArray(new JsonObject { ["ip"] = host }));
        ContainerSteps.Begin(value);
        Postpone(stored, _pace);
        // This write queues the pod again.
        Report(stored, value);
    }

    private void Run(StoredObject stored, JsonObject pod)
    {
        var value = (JsonObject)pod.DeepClone();
        var next = _steps.Run(value);
        var status = value.Child("status");
        if (status.StringAt("podIP") is not { Length: > 0 } && ContainerSteps.HasStarted(value))
        {
            var address = pod.IsTrueAt("spec.hostNetwork") ? status.StringAt("hostIP")! : NextAddress();
            (status["podIP"], status["podIPs"]) = (address, new JsonArray(new JsonObject { ["ip"] = address }));
        }

        var eviction = _steps.EvictedAt(value);
        Report(stored, value, isEvicted: eviction <= Now);
        next = next is null || eviction < next ? eviction : next;
        if (next is { } time && value.StringAt("status.phase") is not ("Succeeded" or "Failed"))
        {
            EnqueueAt(time, stored);
        }
    }

    private void End(StoredObject stored, JsonObject pod)
    {
        if (pod.StringAt("status.phase") is not ("Succeeded" or "Failed") && pod.At("status.containerStatuses") is not null)
        {
            var grace = pod.SecondsAt("metadata.deletionGracePeriodSeconds") ?? TimeSpan.Zero;
            if (!_steps.IsEnding(stored.Uid))
            {
                _steps.Kill(pod);
                Postpone(stored, _pace < grace ? _pace : grace);
            }

            if (Waits(stored))
            {
                return;
            }

            var value = (JsonObject)pod.DeepClone();
            _steps.End(value);
            Report(stored, value);
        }

        Writer.Delete(Type, stored, gracePeriod: 0);
    }

    private void Report(StoredObject stored, JsonObject value, bool isEvicted = false)
    {
        PodReport.Write(value, Clock.Now);
        if (isEvicted)
        {
            PodReport.Evict(value, Clock.Now);
            _steps.RecordEvent(value, "Warning", "Evicted", value.StringAt("status.message")!);
        }

        Writer.ModifyStatus(Type, stored, current => current["status"] = value["status"]!.DeepClone());
    }

    private void Postpone(StoredObject stored, TimeSpan time)
    {
        _due.Remove(stored.Uid);
        if (time > TimeSpan.Zero)
        {
            _due[stored.Uid] = Now + time;
        }
    }

    private static bool IsReady(StoredObject? node) => node is not null && Conditions.IsTrue(node.ToNode(), "Ready");

    private bool Waits(StoredObject stored)
    {
        if (!_due.TryGetValue(stored.Uid, out var due) || due <= Now)
        {
            return false;
        }

        EnqueueAt(due, stored);
        return true;
    }

    private string NextAddress() =>
        string.Create(CultureInfo.InvariantCulture, $"10.244.{++_addresses / 254 % 256}.{(_addresses % 254) + 1}");
}
