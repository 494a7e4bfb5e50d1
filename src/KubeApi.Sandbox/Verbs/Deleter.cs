using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Deletes objects, or marks them as terminating if finalizers block that.</summary>
internal sealed class Deleter(ObjectStore store, ResourceCatalog catalog, SandboxClock clock)
{
    /// <summary>The last state of the object, and whether it was removed.</summary>
    public (StoredObject Last, bool IsGone) Delete(ResourceType type, StoredObject stored, DeleteOptions options)
    {
        while (true)
        {
            Check(type, stored, options);
            var value = stored.ToNode();
            var isMarkedAnew = options.Mark(type, value);
            var isNew = value.At("metadata.deletionTimestamp") is null;
            var grace = Grace(type, value, options);
            if (isNew || grace < value.IntegerAt("metadata.deletionGracePeriodSeconds"))
            {
                isMarkedAnew |= !isNew;
                Mark(type, value, grace, isNew);
            }

            var isHeld = Finalizers.BlockDeletion(type.Rules, value) || value.IntegerAt("metadata.deletionGracePeriodSeconds") > 0;
            if (isHeld && !isNew && !isMarkedAnew)
            {
                return (stored, false);
            }

            if (options.IsDryRun)
            {
                return (new StoredObject(type, stored.Namespace, stored.Name, stored.Uid, stored.Version, ObjectJson.ToBytes(value, type.IsCustom)), !isHeld);
            }

            var last = isHeld ? store.TryReplace(type, stored, value) : store.TryDelete(type, stored, Unmarked(type, stored, value));
            if (last is not null)
            {
                return (last, !isHeld);
            }

            stored = store.Get(type, stored.Namespace, stored.Name) ?? throw ApiErrors.NotFound(type, stored.Name);
        }
    }

    // Only objects with graceful deletion or finalizers have a deletionTimestamp.
    private JsonObject Unmarked(ResourceType type, StoredObject stored, JsonObject marked) => type == catalog.Pods ? marked : stored.ToNode();

    // Only a pod on a node has a grace period.
    private long Grace(ResourceType type, JsonObject value, DeleteOptions options)
    {
        if (type != catalog.Pods || value.StringAt("spec.nodeName") is not { Length: > 0 }
            || value.StringAt("status.phase") is "Succeeded" or "Failed")
        {
            return 0;
        }

        var grace = options.GracePeriod ?? value.IntegerAt("spec.terminationGracePeriodSeconds") ?? 0;
        return grace < 0 ? 1 : Math.Min(grace, int.MaxValue);
    }

    private void Mark(ResourceType type, JsonObject value, long grace, bool isNew)
    {
        var metadata = value.Child("metadata");
        metadata["deletionTimestamp"] = SandboxClock.Timestamp(clock.GetUtcNow().AddSeconds(grace));
        if (type == catalog.Namespaces)
        {
            value.Child("status")["phase"] = "Terminating";
            return;
        }

        if (type == catalog.Definitions)
        {
            CustomResourceLifecycle.Mark(value, clock.Now);
            return;
        }

        metadata["deletionGracePeriodSeconds"] = grace;
        if (type.Rules.HasGeneration && isNew)
        {
            metadata["generation"] = (value.IntegerAt("metadata.generation") ?? 0) + 1;
        }
    }

    private static void Check(ResourceType type, StoredObject stored, DeleteOptions options)
    {
        if (options.Uid is { } uid && uid != stored.Uid)
        {
            throw ApiErrors.UidPrecondition(type, stored, uid);
        }

        if (options.Version is { } version && version != stored.ToNode().StringAt("metadata.resourceVersion"))
        {
            throw ApiErrors.VersionPrecondition(type, stored, version);
        }
    }
}
