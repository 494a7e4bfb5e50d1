using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Admission;

/// <summary>Refuses what would be more than a namespace may have.</summary>
internal sealed class QuotaAdmission(Cluster cluster)
{
    private static readonly string[] s_mustBeSaid = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

    /// <summary>Looks at what is used now: nothing may be created between this and the creation.</summary>
    public void Check(ResourceType type, string @namespace, JsonObject value)
    {
        if (!type.IsNamespaced)
        {
            return;
        }

        foreach (var quota in cluster.Store.Snapshot(cluster.Catalog.ResourceQuotas).In(@namespace))
        {
            if (Complaint(type, @namespace, value, quota.Name, quota.ToNode()) is { } complaint)
            {
                throw StatusAnswers.NotAdmitted(type, value.StringAt("metadata.name") ?? "", complaint);
            }
        }
    }

    private string? Complaint(ResourceType type, string @namespace, JsonObject value, string name, JsonObject quota)
    {
        if (type == cluster.Catalog.Pods && QuotaScopes.Hold(type.QualifiedResource, value, quota)
            && Unsaid(value, QuotaUsage.Limits(quota).Keys) is { Length: > 0 } unsaid)
        {
            return $"failed quota: {name}: must specify {unsaid}";
        }

        var requested = QuotaUsage.Of(type, value, quota).Where(entry => entry.Value.Amount > 0).ToDictionary(StringComparer.Ordinal);
        if (requested.Count == 0)
        {
            return null;
        }

        var (used, limits) = (QuotaUsage.Used(cluster, @namespace, quota), QuotaUsage.Limits(quota));
        var exceeded = requested.Keys.Where(key => used.GetValueOrDefault(key) + requested[key] > limits[key]).Order(StringComparer.Ordinal).ToList();
        return exceeded.Count == 0 ? null : $"exceeded quota: {name}, requested: {List(requested)}, used: {List(used)}, limited: {List(limits)}";

        string List(Dictionary<string, Quantity> amounts) => string.Join(',', exceeded.Select(key => $"{key}={amounts.GetValueOrDefault(key)}"));
    }

    // Who limits the processor or the memory wants every container to say what it needs.
    private static string Unsaid(JsonObject pod, IEnumerable<string> limited) => string.Join("; ",
        from name in limited.Intersect(s_mustBeSaid).Order(StringComparer.Ordinal)
        let kind = name.StartsWith("limits.", StringComparison.Ordinal) ? "limits" : "requests"
        let silent = PodResources.Containers(pod).Concat(PodResources.Containers(pod, "initContainers"))
            .Where(container => PodResources.Of(container, kind).All(resource => resource.Name != name.Split('.')[^1])).ToList()
        where silent.Count > 0
        select $"{name} for: {string.Join(',', silent.Select(container => container.StringAt("name")).Order(StringComparer.Ordinal))}");
}
