using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Strategies;

/// <summary>The resources of a pod.</summary>
internal static class PodResources
{
    /// <summary>Each container with its name.</summary>
    public static IEnumerable<JsonObject> Containers(JsonObject pod, string list = "containers") =>
        pod.ObjectsAt("spec." + list);

    /// <summary>The largest sum at any time: all its containers together, or the largest init container.</summary>
    /// <param name="kind">`requests` or `limits`.</param>
    public static Dictionary<string, Quantity> Total(JsonObject pod, string kind)
    {
        var total = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        // A sidecar counts like the other containers.
        foreach (var container in Containers(pod).Concat(Containers(pod, "initContainers").Where(IsSidecar)))
        {
            foreach (var (name, amount) in Of(container, kind))
            {
                total[name] = total.GetValueOrDefault(name) + amount;
            }
        }

        foreach (var (name, amount) in Containers(pod, "initContainers").Where(container => !IsSidecar(container)).SelectMany(container => Of(container, kind)))
        {
            total[name] = amount > total.GetValueOrDefault(name) ? amount : total.GetValueOrDefault(name);
        }

        return total;
    }

    public static IEnumerable<(string Name, Quantity Amount)> Of(JsonObject container, string kind) =>
        (container.At("resources." + kind) as JsonObject ?? []).Select(resource => (resource.Key, Quantity.Parse(resource.Value?.ToString())));

    private static bool IsSidecar(JsonObject container) => container.StringAt("restartPolicy") == "Always";
}
