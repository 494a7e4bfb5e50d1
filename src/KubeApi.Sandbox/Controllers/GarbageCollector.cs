using System.Runtime.InteropServices;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Controllers;

/// <summary>
/// Deletes objects with their owners, by the steps of a real server's garbage collector (`attemptToDeleteItem`): an object without any existing owner is
/// deleted; an owner with foreground deletion waits for its blocking dependents; with orphaning, its references are removed from its dependents first.
/// </summary>
internal sealed class GarbageCollector(ObjectStore store, ResourceCatalog catalog, Updater updater, Deleter deleter, Lifetime lifetime) : IController
{
    private readonly Dictionary<string, HashSet<ObjectPlace>> _dependents = new(StringComparer.Ordinal);
    private readonly Queue<ObjectPlace> _attempts = [];

    public void Observe(StoreChange change)
    {
        var place = ObjectPlace.Of(change);
        var before = OwnerReference.Of(change.Previous);
        var after = change.Change == StoreEventType.Deleted ? [] : OwnerReference.Of(change.Object);
        foreach (var owner in before.Where(owner => !after.Contains(owner)))
        {
            Forget(owner.Uid, place);
            // The owner may have waited for this object.
            if (Find(owner, place.Namespace) is { } waiting)
            {
                _attempts.Enqueue(waiting);
            }
        }

        foreach (var owner in after)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(_dependents, owner.Uid, out _) ??= []).Add(place);
        }

        if (change.Change == StoreEventType.Deleted)
        {
            foreach (var dependent in Dependents(change.Object.Uid))
            {
                _attempts.Enqueue(dependent);
            }

            return;
        }

        // Loaded objects are kept although their owners may be missing, even after they are written.
        if ((after.Any(owner => !before.Contains(owner)) && !lifetime.IsLoading) || (change.Object.IsTerminating && Finalizers.Of(change.Object).Count > 0))
        {
            _attempts.Enqueue(place);
        }
    }

    public bool Work()
    {
        if (!_attempts.TryDequeue(out var place))
        {
            return false;
        }

        if (store.Get(place.Type, place.Namespace, place.Name) is not { } stored)
        {
            return true;
        }

        var finalizers = Finalizers.Of(stored);
        if (stored.IsTerminating && finalizers.Contains(Finalizers.Orphan))
        {
            Orphan(place, stored);
        }
        else if (stored.IsTerminating && finalizers.Contains(Finalizers.Foreground))
        {
            DeleteDependents(place, stored);
        }
        else if (!stored.IsTerminating)
        {
            CheckOwners(place, stored, finalizers);
        }

        return true;
    }

    private void Orphan(ObjectPlace place, StoredObject stored)
    {
        foreach (var dependent in Dependents(stored.Uid).ToList())
        {
            RemoveOwners(dependent, [stored.Uid]);
        }

        RemoveFinalizer(place, Finalizers.Orphan);
    }

    private void DeleteDependents(ObjectPlace place, StoredObject stored)
    {
        var blocking = Dependents(stored.Uid).Where(
            dependent => OwnerReference.Of(Get(dependent)).Any(owner => owner.Uid == stored.Uid && owner.BlocksOwner)).ToList();
        if (blocking.Count == 0)
        {
            RemoveFinalizer(place, Finalizers.Foreground);
            return;
        }

        foreach (var dependent in Dependents(stored.Uid).Where(dependent => Get(dependent) is { IsTerminating: false }))
        {
            _attempts.Enqueue(dependent);
        }
    }

    private void CheckOwners(ObjectPlace place, StoredObject stored, IReadOnlyList<string> finalizers)
    {
        var owners = OwnerReference.Of(stored).Select(owner => (owner.Uid, State: StateOf(owner, stored))).ToList();
        if (owners.Count == 0 || owners.Any(owner => owner.State == OwnerState.Unknown))
        {
            return;
        }

        if (owners.Any(owner => owner.State == OwnerState.Solid))
        {
            RemoveOwners(place, [.. owners.Where(owner => owner.State != OwnerState.Solid).Select(owner => owner.Uid)]);
            return;
        }

        var propagation = finalizers.Contains(Finalizers.Orphan) ? Propagation.Orphan
            : finalizers.Contains(Finalizers.Foreground) || (owners.Any(owner => owner.State == OwnerState.Waiting) && Dependents(stored.Uid).Count > 0)
            ? Propagation.Foreground
            : Propagation.Background;
        try
        {
            deleter.Delete(place.Type, stored, new DeleteOptions { Propagation = propagation, Uid = stored.Uid });
        }
        catch (StatusException)
        {
            // Already deleted.
        }
    }

    private OwnerState StateOf(OwnerReference owner, StoredObject dependent)
    {
        if (TypeOf(owner) is not { } type || (type.IsNamespaced && dependent.Namespace.Length == 0))
        {
            // Its existence is unknown: a real server waits, too.
            return OwnerState.Unknown;
        }

        var found = store.Get(type, dependent.Namespace, owner.Name);
        return found is null || found.Uid != owner.Uid ? OwnerState.Absent
            : found.IsTerminating && Finalizers.Of(found).Contains(Finalizers.Foreground) ? OwnerState.Waiting
            : OwnerState.Solid;
    }

    private void RemoveOwners(ObjectPlace place, IReadOnlyList<string> uids)
    {
        if (uids.Count > 0)
        {
            updater.Modify(
                place.Type, place.Namespace, place.Name, "",
                value => Remove(value, "ownerReferences", item => item is JsonObject owner && uids.Contains(owner.StringAt("uid"))));
        }
    }

    private void RemoveFinalizer(ObjectPlace place, string finalizer) =>
        updater.Modify(place.Type, place.Namespace, place.Name, "", value => Remove(value, "finalizers", item => item?.ToString() == finalizer));

    private static void Remove(JsonObject value, string list, Predicate<JsonNode?> isUnwanted)
    {
        if (value.At("metadata." + list) is JsonArray items)
        {
            value.Child("metadata")[list] = new JsonArray([.. items.Where(item => !isUnwanted(item)).Select(item => item?.DeepClone())]);
        }
    }

    private ObjectPlace? Find(OwnerReference owner, string @namespace) =>
        TypeOf(owner) is { } type ? new ObjectPlace(type, type.IsNamespaced ? @namespace : "", owner.Name) : null;

    private ResourceType? TypeOf(OwnerReference owner) => catalog.FindKind(owner.ApiVersion, owner.Kind);

    private StoredObject? Get(ObjectPlace place) => store.Get(place.Type, place.Namespace, place.Name);

    private HashSet<ObjectPlace> Dependents(string uid) => _dependents.TryGetValue(uid, out var known) ? known : [];

    private void Forget(string uid, ObjectPlace dependent)
    {
        if (_dependents.TryGetValue(uid, out var known) && known.Remove(dependent) && known.Count == 0)
        {
            _dependents.Remove(uid);
        }
    }

    private enum OwnerState
    {
        Solid,
        Waiting,
        Absent,
        Unknown,
    }
}
