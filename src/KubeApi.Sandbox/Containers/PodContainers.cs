using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Containers;

/// <summary>The containers of a pod: the ordinary, the init and the ephemeral ones.</summary>
internal static class PodContainers
{
    private static readonly string[] s_specs = ["spec.containers", "spec.initContainers", "spec.ephemeralContainers"];
    private static readonly string[] s_statuses = ["status.containerStatuses", "status.initContainerStatuses", "status.ephemeralContainerStatuses"];

    public static JsonObject? Spec(JsonObject pod, string name) => Named(pod, s_specs, name);

    public static JsonObject? Status(JsonObject pod, string name) => Named(pod, s_statuses, name);

    /// <summary>The number of a port that the pod declares; null if it declares none of this name.</summary>
    public static int? PortOf(JsonObject pod, string? name) =>
        (int?)Ports(pod).FirstOrDefault(port => port.StringAt("name") == name)?.IntegerAt("containerPort");

    /// <summary>The port of the pod to which a port of a Service leads; null if the pod declares none of this name.</summary>
    public static int? TargetOf(JsonObject pod, JsonObject port) =>
        (int?)port.IntegerAt("targetPort") ?? (port.StringAt("targetPort") is { } name ? PortOf(pod, name) : (int?)port.IntegerAt("port"));

    public static IEnumerable<JsonObject> Ports(JsonObject pod) => pod.ObjectsAt("spec.containers").SelectMany(container => container.ObjectsAt("ports"));

    private static JsonObject? Named(JsonObject pod, string[] lists, string name) =>
        lists.SelectMany(pod.ObjectsAt).FirstOrDefault(item => item.StringAt("name") == name);
}
