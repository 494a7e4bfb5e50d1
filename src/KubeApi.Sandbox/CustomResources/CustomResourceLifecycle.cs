using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.CustomResources;

/// <summary>
/// Follows the definitions in the store, with every write and before anybody can look: accepts their names, keeps the catalog to what they define, and takes
/// their objects away with them.
/// </summary>
internal sealed class CustomResourceLifecycle
{
    private const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";

    // Who a real server says it is when it writes a status of its own.
    private static readonly Writer s_server = new("kube-apiserver", "status");

    private readonly Cluster _cluster;
    private readonly ResourceType _type;
    private readonly FieldManager _owners;

    public CustomResourceLifecycle(Cluster cluster)
    {
        _cluster = cluster;
        _type = cluster.Catalog.Definitions;
        _owners = new FieldManager(cluster);
        cluster.Store.Written += OnWritten;
    }

    /// <summary>All definitions, in the order of their names.</summary>
    public IReadOnlyList<CustomDefinition> Definitions { get; private set; } = [];

    /// <summary>Marks a definition that is deleted: it stays until its objects are gone.</summary>
    public static void Mark(JsonObject definition, string now)
    {
        var metadata = definition.Child("metadata");
        metadata["deletionTimestamp"] = now;
        var finalizers = metadata["finalizers"] as JsonArray ?? [];
        if (!finalizers.Any(finalizer => finalizer!.GetValue<string>() == Finalizer))
        {
            finalizers.Add(Finalizer);
            metadata["finalizers"] = finalizers.DeepClone();
        }

        DefinitionStatus.SetCondition(
            definition, "Terminating", "True", "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon", now);
    }

    // Called under the lock of the store: nobody sees a definition without its resource, or the other way round.
    private void OnWritten(ResourceType type, StoreEvent change)
    {
        if (type.IsCustom && change.Type == StoreEventType.Deleted)
        {
            Finish(type.Custom!.Definition.Name);
        }

        if (type.QualifiedResource != _type.QualifiedResource)
        {
            return;
        }

        if (change.Type != StoreEventType.Deleted && !change.Object.IsTerminating && Accept(change.Object))
        {
            // The write of the status has come by here already.
            return;
        }

        Refresh();
        if (change.Type != StoreEventType.Deleted && change.Object.IsTerminating)
        {
            Clear(change.Object.Name);
        }
        else if (change.Type == StoreEventType.Deleted)
        {
            AcceptFreedNames(change.Object);
        }
    }

    private void Refresh()
    {
        Definitions = [.. _cluster.Store.Snapshot(_type).Objects.Select(stored => new CustomDefinition(stored.ToNode()))];
        _cluster.Catalog.SetCustom([.. Definitions.OrderBy(definition => definition.Group, StringComparer.Ordinal).SelectMany(definition => CustomTypes.Of(definition, _cluster.Catalog.Schemas))]);
    }

    // True if the status has changed, and was written.
    private bool Accept(StoredObject stored)
    {
        var current = stored.ToNode();
        var value = stored.ToNode();
        var group = value.StringAt("spec.group");
        DefinitionStatus.AcceptNames(value, [.. Definitions.Where(other => other.Group == group && other.Name != stored.Name)], _cluster.Now);
        if (JsonNode.DeepEquals(current["status"], value["status"]))
        {
            return false;
        }

        // A list that was null is there already: the server owns its items only.
        current.Child("status")["conditions"] ??= new JsonArray();
        _owners.Update(_type, current, value, s_server);
        return _cluster.Store.TryReplace(_type, stored, value) is not null;
    }

    private void AcceptFreedNames(StoredObject removed)
    {
        var group = removed.ToNode().StringAt("spec.group");
        foreach (var name in Definitions.Where(other => other.Group == group).Select(other => other.Name).ToList())
        {
            if (_cluster.Store.Get(_type, null, name) is { IsTerminating: false } stored)
            {
                Accept(stored);
            }
        }
    }

    // What finalizers hold stays, and the definition with it.
    private void Clear(string name)
    {
        if (Definitions.FirstOrDefault(definition => definition.Name == name) is { } definition && TypeOf(definition) is { } type)
        {
            var deleter = new Verbs.Deleter(_cluster);
            foreach (var value in _cluster.Store.Snapshot(type).Objects)
            {
                if (_cluster.Store.Get(type, value.Namespace, value.Name) is { IsTerminating: false } stored)
                {
                    deleter.Delete(type, stored, null, false);
                }
            }
        }

        Finish(name);
    }

    // The last object out takes its terminating definition with it.
    private void Finish(string name)
    {
        if (_cluster.Store.Get(_type, null, name) is not { IsTerminating: true } stored)
        {
            return;
        }

        var definition = Definitions.FirstOrDefault(known => known.Name == name);
        if (definition is not null && TypeOf(definition) is { } type && _cluster.Store.Snapshot(type).Objects.Count > 0)
        {
            return;
        }

        var value = stored.ToNode();
        var finalizers = (value.At("metadata.finalizers") as JsonArray ?? []).Select(finalizer => finalizer!.GetValue<string>()).ToList();
        if (!finalizers.Remove(Finalizer))
        {
            return;
        }

        value.Child("metadata")["finalizers"] = new JsonArray([.. finalizers.Select(finalizer => JsonValue.Create(finalizer))]);
        _ = finalizers.Count == 0 ? _cluster.Store.TryDelete(_type, stored, value) : _cluster.Store.TryReplace(_type, stored, value);
    }

    // Any version will do: they share their objects.
    private ResourceType? TypeOf(CustomDefinition definition) =>
        _cluster.Catalog.Types.FirstOrDefault(type => type.IsCustom && type.Custom!.Definition.Name == definition.Name);
}
