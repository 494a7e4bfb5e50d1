using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Admission;

/// <summary>Rejects objects that exceed a ResourceQuota.</summary>
internal sealed class QuotaAdmission(ObjectStore store, ResourceCatalog catalog)
{
    private static readonly string[] s_required = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

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
        if (type == catalog.Pods && QuotaScopes.Match(type.QualifiedResource, value, quota)
            && MissingResources(value, QuotaUsage.Limits(quota).Keys) is { Length: > 0 } missing)
        {
            return $"failed quota: {name}: must specify {missing}";
        }

        var requested = QuotaUsage.Of(type, value, quota).Where(entry => entry.Value.Amount > 0).ToDictionary(StringComparer.Ordinal);
        if (requested.Count == 0)
        {
            return null;
        }

        var (used, limits) = (QuotaUsage.Used(store, catalog, @namespace, quota), QuotaUsage.Limits(quota));
        var exceeded = requested.Keys.Where(key => used.GetValueOrDefault(key) + requested[key] > limits[key]).Order(StringComparer.Ordinal).ToList();
        return exceeded.Count == 0 ? null : $"exceeded quota: {name}, requested: {List(requested)}, used: {List(used)}, limited: {List(limits)}";

        string List(Dictionary<string, Quantity> amounts) => string.Join(',', exceeded.Select(key => $"{key}={amounts.GetValueOrDefault(key)}"));
    }

    // A quota of cpu or memory requires every container to specify it.
    private static string MissingResources(JsonObject pod, IEnumerable<string> limited) => string.Join("; ",
        from name in limited.Intersect(s_required).Order(StringComparer.Ordinal)
        let kind = name.StartsWith("limits.", StringComparison.Ordinal) ? "limits" : "requests"
        let silent = PodResources.Containers(pod).Concat(PodResources.Containers(pod, "initContainers"))
            .Where(container => PodResources.Of(container, kind).All(resource => resource.Name != name.Split('.')[^1])).ToList()
        where silent.Count > 0
        select $"{name} for: {string.Join(',', silent.Select(container => container.StringAt("name")).Order(StringComparer.Ordinal))}");
}
