using KubeApi.Sandbox.Admission;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Controllers;

/// <summary>Maintains the status of resource quotas: limits and usage.</summary>
internal sealed class QuotaController(ObjectStore store, ResourceCatalog catalog, Updater updater)
    : NamespaceStatusController(store, catalog.ResourceQuotas, updater)
{
    protected override bool Counts(ResourceType other) => other.IsNamespaced;

    protected override void Count(string @namespace, JsonObject quota)
    {
        var used = QuotaUsage.Used(Store, catalog, @namespace, QuotaUsage.Limits(quota).Keys).OrderBy(entry => entry.Key, StringComparer.Ordinal);
        quota["status"] = new JsonObject
        {
            ["hard"] = quota["spec"]?["hard"]?.DeepClone() ?? new JsonObject(),
            ["used"] = new JsonObject(used.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, JsonValue.Create(entry.Value.ToString())))),
        };
    }
}
