using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Services;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Updates objects: reads, changes and writes, with retries after conflicts.</summary>
internal sealed class Updater(ObjectStore store, FieldManager fieldManager, ServiceAllocator services)
{
    public const string ControllerManager = "kube-controller-manager";

    /// <param name="change">
    /// Computes the new object from the current one (a tree with kind and apiVersion). Called again after a conflicting write; another resourceVersion in its
    /// result is a conflict.
    /// </param>
    /// <param name="prepare">Prepares the new object for storage, in the form of its type.</param>
    public StoredObject Update(
        ApiRequest api,
        ResourceType type,
        Func<JsonObject, JsonObject> change,
        Action<ResourceType, StoredObject, JsonObject, JsonObject> prepare)
    {
        var (@namespace, name) = (api.Info.Namespace, api.Info.Name);
        while (true)
        {
            var stored = store.Get(type, @namespace, name) ?? throw ApiErrors.NotFound(type, name);
            var current = WithKind(type, stored);
            var value = change(current);
            ObjectKind.Check(value, type.ApiVersion, type.Kind);
            ObjectRules.CheckName(value, name);
            if (value.StringAt("metadata.uid") is { Length: > 0 } uid && uid != stored.Uid)
            {
                throw ApiErrors.UidConflict(type, name, uid, stored.Uid);
            }

            prepare(type, stored, current, value);
            // An unchanged object is not written, and keeps its version.
            if (IsSame(current, value))
            {
                return stored;
            }

            if (api.IsDryRun)
            {
                services.Complete(type, value);
                return new StoredObject(type, stored.Namespace, name, stored.Uid, stored.Version, ObjectJson.ToBytes(value, type.IsCustom));
            }

            if (Write(type, stored, value) is { } written)
            {
                return written;
            }
        }
    }

    /// <summary>Changes an existing object as a controller does.</summary>
    /// <param name="subresource">The subresource for managedFields; empty for the object itself.</param>
    /// <param name="manager">The manager for managedFields.</param>
    /// <param name="isChecked">Whether the change is validated, and counted in the generation.</param>
    /// <returns>Whether the object exists.</returns>
    public bool Modify(
        ResourceType type, string @namespace, string name, string subresource, Action<JsonObject> change, string manager = ControllerManager,
        bool isChecked = false)
    {
        while (store.Get(type, @namespace, name) is { } stored)
        {
            var current = WithKind(type, stored);
            var value = (JsonObject)current.DeepClone();
            change(value);
            type.Normalize(value);
            if (IsSame(current, value))
            {
                return true;
            }

            if (isChecked)
            {
                ObjectRules.CheckChange(type, current, value);
            }

            fieldManager.Update(type, current, value, new Writer(manager, subresource));
            if (Write(type, stored, value) is not null)
            {
                return true;
            }
        }

        return false;
    }

    public static JsonObject WithKind(ResourceType type, StoredObject stored)
    {
        var node = stored.ToNode();
        node["kind"] = type.Kind;
        node["apiVersion"] = type.ApiVersion;
        return node;
    }

    // A terminating object is deleted with its last finalizer; a pod within its grace period, by its kubelet.
    private StoredObject? Write(ResourceType type, StoredObject stored, JsonObject value)
    {
        if (value.At("metadata.deletionTimestamp") is not null && value.IntegerAt("metadata.deletionGracePeriodSeconds") is null or 0
            && !Finalizers.BlockDeletion(type.Rules, value))
        {
            return store.TryDelete(type, stored, value);
        }

        return store.Atomically(() =>
        {
            services.Complete(type, value);
            return store.TryReplace(type, stored, value);
        });
    }

    // Owners are compared without their times.
    private static bool IsSameMetadata(JsonObject current, JsonObject value)
    {
        const string owners = "managedFields";
        var names = current.Select(member => member.Key).Union(value.Select(member => member.Key)).Where(name => name != owners);
        return names.All(name => IsEmpty(current[name]) ? IsEmpty(value[name]) : JsonNode.DeepEquals(current[name], value[name]))
            && (JsonNode.DeepEquals(current[owners], value[owners])
                || (ManagedFields.Read(current[owners]) is { } before && ManagedFields.Read(value[owners]) is { } after && before.HasSameFields(after)));
    }

    private static bool IsEmpty(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    private static bool IsSame(JsonObject current, JsonObject value) =>
        current.Select(member => member.Key).Union(value.Select(member => member.Key)).All(name => name switch
        {
            "kind" or "apiVersion" => true,
            "metadata" => IsSameMetadata((JsonObject)current[name]!, (JsonObject)value[name]!),
            _ => JsonNode.DeepEquals(current[name], value[name]),
        });
}
