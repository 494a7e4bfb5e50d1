using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Strategies;

/// <summary>The quality of service class of a pod.</summary>
internal static class QualityOfService
{
    private static readonly string[] s_lists = ["containers", "initContainers"];
    private static readonly string[] s_counted = ["cpu", "memory"];

    /// <summary>A limit is the default for a missing request.</summary>
    public static void Request(JsonObject pod)
    {
        foreach (var container in Containers(pod))
        {
            foreach (var (name, amount) in container.At("resources.limits") as JsonObject ?? [])
            {
                container.Child("resources").Child("requests")[name] ??= amount?.DeepClone();
            }
        }
    }

    /// <summary>Writes the class of a new pod into its status.</summary>
    public static void Classify(JsonObject pod) => pod.Child("status")["qosClass"] ??= Class([.. Containers(pod)]);

    /// <summary>The class of a pod.</summary>
    public static string Of(JsonObject pod) => Class([.. Containers(pod)]);

    private static string Class(IReadOnlyList<JsonObject> containers)
    {
        if (!containers.Any(container => s_counted.Any(name => Amount(container, "requests", name).Amount > 0 || Amount(container, "limits", name).Amount > 0)))
        {
            return "BestEffort";
        }

        return containers.All(
            container =>
                s_counted.All(name => Amount(container, "limits", name) is { Amount: > 0 } limit && limit.CompareTo(Amount(container, "requests", name)) == 0))
            ? "Guaranteed"
            : "Burstable";
    }

    private static Quantity Amount(JsonObject container, string kind, string name) =>
        Quantity.Parse((container.At($"resources.{kind}") as JsonObject)?[name]?.ToString());

    private static IEnumerable<JsonObject> Containers(JsonObject pod) => s_lists.SelectMany(list => PodResources.Containers(pod, list));
}
