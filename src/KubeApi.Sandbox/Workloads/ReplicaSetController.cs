using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Workloads;

/// <summary>Keeps the number of pods of a ReplicaSet or ReplicationController at spec.replicas.</summary>
internal sealed class ReplicaSetController(ControllerServices services, ResourceType type, string name) : Reconciler(services, type, name)
{
    protected override bool ReconcilesTerminating => true;

    protected override void Reconcile(StoredObject stored, JsonObject set)
    {
        var selector = set.At("spec.selector");
        Owned.Adopt(Catalog.Pods, set, set.StringAt("kind") == "ReplicaSet" ? LabelSelector.Of(selector) : LabelSelector.OfLabels(selector));
        var wanted = set.IntegerAt("spec.replicas") ?? 1;
        if (!stored.IsTerminating)
        {
            var active = Owned.PodsOf(stored).Where(pod => pod.IsActive).ToList();
            for (var missing = wanted - active.Count; missing > 0; missing--)
            {
                if (!Owned.CreatePod(stored, set, (JsonObject)set.At("spec.template")!))
                {
                    break;
                }
            }

            foreach (var pod in active.OrderBy(Rank).ThenByDescending(pod => pod.Stored.Version).Take((int)Math.Max(0, active.Count - wanted)))
            {
                Owned.DeletePod(set, pod);
            }
        }

        var pods = Owned.PodsOf(stored);
        var refusal = pods.Count(pod => pod.IsActive) < wanted ? Owned.RefusalOf(stored) : null;
        EnqueueWhenAvailable(stored, pods, set.IntegerAt("spec.minReadySeconds") ?? 0);
        Writer.ModifyStatus(Type, stored, value => Count(value, pods, refusal));
    }

    // Deletes unscheduled, then pending, then unready pods first, and the newest of equals.
    private static int Rank(PodState pod) => pod.Node.Length == 0 ? 0 : pod.Phase == "Pending" ? 1 : pod.IsReady ? 3 : 2;

    private void Count(JsonObject set, List<PodState> pods, string? refusal)
    {
        var minReady = set.IntegerAt("spec.minReadySeconds") ?? 0;
        var active = pods.Where(pod => pod.IsActive).ToList();
        var labels = set.At("spec.template.metadata.labels") as JsonObject ?? [];
        var status = set.Child("status");
        status["replicas"] = active.Count;
        status["fullyLabeledReplicas"] = active.Count(
            pod => labels.All(label => pod.Stored.Labels.GetValueOrDefault(label.Key) == label.Value?.ToString()));
        status["readyReplicas"] = active.Count(pod => pod.IsReady);
        status["availableReplicas"] = active.Count(pod => pod.IsAvailable(minReady, Now));
        if (set.StringAt("kind") == "ReplicaSet")
        {
            status["terminatingReplicas"] = pods.Count(pod => pod.IsTerminating && !pod.IsFinished);
        }

        status["observedGeneration"] = set.IntegerAt("metadata.generation");
        if (refusal is not null)
        {
            Conditions.Set(set, Clock.Now, "ReplicaFailure", "True", "FailedCreate", refusal);
        }
        else
        {
            Conditions.Remove(set, "ReplicaFailure");
        }
    }
}
