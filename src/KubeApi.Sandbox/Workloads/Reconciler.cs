using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Workloads;

/// <summary>A queue of objects of one kind. Each change puts an object into the queue, and the controller reconciles one object after another.</summary>
/// <param name="type">The kind that the controller reconciles.</param>
/// <param name="name">The component in its events.</param>
internal abstract class Reconciler(ControllerServices services, ResourceType type, string name, string manager = Updater.ControllerManager) : IController
{
    // More than any rollout needs: an object that is reconciled so often after one write is never done.
    private const int MostReconciliations = 5000;

    private readonly Queue<ObjectPlace> _queue = [];
    private readonly Dictionary<ObjectPlace, int> _counts = [];
    private long _epoch;
    private readonly HashSet<ObjectPlace> _queued = [];
    private readonly Dictionary<ObjectPlace, DateTimeOffset> _planned = [];

    protected ObjectStore Store => services.Store;

    protected ResourceCatalog Catalog => services.Catalog;

    protected SandboxClock Clock => services.Clock;

    protected ResourceType Type => type;

    protected ServiceWriter Writer { get; } = new(services, name, manager);

    protected OwnedObjects Owned => field ??= new OwnedObjects(Store, Catalog, Writer);

    protected DateTimeOffset Now => Clock.GetUtcNow();

    public virtual void Observe(StoreChange change)
    {
        if (change.Type == Type)
        {
            Enqueue(ObjectPlace.Of(change));
        }
        else if (change.Type == Catalog.ResourceQuotas || change.Type == Catalog.ServiceAccounts)
        {
            foreach (var owner in Owned.Allow(change.Object.Namespace))
            {
                Enqueue(owner);
            }
        }

        ObserveDependent(change);
    }

    public bool Work()
    {
        if (!_queue.TryDequeue(out var place))
        {
            return false;
        }

        _queued.Remove(place);
        Bound(place);
        if (Store.Get(Type, place.Namespace, place.Name) is not { } stored)
        {
            Forget(place);
        }
        else if (!stored.IsTerminating || ReconcilesTerminating)
        {
            Reconcile(stored, Updater.WithKind(Type, stored));
        }

        return true;
    }

    private void Bound(ObjectPlace place)
    {
        if (_epoch != services.Loop.Epoch)
        {
            _epoch = services.Loop.Epoch;
            _counts.Clear();
        }

        if ((_counts[place] = _counts.GetValueOrDefault(place) + 1) > MostReconciliations)
        {
            throw new InvalidOperationException($"{Type.Kind} {place.Namespace}/{place.Name} does not settle.");
        }
    }

    protected virtual bool ReconcilesTerminating => false;

    /// <param name="value">The object, with kind and apiVersion.</param>
    protected abstract void Reconcile(StoredObject stored, JsonObject value);

    /// <summary>Removes the dependents of an object that no longer exists.</summary>
    protected virtual void Forget(ObjectPlace place)
    {
    }

    /// <summary>Queues the owner of an object that has changed.</summary>
    protected virtual void ObserveDependent(StoreChange change)
    {
        if (change.Type == Catalog.Pods)
        {
            EnqueueOwner(change);
        }
    }

    protected void EnqueueOwner(StoreChange change)
    {
        foreach (var owner in OwnerReference.Of(change.Object).Where(owner => owner.Kind == Type.Kind && owner.ApiVersion == Type.ApiVersion))
        {
            Enqueue(new ObjectPlace(Type, change.Object.Namespace, owner.Name));
        }
    }

    protected void Enqueue(ObjectPlace place)
    {
        if (_queued.Add(place))
        {
            _queue.Enqueue(place);
        }
    }

    protected void Enqueue(StoredObject stored) => Enqueue(new ObjectPlace(Type, stored.Namespace, stored.Name));

    /// <summary>Queues the object when the next of its pods has been ready for minReadySeconds. Call it before the pods are counted, because time
    /// advances.</summary>
    protected void EnqueueWhenAvailable(StoredObject stored, IEnumerable<PodState> pods, long minReadySeconds)
    {
        if (minReadySeconds > 0 && pods.Select(pod => pod.AvailableAt(minReadySeconds)).Where(time => time > Now).Min() is { } next)
        {
            EnqueueAt(next, stored);
        }
    }

    /// <summary>Queues the object at that time. If it is queued earlier, that reconciliation plans the next one.</summary>
    protected void EnqueueAt(DateTimeOffset time, StoredObject stored)
    {
        var place = new ObjectPlace(Type, stored.Namespace, stored.Name);
        if (_planned.TryGetValue(place, out var planned) && planned <= time && planned > Now)
        {
            return;
        }

        _planned[place] = time;
        Clock.At(time, () =>
        {
            if (_planned.GetValueOrDefault(place) == time)
            {
                _planned.Remove(place);
            }

            Enqueue(place);
        });
    }
}
