using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Workloads;

/// <summary>Keeps the pods of a StatefulSet: creates them in order, and deletes and updates them in reverse order, one at a time.</summary>
internal sealed class StatefulSetController(ControllerServices services)
    : Reconciler(services, services.Catalog.Find("apps", "v1", "statefulsets")!, "statefulset-controller")
{
    private const string HashLabel = "controller.kubernetes.io/hash";

    protected override void Reconcile(StoredObject stored, JsonObject set)
    {
        Owned.Adopt(Catalog.Pods, set, LabelSelector.Of(set.At("spec.selector")));
        var revisions = new Revisions(Store, Catalog, Writer, Owned);
        var (name, _, all) = revisions.Sync(stored, set, HashLabel);
        var current = set.StringAt("status.currentRevision") is { } known && all.Any(revision => revision.StringAt("metadata.name") == known) ? known : name;
        Step(stored, set, name, current, all);
        var pods = Owned.PodsOf(stored);
        EnqueueWhenAvailable(stored, pods, set.IntegerAt("spec.minReadySeconds") ?? 0);
        Writer.ModifyStatus(Type, stored, value => Count(value, pods, name, current));
        revisions.CleanUp(
            stored, set, HashLabel, [.. pods.Select(pod => pod.Hash(Revisions.HashLabel)?[(stored.Name.Length + 1)..]), name[(stored.Name.Length + 1)..]]);
    }

    // One step; its effect triggers the next one. With podManagementPolicy Parallel, creations and deletions are one step.
    private void Step(StoredObject stored, JsonObject set, string update, string current, IReadOnlyList<JsonObject> revisions)
    {
        var start = set.IntegerAt("spec.ordinals.start") ?? 0;
        var end = start + (set.IntegerAt("spec.replicas") ?? 1);
        var isParallel = set.StringAt("spec.podManagementPolicy") == "Parallel";
        var minReady = set.IntegerAt("spec.minReadySeconds") ?? 0;
        var partition = set.IntegerAt("spec.updateStrategy.rollingUpdate.partition") ?? 0;
        var pods = Owned.PodsOf(stored).ToDictionary(pod => OrdinalOf(pod.Name));
        for (var ordinal = start; ordinal < end; ordinal++)
        {
            if (pods.TryGetValue(ordinal, out var pod) && pod.IsFinished && !pod.IsTerminating)
            {
                // A pod that has ended is recreated.
                Delete(pod);
                pods.Remove(ordinal);
            }

            if (!pods.ContainsKey(ordinal))
            {
                var revision = ordinal < partition && current != update ? current : update;
                Create(stored, set, ordinal, revision, revisions);
                if (!isParallel)
                {
                    return;
                }
            }
            else if (!isParallel && (pod!.IsTerminating || !pod.IsAvailable(minReady, Now)))
            {
                return;
            }
        }

        foreach (var pod in pods.Where(pod => pod.Key < start || pod.Key >= end).OrderByDescending(pod => pod.Key).Select(pod => pod.Value))
        {
            if (!pod.IsTerminating)
            {
                Delete(pod);
            }

            if (!isParallel)
            {
                return;
            }
        }

        if (set.StringAt("spec.updateStrategy.type") == "OnDelete")
        {
            return;
        }

        foreach (var (_, pod) in pods.Where(pod => pod.Key >= Math.Max(partition, start) && pod.Key < end).OrderByDescending(pod => pod.Key))
        {
            if (pod.Hash(Revisions.HashLabel) != update && !pod.IsTerminating)
            {
                Delete(pod);
                return;
            }

            if (pod.IsTerminating || !pod.IsAvailable(minReady, Now))
            {
                return;
            }
        }

        void Delete(PodState pod) => Owned.DeletePod(set, pod, $"delete Pod {pod.Name} in StatefulSet {stored.Name} successful");
    }

    private void Create(StoredObject stored, JsonObject set, long ordinal, string revision, IReadOnlyList<JsonObject> revisions)
    {
        var title = set.StringAt("metadata.name")!;
        var name = string.Create(CultureInfo.InvariantCulture, $"{title}-{ordinal}");
        var template = (JsonObject)revisions.First(known => known.StringAt("metadata.name") == revision).At("data.spec.template")!.DeepClone();
        template.Remove("$patch");
        var claims = set.ObjectsAt("spec.volumeClaimTemplates").ToList();
        claims.ForEach(claim => Claim(set, claim, name));
        Owned.CreatePod(stored, set, template, name, pod =>
        {
            pod.Child("metadata")["generateName"] = title + "-";
            var labels = pod.Child("metadata").Child("labels");
            labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
            labels[Revisions.HashLabel] = revision;
            labels["statefulset.kubernetes.io/pod-name"] = name;
            var spec = pod.Child("spec");
            (spec["hostname"], spec["subdomain"]) = (name, set.StringAt("spec.serviceName"));
            var volumes = spec["volumes"] as JsonArray ?? [];
            spec["volumes"] = volumes;
            foreach (var claim in claims.Select(claim => claim.StringAt("metadata.name")))
            {
                volumes.Add((JsonNode)new JsonObject { ["name"] = claim, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = $"{claim}-{name}" } });
            }
        });
    }

    private void Claim(JsonObject set, JsonObject template, string pod)
    {
        var claims = Catalog.Find("", "v1", "persistentvolumeclaims")!;
        var @namespace = set.StringAt("metadata.namespace")!;
        var name = $"{template.StringAt("metadata.name")}-{pod}";
        if (Store.Get(claims, @namespace, name) is not null)
        {
            return;
        }

        var value = (JsonObject)template.DeepClone();
        value.Remove("status");
        value.Set("metadata.name", name);
        value.Set("metadata.namespace", @namespace);
        value.Set("metadata.labels", set.At("spec.selector.matchLabels"));
        try
        {
            Writer.Create(claims, value);
            Writer.RecordEvent(set, "Normal", "SuccessfulCreate", $"create Claim {name} Pod {pod} in StatefulSet {set.StringAt("metadata.name")} success");
        }
        catch (StatusException exception)
        {
            Writer.RecordEvent(
                set, "Warning", "FailedCreate",
                $"create Claim {name} for Pod {pod} in StatefulSet {set.StringAt("metadata.name")} failed error: {exception.Message}");
        }
    }

    private void Count(JsonObject set, List<PodState> pods, string update, string current)
    {
        var minReady = set.IntegerAt("spec.minReadySeconds") ?? 0;
        var status = set.Child("status");
        var active = pods.Where(pod => pod.IsActive).ToList();
        var updated = active.Count(pod => pod.Hash(Revisions.HashLabel) == update);
        // The update is complete when all pods have the new revision.
        if (updated == (set.IntegerAt("spec.replicas") ?? 1) && pods.Count == updated && active.All(pod => pod.IsReady))
        {
            current = update;
        }

        status["observedGeneration"] = set.IntegerAt("metadata.generation");
        status["replicas"] = pods.Count;
        status["readyReplicas"] = active.Count(pod => pod.IsReady);
        status["currentReplicas"] = active.Count(pod => pod.Hash(Revisions.HashLabel) == current);
        status["updatedReplicas"] = updated;
        (status["currentRevision"], status["updateRevision"]) = (current, update);
        status["collisionCount"] = 0;
        status["availableReplicas"] = active.Count(pod => pod.IsAvailable(minReady, Now));
    }

    private static long OrdinalOf(string pod) =>
        long.TryParse(pod[(pod.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : -1;
}
