using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Admission;

/// <summary>Rejects objects that exceed a ResourceQuota.</summary>
internal sealed class QuotaAdmission(ObjectStore store, ResourceCatalog catalog)
{
    /// <summary>Checks the current usage: the caller must not allow a write between this and the creation.</summary>
    public void Check(ResourceType type, string @namespace, JsonObject value)
    {
        if (!type.IsNamespaced)
        {
            return;
        }

        foreach (var quota in store.Snapshot(catalog.ResourceQuotas).In(@namespace))
        {
            if (Validate(type, @namespace, value, quota.Name, quota.ToNode()) is { } error)
            {
                throw ApiErrors.NotAdmitted(type, value.StringAt("metadata.name") ?? "", error);
            }
        }
    }

    private string? Validate(ResourceType type, string @namespace, JsonObject value, string name, JsonObject quota)
    {
        var limits = QuotaUsage.Limits(quota);
        var requested = QuotaUsage.Of(type, value).Where(entry => limits.ContainsKey(entry.Key) && entry.Value.Amount > 0)
            .ToDictionary(StringComparer.Ordinal);
        if (requested.Count == 0)
        {
            return null;
        }

        var used = QuotaUsage.Used(store, catalog, @namespace, limits.Keys);
        var exceeded = requested.Keys.Where(key => used.GetValueOrDefault(key) + requested[key] > limits[key]).Order(StringComparer.Ordinal).ToList();
        return exceeded.Count == 0 ? null : $"exceeded quota: {name}, requested: {List(requested)}, used: {List(used)}, limited: {List(limits)}";

        string List(Dictionary<string, Quantity> amounts) => string.Join(',', exceeded.Select(key => $"{key}={amounts.GetValueOrDefault(key)}"));
    }
}
