using KubeApi.Client.Workloads;

namespace KubeApi.Errors;

/// <summary>The recommended action for a failed wait, by the problem of a pod.</summary>
internal static class WaitAdvice
{
    /// <summary>The recommended action; null if the problem suggests none.</summary>
    /// <param name="cause">The problem; null for none.</param>
    /// <param name="namespace">The namespace of the pod; null if it has none.</param>
    public static string? For(PodProblem? cause, string? @namespace) => cause switch
    {
        { Reason: "ImagePullBackOff" or "ErrImagePull" or "ErrImageNeverPull" or "InvalidImageName" or "ImageInspectError" or "RegistryUnavailable" } =>
            "Check the name and tag of the image, whether the nodes can reach its registry, and the pod's imagePullSecrets.",
        { Reason: "CreateContainerConfigError" } => "Create the ConfigMap, the Secret or the key that the container refers to, or correct the reference.",
        { HasCrashed: true } => $"To read the log: Get-KubeApiLog {cause.Pod} -Container {cause.Container} -Namespace {@namespace}"
            + (cause.IsRunning || cause.Reason == "CrashLoopBackOff" ? " -Previous" : ""),
        { Reason: "Unschedulable" } when cause.Text.Contains("PersistentVolumeClaim", StringComparison.OrdinalIgnoreCase) =>
            "Find out why the pod's PersistentVolumeClaims are not bound: "
            + $"Get-KubeApiObject pvc -Namespace {@namespace}, and Show-KubeApiObject pvc NAME for the events of one.",
        { Reason: "Unschedulable" } => "Compare the pod's requests, node selector, affinity and tolerations with the nodes: Get-KubeApiObject nodes, and "
            + "Show-KubeApiObject node NAME for the resources and taints of one.",
        _ => null,
    };
}
