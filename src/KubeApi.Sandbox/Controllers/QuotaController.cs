using KubeApi.Sandbox.Admission;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Controllers;

/// <summary>Maintains the status of resource quotas: limits and usage.</summary>
internal sealed class QuotaController(ObjectStore store, ResourceCatalog catalog, Updater updater) : IController
{
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    public void Observe(StoreChange change)
    {
        if (change.Type.IsNamespaced && Quotas(change.Object.Namespace).Any())
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
        foreach (var quota in Quotas(@namespace).ToList())
        {
            updater.Amend(catalog.ResourceQuotas, @namespace, quota.Name, "status", value => Count(@namespace, value));
        }

        return true;
    }

    private IEnumerable<StoredObject> Quotas(string @namespace) => store.Snapshot(catalog.ResourceQuotas).In(@namespace);

    private void Count(string @namespace, JsonObject quota)
    {
        var used = QuotaUsage.Used(store, catalog, @namespace, QuotaUsage.Limits(quota).Keys).OrderBy(entry => entry.Key, StringComparer.Ordinal);
        quota["status"] = new JsonObject
        {
            ["hard"] = quota["spec"]?["hard"]?.DeepClone() ?? new JsonObject(),
            ["used"] = new JsonObject(used.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, JsonValue.Create(entry.Value.ToString())))),
        };
    }
}
