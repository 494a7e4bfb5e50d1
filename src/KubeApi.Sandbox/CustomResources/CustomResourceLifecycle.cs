using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.CustomResources;

/// <summary>
/// Follows the definitions in the store with every write, before it is visible: accepts their names, updates the catalog, and deletes their objects with them.
/// </summary>
internal sealed class CustomResourceLifecycle
{
    private const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";

    // The field manager of a real server for status updates.
    private static readonly Writer s_server = new("kube-apiserver", "status");

    private readonly Cluster _cluster;
    private readonly ResourceType _type;
    private readonly FieldManager _owners;
    private readonly Updater _updater;
    private Dictionary<StoredObject, CustomTypes> _types = [];

    public CustomResourceLifecycle(Cluster cluster)
    {
        _cluster = cluster;
        _type = cluster.Catalog.Definitions;
        _owners = new FieldManager(cluster);
        _updater = new Updater(cluster);
        cluster.Store.Writing += OnWriting;
    }

    /// <summary>All definitions, in the order of their names.</summary>
    public IReadOnlyList<CustomDefinition> Definitions { get; private set; } = [];

    /// <summary>Marks a definition as terminating: it stays until its objects are deleted.</summary>
    public static void Mark(JsonObject definition, string now)
    {
        var metadata = definition.Child("metadata");
        metadata["deletionTimestamp"] = now;
        metadata["finalizers"] = new JsonArray([.. Finalizers.Of(definition).Append(Finalizer).Distinct().Select(finalizer => JsonValue.Create(finalizer))]);
        Conditions.Set(
            definition, now, "Terminating", "True", "InstanceDeletionPending",
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon");
    }

    // Called under the lock of the store, so a definition and its resource become visible together.
    private void OnWriting(StoreChange change)
    {
        if (change.Type.IsCustom && change.Change == StoreEventType.Deleted)
        {
            Finish(change.Type.Custom!.Definition.Name);
        }

        if (change.Type.QualifiedResource != _type.QualifiedResource)
        {
            return;
        }

        var isGone = change.Change == StoreEventType.Deleted;
        var before = TypesOf(change.Object.Name)?.Stored;
        if (before is not null && change.Previous is { } previous && !JsonNode.DeepEquals(previous.ToNode()["spec"], change.Object.ToNode()["spec"]))
        {
            // As in a real server, which recreates the storage of the resource.
            _cluster.Store.EndWatches(before);
        }

        if (!isGone && !change.Object.IsTerminating && Accept(change.Object))
        {
            // The write of the status was already handled here.
            return;
        }

        Refresh();
        if (isGone)
        {
            if (before is not null)
            {
                _cluster.Store.Drop(before);
            }

            AcceptFreedNames(change.Object);
        }
        else if (change.Object.IsTerminating)
        {
            Clear(change.Object.Name);
        }
    }

    // Unchanged definitions are not parsed again.
    private void Refresh()
    {
        var known = _types;
        _types = _cluster.Store.Snapshot(_type).Objects.ToDictionary(
            stored => stored, stored => known.GetValueOrDefault(stored) ?? CustomTypes.Of(new CustomDefinition(stored.ToNode()), _cluster.Catalog.Schemas));
        Definitions = [.. _types.Values.Select(types => types.Definition)];
        _cluster.Catalog.SetCustom([.. _types.Values.OrderBy(types => types.Definition.Group, StringComparer.Ordinal).SelectMany(types => types.Served)]);
    }

    // True if the status was changed and written.
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

        // The list exists even if it was null: the server owns only its items.
        current.Child("status")["conditions"] ??= new JsonArray();
        _owners.Update(_type, current, value, s_server);
        return _cluster.Store.TryReplace(_type, stored, _type.Normalize(value)) is not null;
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

    // Objects with finalizers stay, and so does the definition.
    private void Clear(string name)
    {
        var deleter = new Deleter(_cluster);
        foreach (var (type, value) in Objects(name))
        {
            if (!value.IsTerminating)
            {
                deleter.Delete(type, value, DeleteOptions.Background);
            }
        }

        Finish(name);
    }

    // Deletes a terminating definition after its last object.
    private void Finish(string name)
    {
        if (TypesOf(name) is not { Definition.IsTerminating: true } || Objects(name).Any())
        {
            return;
        }

        _updater.Amend(_type, "", name, "", value => value.Set(
            "metadata.finalizers", new JsonArray(
                [.. Finalizers.Of(value).Where(finalizer => finalizer != Finalizer).Select(finalizer => JsonValue.Create(finalizer))])));
    }

    private IEnumerable<(ResourceType Type, StoredObject Value)> Objects(string name) =>
        TypesOf(name)?.Stored is { } type ? _cluster.Store.Snapshot(type).Objects.Select(value => (type, value)) : [];

    private CustomTypes? TypesOf(string name) => _types.Values.FirstOrDefault(types => types.Definition.Name == name);
}
