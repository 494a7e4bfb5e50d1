using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>
/// Follows the definitions in the store with every write, before it is visible: accepts their names, updates the catalog, and deletes their objects with them.
/// </summary>
internal sealed class CustomResourceLifecycle
{
    private const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";

    // The field manager of a real server for status updates.
    private static readonly Writer s_server = new("kube-apiserver", "status");

    private readonly ObjectStore _store;
    private readonly ResourceCatalog _catalog;
    private readonly SandboxClock _clock;
    private readonly Deleter _deleter;
    private readonly ResourceType _type;
    private readonly FieldManager _owners;
    private readonly Updater _updater;
    private Dictionary<StoredObject, CustomTypes> _types = [];

    public CustomResourceLifecycle(
        ObjectStore store, ResourceCatalog catalog, SandboxClock clock, FieldManager owners, Updater updater, Deleter deleter)
    {
        (_store, _catalog, _clock, _owners, _updater, _deleter) = (store, catalog, clock, owners, updater, deleter);
        _type = catalog.Definitions;
        store.Writing += OnWriting;
    }

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
            _store.EndWatches(before);
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
                _store.Drop(before);
            }

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
        _types = _store.Snapshot(_type).Objects.ToDictionary(
            stored => stored, stored => known.GetValueOrDefault(stored) ?? CustomTypes.Of(new CustomDefinition(stored.ToNode()), _catalog.Schemas));
        _catalog.SetCustom(
            [.. _types.Values.Select(types => types.Definition)],
            [.. _types.Values.OrderBy(types => types.Definition.Group, StringComparer.Ordinal).SelectMany(types => types.Served)]);
    }

    // True if the status was changed and written.
    private bool Accept(StoredObject stored)
    {
        var current = stored.ToNode();
        var value = stored.ToNode();
        DefinitionStatus.AcceptNames(value, _clock.Now);
        if (JsonNode.DeepEquals(current["status"], value["status"]))
        {
            return false;
        }

        // The list exists even if it was null: the server owns only its items.
        current.Child("status")["conditions"] ??= new JsonArray();
        _owners.Update(_type, current, value, s_server);
        return _store.TryReplace(_type, stored, _type.Normalize(value)) is not null;
    }

    // Objects with finalizers stay, and so does the definition.
    private void Clear(string name)
    {
        foreach (var (type, value) in Objects(name))
        {
            if (!value.IsTerminating)
            {
                _deleter.Delete(type, value, DeleteOptions.Background);
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

        _updater.Modify(_type, "", name, "", value => value.Set(
            "metadata.finalizers", new JsonArray(
                [.. Finalizers.Of(value).Where(finalizer => finalizer != Finalizer).Select(finalizer => JsonValue.Create(finalizer))])));
    }

    private IEnumerable<(ResourceType Type, StoredObject Value)> Objects(string name) =>
        TypesOf(name)?.Stored is { } type ? _store.Snapshot(type).Objects.Select(value => (type, value)) : [];

    private CustomTypes? TypesOf(string name) => _types.Values.FirstOrDefault(types => types.Definition.Name == name);
}
