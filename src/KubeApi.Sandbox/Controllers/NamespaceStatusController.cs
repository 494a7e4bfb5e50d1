using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Controllers;

/// <summary>Maintains the status of the objects of a type, which depends on other objects of their namespace.</summary>
internal abstract class NamespaceStatusController(ObjectStore store, ResourceType type, Updater updater) : IController
{
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    protected ObjectStore Store { get; } = store;

    public void Observe(StoreChange change)
    {
        if (change.Type == type || (Counts(change.Type) && In(change.Object.Namespace).Any()))
        {
            _changed.Add(change.Object.Namespace);
        }
    }

    public bool Work()
    {
        if (_changed.FirstOrDefault() is not { } @namespace)
        {
            return false;
        }

        _changed.Remove(@namespace);
        foreach (var item in In(@namespace).ToList())
        {
            updater.Modify(type, @namespace, item.Name, "status", value => Count(@namespace, value));
        }

        return true;
    }

    /// <summary>Whether the status depends on objects of that type.</summary>
    protected abstract bool Counts(ResourceType other);

    /// <summary>Sets the status.</summary>
    protected abstract void Count(string @namespace, JsonObject value);

    private IEnumerable<StoredObject> In(string @namespace) => Store.Snapshot(type).In(@namespace);
}
