using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Strategies;

namespace KubeApi.Sandbox.Admission;

/// <summary>Applies the limit ranges of a namespace to containers: the defaults, and the maximum of limits.</summary>
internal static class LimitRanges
{
    /// <summary>Adds the default requests and limits.</summary>
    public static void Complete(JsonObject pod, JsonObject range)
    {
        foreach (var container in PodResources.Containers(pod).Concat(PodResources.Containers(pod, "initContainers")))
        {
            Fill(container, "requests", Items(range, "defaultRequest"));
            Fill(container, "limits", Items(range, "default"));
        }
    }

    /// <summary>The violations of a pod, with the server's messages.</summary>
    public static IEnumerable<string> Validate(JsonObject pod, JsonObject range) =>
        from container in PodResources.Containers(pod)
        from most in Items(range, "max")
        from limit in PodResources.Of(container, "limits")
        where limit.Name == most.Name && limit.Amount > most.Amount
        select $"maximum {most.Name} usage per Container is {most.Amount}, but limit is {limit.Amount}";

    private static void Fill(JsonObject container, string kind, IEnumerable<(string Name, Quantity Amount)> defaults)
    {
        foreach (var (name, amount) in defaults)
        {
            container.Child("resources").Child(kind)[name] ??= amount.ToString();
        }
    }

    private static IEnumerable<(string Name, Quantity Amount)> Items(JsonObject range, string list) =>
        from limit in range.ObjectsAt("spec.limits")
        where limit.StringAt("type") == "Container"
        from item in limit[list] as JsonObject ?? []
        orderby item.Key
        select (item.Key, Quantity.Parse(item.Value?.ToString()));
}
