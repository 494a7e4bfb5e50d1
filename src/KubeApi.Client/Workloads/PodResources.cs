using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>The requests and limits of pods and of their containers. Pure.</summary>
public static class PodResources
{
    /// <summary>The containers that run all the time: the sidecars of a pod, and its containers.</summary>
    /// <param name="pod">The whole pod.</param>
    public static IEnumerable<JsonElement> Running(JsonElement pod) => pod.Child("spec").Items("initContainers")
        .Where(c => c.Text("restartPolicy") == "Always").Concat(pod.Child("spec").Items("containers"));

    /// <summary>The requests of a pod: its own amount, or the sum of its running containers if it has none.</summary>
    public static ResourceAmounts RequestsOf(JsonElement pod) => OwnOrSum(pod, Requests, needsAll: false);

    /// <summary>The sum of the limits of a pod; none if one of its running containers has no limit.</summary>
    public static ResourceAmounts LimitsOf(JsonElement pod) => OwnOrSum(pod, Limits, needsAll: true);

    /// <summary>The sum of a pod's limits, as kubectl describe counts them: a container without a limit adds nothing.</summary>
    public static ResourceAmounts KnownLimitsOf(JsonElement pod) => OwnOrSum(pod, Limits, needsAll: false);

    /// <summary>The requests of a container.</summary>
    public static ResourceAmounts Requests(JsonElement container) => Read(container.Child("resources").Child("requests"));

    /// <summary>The limits of a container.</summary>
    public static ResourceAmounts Limits(JsonElement container) => Read(container.Child("resources").Child("limits"));

    /// <summary>The amounts of an object with quantities, such as <c>usage</c>.</summary>
    public static ResourceAmounts Read(JsonElement quantities) =>
        new(Quantity.TryParse(quantities.TextOrNull("cpu")), Quantity.TryParse(quantities.TextOrNull("memory")));

    private static ResourceAmounts OwnOrSum(JsonElement pod, Func<JsonElement, ResourceAmounts> read, bool needsAll)
    {
        var (own, containers) = (read(pod.Child("spec")), Running(pod).Select(read).ToList());
        return new ResourceAmounts(own.Cpu ?? Sum(containers.Select(c => c.Cpu)), own.Memory ?? Sum(containers.Select(c => c.Memory)));

        decimal? Sum(IEnumerable<decimal?> amounts) =>
            amounts.OfType<decimal>().ToList() is { Count: > 0 } known && (!needsAll || known.Count == containers.Count) ? known.Sum() : null;
    }
}
