using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Tables;

namespace KubeApi.Sandbox.Metrics;

/// <summary>
/// The usage of containers: 40 to 79 percent of their requests, or a little without requests. The same name always has the same usage, so tests can sort by it.
/// </summary>
/// <param name="Cpu">In cores.</param>
/// <param name="Memory">In bytes, a multiple of 1024.</param>
internal readonly record struct ContainerUsage(decimal Cpu, decimal Memory)
{
    private const decimal Page = 4096;

    /// <summary>A node without pods.</summary>
    public static ContainerUsage Idle { get; } = new(0.1m, 500 * 1024 * 1024);

    public static ContainerUsage operator +(ContainerUsage left, ContainerUsage right) => new(left.Cpu + right.Cpu, left.Memory + right.Memory);

    /// <summary>The usage of the running containers of a pod; empty for a pod that does not run.</summary>
    public static IEnumerable<(string Container, ContainerUsage Usage)> Of(JsonObject pod)
    {
        var running = CellFunctions.Objects(pod.At("status.containerStatuses")).Where(status => status.At("state.running") is not null)
            .Select(status => status.StringAt("name")).ToHashSet();
        return pod.StringAt("status.phase") != "Running" ? [] : PodResources.Containers(pod).Where(container => running.Contains(container.StringAt("name")))
            .Select(container => (container.StringAt("name")!, Of(pod.StringAt("metadata.name")!, container)));
    }

    /// <summary>The member `usage` of an item of metrics.k8s.io.</summary>
    public JsonObject ToJson() => new() { ["cpu"] = new Quantity(Cpu).ToString(), ["memory"] = new Quantity(Memory, IsBinary: true).ToString() };

    private static ContainerUsage Of(string pod, JsonObject container)
    {
        var requests = PodResources.Of(container, "requests").ToDictionary(request => request.Name, request => request.Amount.Amount);
        var share = (40 + Encoding.UTF8.GetBytes(pod + container.StringAt("name")).Aggregate(7, (hash, value) => ((hash * 31) + value) % 40)) / 100m;
        var memory = requests.GetValueOrDefault("memory", 16 * 1024 * 1024) * share;
        return new ContainerUsage(requests.GetValueOrDefault("cpu", 0.005m) * share, decimal.Ceiling(memory / Page) * Page);
    }
}
