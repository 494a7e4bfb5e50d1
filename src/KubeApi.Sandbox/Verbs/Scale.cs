using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>The autoscaling/v1 Scale of a workload.</summary>
internal static class Scale
{
    private const string DesiredPath = "spec.replicas";

    /// <summary>The path of the desired replicas.</summary>
    public static string PathOf(ResourceType type) => type.Custom?.ScalePaths?.Desired ?? DesiredPath;

    /// <param name="type">The type, which has the paths of a custom kind.</param>
    public static JsonObject Of(JsonObject workload, ResourceType type)
    {
        var (desiredPath, actualPath, selectorPath) = type.Custom?.ScalePaths ?? (DesiredPath, "status.replicas", null);
        var metadata = new JsonObject();
        foreach (var name in (string[])["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            metadata.Set(name, workload.At("metadata." + name));
        }

        var spec = new JsonObject();
        if (workload.IntegerAt(desiredPath) is { } wanted and not 0)
        {
            spec["replicas"] = wanted;
        }

        var status = new JsonObject { ["replicas"] = workload.IntegerAt(actualPath) ?? 0 };
        var selected = type.IsCustom ? selectorPath is null ? null : workload.StringAt(selectorPath) : Selector(workload, type);
        if (selected is { Length: > 0 } selector)
        {
            status["selector"] = selector;
        }

        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }

    // Replication controllers have a map of labels.
    private static string? Selector(JsonObject workload, ResourceType type) =>
        type.Kind == "ReplicationController" ? SelectorText.OfLabels(workload.At("spec.selector")) : SelectorText.Of(workload.At("spec.selector"));
}
