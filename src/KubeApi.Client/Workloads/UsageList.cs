using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>Joins the objects of metrics.k8s.io with the pods and nodes that they measure. Pure.</summary>
public static class UsageList
{
    /// <summary>The usage of a node.</summary>
    /// <param name="metrics">Its NodeMetrics.</param>
    /// <param name="node">The node; default if it is unknown.</param>
    public static ResourceUsage OfNode(JsonElement metrics, JsonElement node) => new(
        "", metrics.Child("metadata").Text("name"), "", PodResources.Read(metrics.Child("usage")), default, default,
        PodResources.Read(node.Child("status").Child("allocatable")), UtcTime.Parse(metrics.Text("timestamp")));

    /// <summary>The usage of a pod: the sum of its containers; none if that of a container is unknown.</summary>
    /// <param name="metrics">Its PodMetrics.</param>
    /// <param name="pod">The pod; default if it is unknown.</param>
    public static ResourceUsage OfPod(JsonElement metrics, JsonElement pod)
    {
        var used = metrics.Items("containers").Select(c => PodResources.Read(c.Child("usage"))).ToList();
        var sum = new ResourceAmounts(
            used.Exists(u => u.Cpu is null) ? null : used.Sum(u => u.Cpu), used.Exists(u => u.Memory is null) ? null : used.Sum(u => u.Memory));
        return Of(metrics, "", sum, PodResources.RequestsOf(pod), PodResources.LimitsOf(pod));
    }

    /// <summary>The usage of each container of a pod.</summary>
    public static IEnumerable<ResourceUsage> OfContainers(JsonElement metrics, JsonElement pod) =>
        from measured in metrics.Items("containers")
        let name = measured.Text("name")
        let container = PodResources.Running(pod).FirstOrDefault(c => c.Text("name") == name)
        select Of(metrics, name, PodResources.Read(measured.Child("usage")), PodResources.Requests(container), PodResources.Limits(container));

    private static ResourceUsage Of(JsonElement metrics, string container, ResourceAmounts used, ResourceAmounts requests, ResourceAmounts limits) => new(
        metrics.Child("metadata").Text("namespace"), metrics.Child("metadata").Text("name"), container, used, requests, limits, default,
        UtcTime.Parse(metrics.Text("timestamp")));
}
