using System.Runtime.CompilerServices;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Admission;

/// <summary>The usage of a ResourceQuota by objects.</summary>
internal static class QuotaUsage
{
    private const string CountPrefix = "count/";

    // Each object is parsed once: a create reads all objects of the namespace while it holds the lock.
    private static readonly ConditionalWeakTable<StoredObject, Dictionary<string, Quantity>> s_known = [];

    private static readonly string[] s_counted =
    [
        "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims"
    ];

    /// <summary>The usage of all resources that a quota limits.</summary>
    /// <param name="names">Their names.</param>
    public static Dictionary<string, Quantity> Used(
        ObjectStore store, ResourceCatalog catalog, string @namespace, IReadOnlyCollection<string> names)
    {
        var used = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var type in catalog.StoredTypes.Where(type => type.IsNamespaced && names.Any(name => Concerns(name, type))))
        {
            foreach (var name in names.Where(name => Concerns(name, type)))
            {
                used[name] = default;
            }

            foreach (var stored in store.Snapshot(type).In(@namespace))
            {
                var all = s_known.GetValue(stored, read => Of(type, read.ToNode()));
                foreach (var name in names.Where(all.ContainsKey))
                {
                    used[name] = used.GetValueOrDefault(name) + all[name];
                }
            }
        }

        return used;
    }

    public static Dictionary<string, Quantity> Limits(JsonObject quota) =>
        (quota.At("spec.hard") as JsonObject ?? []).ToDictionary(limit => limit.Key, limit => Quantity.Parse(limit.Value?.ToString()), StringComparer.Ordinal);

    private static bool Concerns(string name, ResourceType type) => type.QualifiedResource switch
    {
        _ when name.StartsWith(CountPrefix, StringComparison.Ordinal) => name[CountPrefix.Length..] == type.QualifiedResource,
        "pods" => name == "pods" || (!s_counted.Contains(name) && name != "requests.storage" && !name.StartsWith("services.", StringComparison.Ordinal)),
        "services" => name == "services" || name.StartsWith("services.", StringComparison.Ordinal),
        "persistentvolumeclaims" => name is "persistentvolumeclaims" or "requests.storage",
        var resource => name == resource,
    };

    /// <summary>The usage of one object, of all resources that a quota can limit.</summary>
    public static Dictionary<string, Quantity> Of(ResourceType type, JsonObject value)
    {
        var all = new Dictionary<string, Quantity>(StringComparer.Ordinal) { [CountPrefix + type.QualifiedResource] = Quantity.One };
        if (s_counted.Contains(type.QualifiedResource))
        {
            all[type.Resource] = Quantity.One;
        }

        switch (type.QualifiedResource)
        {
            case "pods" when value.StringAt("status.phase") is "Succeeded" or "Failed":
                // A finished pod uses no resources, but still counts as an object.
                all.Remove("pods");
                break;
            case "pods":
                foreach (var (name, amount) in PodResources.Total(value, "requests"))
                {
                    all["requests." + name] = amount;
                    all[name] = amount;
                }

                foreach (var (name, amount) in PodResources.Total(value, "limits"))
                {
                    all["limits." + name] = amount;
                }

                break;
            case "persistentvolumeclaims":
                all["requests.storage"] = Quantity.Parse(value.TextAt("spec.resources.requests.storage"));
                break;
            case "services":
                var ports = (value.At("spec.ports") as JsonArray)?.Count ?? 0;
                all["services.loadbalancers"] = new Quantity(value.StringAt("spec.type") == "LoadBalancer" ? 1 : 0);
                all["services.nodeports"] = new Quantity(value.StringAt("spec.type") is "NodePort" or "LoadBalancer" ? ports : 0);
                break;
        }

        return all;
    }
}
