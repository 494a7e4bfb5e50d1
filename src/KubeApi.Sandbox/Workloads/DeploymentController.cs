using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Workloads;

/// <summary>Rolls out the template of a Deployment: one ReplicaSet per template, and the new one is scaled up while the old ones are scaled down.</summary>
internal sealed class DeploymentController(ControllerServices services)
    : Reconciler(services, services.Catalog.Find("apps", "v1", "deployments")!, "deployment-controller")
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string HashLabel = "pod-template-hash";

    private const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    private const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    private const string MaxReplicas = "deployment.kubernetes.io/max-replicas";

    // Annotations that a ReplicaSet does not inherit from its Deployment.
    private static readonly HashSet<string> s_ownAnnotations =
        ["kubectl.kubernetes.io/last-applied-configuration", Revision, RevisionHistory, DesiredReplicas, MaxReplicas, "deprecated.deployment.rollback.to"];

    private readonly ResourceType _sets = services.Catalog.Find("apps", "v1", "replicasets")!;

    protected override void ObserveDependent(StoreChange change)
    {
        if (change.Type == _sets)
        {
            EnqueueOwner(change);
        }
        else if (change.Type == Catalog.Pods && change.Change == StoreEventType.Deleted
            && OwnedObjects.ControllerOf(change.Object)?.StringAt("kind") == "ReplicaSet"
            && Store.Get(_sets, change.Object.Namespace, OwnedObjects.ControllerOf(change.Object)!.StringAt("name")!) is { } set
            && OwnedObjects.ControllerOf(set)?.StringAt("name") is { } owner)
        {
            // The strategy Recreate waits until the last old pod no longer exists.
            Enqueue(new Controllers.ObjectPlace(Type, set.Namespace, owner));
        }
    }

    protected override void Reconcile(StoredObject stored, JsonObject value)
    {
        var deployment = Complete(Type, value);
        Owned.Adopt(_sets, deployment, LabelSelector.Of(deployment.At("spec.selector")));
        var sets = Sets(stored);
        var rollout = new Rollout(deployment, sets.Find(set => IsOf(set, deployment)), sets);
        var isPaused = deployment.IsTrueAt("spec.paused");
        if (!isPaused)
        {
            rollout = Renew(stored, deployment, rollout);
            Roll(stored, deployment, rollout);
            CleanUp(deployment, Sets(stored));
        }
        else if (sets.Count(set => set.Replicas > 0) < 2 && (sets.Find(set => set.Replicas > 0) ?? sets.LastOrDefault()) is { } only)
        {
            Scale(deployment, only, rollout.Desired);
        }

        var after = Sets(stored);
        var state = new Rollout(deployment, after.Find(set => set.Name == rollout.New?.Name), after);
        Writer.ModifyStatus(Type, stored, value => new DeploymentStatus(Clock, value, state).Write());
        // Nothing else may happen before the progress deadline.
        if (DeploymentStatus.Deadline(Updater.WithKind(Type, Store.Get(Type, stored.Namespace, stored.Name)!), state) is { } deadline && deadline > Now)
        {
            EnqueueAt(deadline, stored);
        }
    }

    private List<RolloutSet> Sets(StoredObject deployment) =>
        [.. Owned.Of(_sets, deployment).Select(set => new RolloutSet(set, Complete(_sets, Updater.WithKind(_sets, set))))
            .OrderBy(set => set.Created).ThenBy(set => set.Revision)];

    // A restored object may lack defaults, which those that it is compared with have.
    private static JsonObject Complete(ResourceType type, JsonObject value)
    {
        TypedBody.Complete(type, value);
        return value;
    }

    private static bool IsOf(RolloutSet set, JsonObject deployment)
    {
        var template = (JsonObject)set.Value.At("spec.template")!.DeepClone();
        (template.At("metadata.labels") as JsonObject)?.Remove(HashLabel);
        return JsonNode.DeepEquals(template, deployment.At("spec.template"));
    }

    // Finds or creates the ReplicaSet of the current template, and assigns it the highest revision.
    private Rollout Renew(StoredObject stored, JsonObject deployment, Rollout rollout)
    {
        var revision = rollout.Old.Select(set => set.Revision).DefaultIfEmpty().Max() + 1;
        if (rollout.New is not { } current)
        {
            return Create(stored, deployment, rollout, revision);
        }

        Writer.Modify(_sets, current.Stored, value => Annotate(deployment, value, rollout, Math.Max(revision, current.Revision)));
        SetRevision(stored, Math.Max(revision, current.Revision));
        return rollout;
    }

    private Rollout Create(StoredObject stored, JsonObject deployment, Rollout rollout, long revision)
    {
        var template = (JsonObject)deployment.At("spec.template")!.DeepClone();
        var hash = TemplateHash.Of(template, deployment.IntegerAt("status.collisionCount") ?? 0);
        template.Child("metadata").Child("labels")[HashLabel] = hash;
        var selector = (JsonObject)deployment.At("spec.selector")!.DeepClone();
        selector.Child("matchLabels")[HashLabel] = hash;
        var value = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.StringAt("metadata.name")}-{hash}",
                ["namespace"] = deployment.StringAt("metadata.namespace"),
                ["labels"] = template.At("metadata.labels")!.DeepClone(),
                ["ownerReferences"] = new JsonArray(OwnedObjects.Reference(deployment)),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = 0,
                ["selector"] = selector,
                ["template"] = template,
                ["minReadySeconds"] = deployment.At("spec.minReadySeconds")?.DeepClone(),
            },
        };
        Annotate(deployment, value, rollout, revision);
        value.Set("spec.replicas", JsonValue.Create(rollout.NewSize(0)));
        try
        {
            var created = Writer.Create(_sets, value);
            RecordEvent(deployment, "up", created.Name, 0, rollout.NewSize(0));
            SetRevision(stored, revision);
            var set = new RolloutSet(created, Updater.WithKind(_sets, created));
            return new Rollout(deployment, set, [.. rollout.Old, set]);
        }
        catch (StatusException exception) when (exception.Status.Reason == "AlreadyExists")
        {
            // The hash collides with that of another template.
            Writer.ModifyStatus(
                Type, stored, status => status.Set("status.collisionCount", JsonValue.Create((status.IntegerAt("status.collisionCount") ?? 0) + 1)));
            return rollout;
        }
        catch (StatusException exception)
        {
            Writer.RecordEvent(
                deployment, "Warning", "ReplicaSetCreateError", $"Failed to create new replica set \"{value.StringAt("metadata.name")}\": {exception.Message}");
            return rollout;
        }
    }

    private static void Annotate(JsonObject deployment, JsonObject set, Rollout rollout, long revision)
    {
        var annotations = set.Child("metadata").Child("annotations");
        foreach (var (name, value) in (deployment.At("metadata.annotations") as JsonObject ?? []).Where(
            annotation => !s_ownAnnotations.Contains(annotation.Key)))
        {
            annotations[name] = value?.DeepClone();
        }

        var text = revision.ToString(CultureInfo.InvariantCulture);
        if (annotations[Revision]?.ToString() is { } before && before != text)
        {
            // Earlier revisions of this template.
            annotations[RevisionHistory] = annotations[RevisionHistory] is { } history ? $"{history},{before}" : before;
        }

        annotations[DesiredReplicas] = rollout.Desired.ToString(CultureInfo.InvariantCulture);
        annotations[MaxReplicas] = (rollout.Desired + rollout.Surge).ToString(CultureInfo.InvariantCulture);
        annotations[Revision] = text;
    }

    // A real controller writes it through the status subresource too.
    private void SetRevision(StoredObject stored, long revision) => Writer.ModifyStatus(
        Type, stored, value => value.Child("metadata").Child("annotations")[Revision] = revision.ToString(CultureInfo.InvariantCulture));

    private void Roll(StoredObject stored, JsonObject deployment, Rollout rollout)
    {
        if (rollout.New is not { } current)
        {
            return;
        }

        if (rollout.IsRecreate)
        {
            foreach (var old in rollout.Old.Where(set => set.Replicas > 0))
            {
                Scale(deployment, old, 0);
            }

            if (rollout.Old.Any(set => Owned.PodsOf(set.Stored).Any(pod => !pod.IsFinished)))
            {
                return;
            }
        }

        Scale(deployment, current, rollout.NewSize(current.Replicas));
        var sets = Sets(stored);
        foreach (var (set, size) in new Rollout(deployment, sets.Find(set => set.Name == current.Name), sets).OldSizes())
        {
            Scale(deployment, set, size);
        }
    }

    private void Scale(JsonObject deployment, RolloutSet set, long size)
    {
        if (size == set.Replicas)
        {
            return;
        }

        Writer.Modify(_sets, set.Stored, value => value.Set("spec.replicas", JsonValue.Create(size)));
        RecordEvent(deployment, size > set.Replicas ? "up" : "down", set.Name, set.Replicas, size);
    }

    private void RecordEvent(JsonObject deployment, string way, string set, long from, long to)
    {
        if (from != to)
        {
            Writer.RecordEvent(deployment, "Normal", "ScalingReplicaSet", $"Scaled {way} replica set {set} from {from} to {to}");
        }
    }

    private void CleanUp(JsonObject deployment, List<RolloutSet> sets)
    {
        var old = sets.Where(set => !IsOf(set, deployment) && set.Replicas == 0 && set.Actual == 0 && !set.Stored.IsTerminating).OrderBy(set => set.Revision);
        foreach (var set in old.SkipLast((int)(deployment.IntegerAt("spec.revisionHistoryLimit") ?? 10)).ToList())
        {
            Writer.Delete(_sets, set.Stored);
        }
    }
}
