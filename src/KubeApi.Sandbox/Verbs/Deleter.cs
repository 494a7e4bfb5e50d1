using System.Text.Json.Nodes;
using KubeApi.Sandbox.CustomResources;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Removes objects, or marks them where something still holds them.</summary>
internal sealed class Deleter(Cluster cluster)
{
    /// <summary>The object in its last state, and whether it is gone.</summary>
    /// <param name="preconditions">uid and resourceVersion that must hold; null for none.</param>
    public (StoredObject Last, bool IsGone) Delete(ResourceType type, StoredObject stored, JsonObject? preconditions, bool isDryRun)
    {
        while (true)
        {
            Check(type, stored, preconditions);
            var value = stored.ToNode();
            var isHeld = value.At("metadata.finalizers") is JsonArray { Count: > 0 } || type == cluster.Catalog.Namespaces || type == cluster.Catalog.Definitions;
            if (isHeld && value.At("metadata.deletionTimestamp") is not null)
            {
                return (stored, false);
            }

            Mark(type, value);
            if (isDryRun)
            {
                return (new StoredObject(type, stored.Namespace, stored.Name, stored.Uid, stored.Version, ObjectJson.ToBytes(value)), !isHeld);
            }

            var last = isHeld ? cluster.Store.TryReplace(type, stored, value) : cluster.Store.TryDelete(type, stored, Unmarked(type, stored, value));
            if (last is not null)
            {
                if (!isHeld)
                {
                    cluster.Namespaces.ObjectRemoved(type, stored.Namespace);
                }

                return (last, !isHeld);
            }

            stored = cluster.Store.Get(type, stored.Namespace, stored.Name) ?? throw StatusAnswers.NotFound(type, stored.Name);
        }
    }

    // Only what was deleted gracefully, or is held, shows the time of its deletion; a ConfigMap just goes.
    private JsonObject Unmarked(ResourceType type, StoredObject stored, JsonObject marked) => type == cluster.Catalog.Pods ? marked : stored.ToNode();

    private void Mark(ResourceType type, JsonObject value)
    {
        var metadata = value.Child("metadata");
        metadata["deletionTimestamp"] = cluster.Now;
        if (type == cluster.Catalog.Namespaces)
        {
            value.Child("status")["phase"] = "Terminating";
            return;
        }

        if (type == cluster.Catalog.Definitions)
        {
            CustomResourceLifecycle.Mark(value, cluster.Now);
            return;
        }

        metadata["deletionGracePeriodSeconds"] = 0;
        if (type.Rules.HasGeneration)
        {
            metadata["generation"] = (value.IntegerAt("metadata.generation") ?? 0) + 1;
        }
    }

    private static void Check(ResourceType type, StoredObject stored, JsonObject? preconditions)
    {
        if (preconditions?.StringAt("uid") is { Length: > 0 } uid && uid != stored.Uid)
        {
            throw StatusAnswers.UidPrecondition(type, stored, uid);
        }

        if (preconditions?.StringAt("resourceVersion") is { Length: > 0 } version && version != stored.ToNode().StringAt("metadata.resourceVersion"))
        {
            throw StatusAnswers.VersionPrecondition(type, stored, version);
        }
    }
}
