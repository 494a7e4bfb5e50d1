using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Workloads;

/// <summary>Creates, adopts and deletes the objects that a controller owns.</summary>
internal sealed class OwnedObjects(ObjectStore store, ResourceCatalog catalog, ServiceWriter writer)
{
    // Owners whose pods were rejected. They retry when a quota, limit range or service account changes.
    private readonly Dictionary<string, (StoredObject Owner, long? Generation, string Message)> _refusals = new(StringComparer.Ordinal);

    /// <summary>The objects whose controller is this owner, by name.</summary>
    public IEnumerable<StoredObject> Of(ResourceType type, StoredObject owner)
    {
        // Parsing only candidates keeps this cheap in a large namespace.
        var uid = Encoding.UTF8.GetBytes(owner.Uid);
        return store.Snapshot(type).In(owner.Namespace).Where(
            stored => stored.Json.AsSpan().IndexOf(uid) >= 0 && ControllerOf(stored)?.StringAt("uid") == owner.Uid);
    }

    public List<PodState> PodsOf(StoredObject owner) => [.. Of(catalog.Pods, owner).Select(StateOf)];

    public PodState StateOf(StoredObject pod) => new(pod, Updater.WithKind(catalog.Pods, pod));

    public IEnumerable<StoredObject> PodsOn(string node) =>
        store.Snapshot(catalog.Pods).Objects.Where(pod => pod.Field(catalog.Pods.Rules, "spec.nodeName") == node);

    /// <summary>Adopts the objects that match the selector of an owner and have no controller.</summary>
    public void Adopt(ResourceType type, JsonObject owner, LabelSelector? selector)
    {
        if (selector is null || selector.IsEmpty || owner.At("metadata.deletionTimestamp") is not null)
        {
            return;
        }

        foreach (var orphan in store.Snapshot(type).In(owner.StringAt("metadata.namespace")!).Where(
            stored => selector.Matches(stored) && !stored.IsTerminating && ControllerOf(stored) is null).ToList())
        {
            writer.Modify(type, orphan, value =>
            {
                var owners = value.Child("metadata")["ownerReferences"] as JsonArray ?? [];
                owners.Add((JsonNode)Reference(owner));
                value["metadata"]!["ownerReferences"] = owners;
            });
        }
    }

    /// <summary>Creates a pod from a template, and records an event. Returns false if the pod is rejected.</summary>
    /// <param name="owner">The owner, with kind and apiVersion.</param>
    /// <param name="name">The name; null for a generated one.</param>
    /// <param name="complete">Adds the fields that the template does not have.</param>
    public bool CreatePod(StoredObject stored, JsonObject owner, JsonObject template, string? name = null, Action<JsonObject>? complete = null)
    {
        var generation = owner.IntegerAt("metadata.generation");
        if (_refusals.TryGetValue(stored.Uid, out var refusal) && refusal.Generation == generation)
        {
            return false;
        }

        _refusals.Remove(stored.Uid);
        var metadata = template["metadata"]?.DeepClone() as JsonObject ?? [];
        metadata.Remove("name");
        metadata.Remove("creationTimestamp");
        metadata[name is null ? "generateName" : "name"] = name ?? owner.StringAt("metadata.name") + "-";
        metadata["namespace"] = owner.StringAt("metadata.namespace");
        metadata["ownerReferences"] = new JsonArray(Reference(owner));
        var pod = new JsonObject { ["metadata"] = metadata, ["spec"] = template["spec"]?.DeepClone() };
        complete?.Invoke(pod);
        try
        {
            var created = writer.Create(catalog.Pods, pod).Name;
            var message = name is null ? $"Created pod: {created}" : $"create Pod {name} in {owner.StringAt("kind")} {stored.Name} successful";
            writer.RecordEvent(owner, "Normal", "SuccessfulCreate", message);
            return true;
        }
        catch (StatusException exception)
        {
            if (exception.Status.Reason != "AlreadyExists")
            {
                _refusals[stored.Uid] = (stored, generation, exception.Message);
                writer.RecordEvent(owner, "Warning", "FailedCreate", "Error creating: " + exception.Message);
            }

            return false;
        }
    }

    /// <summary>Why the last pod of an owner was rejected; null if it was not.</summary>
    public string? RefusalOf(StoredObject owner) => _refusals.TryGetValue(owner.Uid, out var refusal) ? refusal.Message : null;

    /// <summary>The owners in a namespace that retry now.</summary>
    public IEnumerable<StoredObject> Allow(string @namespace)
    {
        var owners = _refusals.Values.Select(refusal => refusal.Owner).Where(owner => owner.Namespace == @namespace).ToList();
        owners.ForEach(owner => _refusals.Remove(owner.Uid));
        return owners;
    }

    public void DeletePod(JsonObject owner, PodState pod, string? message = null)
    {
        writer.Delete(catalog.Pods, pod.Stored);
        writer.RecordEvent(owner, "Normal", "SuccessfulDelete", message ?? $"Deleted pod: {pod.Name}");
    }

    /// <summary>The owner reference to a controller.</summary>
    public static JsonObject Reference(JsonObject owner) => new()
    {
        ["apiVersion"] = owner.StringAt("apiVersion"),
        ["kind"] = owner.StringAt("kind"),
        ["name"] = owner.StringAt("metadata.name"),
        ["uid"] = owner.StringAt("metadata.uid"),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    public static JsonObject? ControllerOf(StoredObject stored) => (stored.Metadata("ownerReferences") as JsonArray ?? []).OfType<JsonObject>()
        .FirstOrDefault(owner => owner.IsTrueAt("controller"));
}
