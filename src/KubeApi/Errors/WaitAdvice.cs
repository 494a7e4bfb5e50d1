using System.Text.RegularExpressions;
using KubeApi.Client.Workloads;

namespace KubeApi.Errors;

/// <summary>The recommended action for a failed wait, by the server's diagnosis.</summary>
internal static partial class WaitAdvice
{
    /// <summary>The recommended action for a known reason; null if the reason is unknown.</summary>
    /// <param name="found">The diagnosis.</param>
    /// <param name="namespace">The namespace of the object; null if it has none.</param>
    public static string? For(Diagnosis found, string? @namespace)
    {
        var place = Place(@namespace);
        return (found.Cause is { } cause ? OfPod(cause, found.Events, place) : null) ?? OfRefusal(found, place)
            // Events stay for an hour, so those about the start of a container that runs are outdated.
            ?? (found.Cause is { IsRunning: true } ? null : found.Events.Select(e => OfEvent(e.Reason)).FirstOrDefault(a => a is not null));
    }

    /// <summary>Where to look for an unknown reason; null if the diagnosis found nothing.</summary>
    /// <param name="found">The diagnosis.</param>
    /// <param name="about">The object: <c>Deployment/web</c>.</param>
    /// <param name="namespace">Its namespace; null if it has none.</param>
    /// <param name="isTimeout">Whether the object may still meet the goal.</param>
    public static string? Look(Diagnosis found, string about, string? @namespace, bool isTimeout)
    {
        var place = Place(@namespace);
        var look = found.Cause switch
        {
            { IsRunning: true } cause when IsProbed(cause, found.Events, "Readiness", "Startup") =>
                $"Correct the probe, or find out in the log why it fails: {LogOf(cause, place)}.",
            { IsRunning: true } cause => $"To read the log: {LogOf(cause, place)}.",
            { } cause => $"To find out more: Show-KubeApiObject {QuotedArgument.Of($"Pod/{cause.Pod}")}{place}.",
            null when found.Events.Count > 0 => $"To find out more: Show-KubeApiObject {QuotedArgument.Of(about)}{place}.",
            _ => null,
        };
        return look is not null && isTimeout ? $"{look} To wait longer: -Timeout." : look;
    }

    /// <summary>The recommended action for a container that the node cannot start; null if the reason is unknown.</summary>
    /// <param name="reason">The reason: <c>CreateContainerConfigError</c>.</param>
    /// <param name="message">The server's message.</param>
    public static string? ForStart(string reason, string message) => OfPod(new PodProblem("", "", message) { Reason = reason }, [], "");

    private static string? OfPod(PodProblem cause, IReadOnlyList<ObjectEvent> events, string place) => cause switch
    {
        { Reason: "InvalidImageName" } => "Correct the name of the image.",
        { Reason: "ErrImageNeverPull" } => "Load the image onto the node, or change the container's imagePullPolicy, which is Never.",
        { Reason: "ImagePullBackOff" or "ErrImagePull" or "ImageInspectError" or "RegistryUnavailable" } =>
            "Check the name and tag of the image, whether the nodes can reach its registry, and the pod's imagePullSecrets.",
        { Reason: "CreateContainerConfigError" } when NonRoot().IsMatch(cause.Text) =>
            "Set securityContext.runAsUser to the number of a user other than root (0), or use an image that runs as one.",
        { Reason: "CreateContainerConfigError" } => "Create the ConfigMap, the Secret or the key that the container refers to, or correct the reference.",
        { Reason: "StartError" or "ContainerCannotRun" or "RunContainerError" or "CreateContainerError" } =>
            "Correct the command and the mounts of the container, or use an image that contains the program.",
        { HasCrashed: true } when cause.Text.Contains("(OOMKilled)", StringComparison.Ordinal) =>
            $"Raise the container's memory limit, or make its program use less. To read the log: {LogOf(cause, place)}",
        { HasCrashed: true } when Killed().IsMatch(cause.Text) && IsProbed(cause, events, "Liveness", "Startup") =>
            $"Correct the probe that fails, or the program that it checks: the node restarts the container. To read the log: {LogOf(cause, place)}",
        { HasCrashed: true } => $"To read the log: {LogOf(cause, place)}",
        { Reason: "Unschedulable" } when cause.Text.Contains("PersistentVolumeClaim", StringComparison.OrdinalIgnoreCase) =>
            "Find out why the pod's PersistentVolumeClaims are not bound: "
            + $"Get-KubeApiObject pvc{place}, and Show-KubeApiObject pvc NAME for the events of one.",
        { Reason: "Unschedulable" } => "Compare the pod's requests, node selector, affinity and tolerations with the nodes: Get-KubeApiObject nodes, and "
            + "Show-KubeApiObject node NAME for the resources and taints of one.",
        { Reason: "SchedulingGated" } => "Find the controller that removes the pod's scheduling gates: "
            + $"(Get-KubeApiObject pod {QuotedArgument.Of(cause.Pod)}{place}).spec.schedulingGates lists them.",
        { Reason: "ReadinessGatesNotReady" } => "Find the controller that sets the conditions of the pod's readiness gates: "
            + $"(Get-KubeApiObject pod {QuotedArgument.Of(cause.Pod)}{place}).spec.readinessGates lists them.",
        { Reason: "Evicted" } => "Set requests and limits that fit the pod's usage. For the resources of its node: Show-KubeApiObject node NAME.",
        _ => null,
    };

    // The server refuses the pods of a controller.
    private static string? OfRefusal(Diagnosis found, string place)
    {
        var refusal = found.Events.Where(e => e.Reason == "FailedCreate").Select(e => e.Message)
            .Concat(found.Conditions.Where(c => c.Contains(": FailedCreate: ", StringComparison.Ordinal))).FirstOrDefault();
        return refusal switch
        {
            null => null,
            _ when Quota().Match(refusal) is { Success: true } quota =>
                "Delete objects that the quota counts, or raise it. For its limits and what is used: "
                + $"Get-KubeApiObject quota {quota.Groups[1].Value}{place}.",
            _ when refusal.Contains("failed quota: ", StringComparison.Ordinal) =>
                "Set these requests and limits in the pod template, or define defaults for them in a LimitRange.",
            _ when refusal.Contains("violates PodSecurity", StringComparison.Ordinal) => "Correct the securityContext in the pod template, or change the level "
                + "of the namespace: its label pod-security.kubernetes.io/enforce.",
            _ when refusal.Contains("looking up service account", StringComparison.Ordinal) =>
                "Create the ServiceAccount, or correct serviceAccountName in the pod template.",
            _ when refusal.Contains("no PriorityClass", StringComparison.Ordinal) =>
                "Create the PriorityClass, or correct priorityClassName in the pod template.",
            _ when refusal.Contains("failed calling webhook", StringComparison.Ordinal) =>
                "Check the service of the webhook: Get-KubeApiObject mutatingwebhookconfigurations, validatingwebhookconfigurations.",
            _ => "Correct the pod template, or the policy that refuses its pods.",
        };
    }

    private static string? OfEvent(string reason) => reason switch
    {
        "FailedMount" => "Create the ConfigMap, the Secret or the volume that the pod mounts, or correct the reference.",
        "FailedAttachVolume" => "Check whether another node uses the volume: Get-KubeApiObject volumeattachments.",
        "FailedCreatePodSandBox" or "NetworkNotReady" =>
            "Check the network plugin and the container runtime of the pod's node: Show-KubeApiObject node NAME for its conditions and events.",
        "FailedBinding" => "Create a PersistentVolume that fits the claim, or create the claim again with a storageClassName. To list the storage classes: "
            + "Get-KubeApiObject storageclasses.",
        "ProvisioningFailed" => "Check the storage class of the claim and its provisioner: Get-KubeApiObject storageclasses.",
        "WaitForFirstConsumer" => "Create a pod that uses the claim: its storage class creates the volume on the node of the first one.",
        _ => null,
    };

    private static bool IsProbed(PodProblem cause, IReadOnlyList<ObjectEvent> events, params string[] probes) => events.Any(e =>
        e.Reason == "Unhealthy" && e.Name == cause.Pod && (e.Container.Length == 0 || e.Container == cause.Container)
        && probes.Any(p => e.Message.StartsWith(p, StringComparison.Ordinal)));

    private static string LogOf(PodProblem cause, string place) =>
        $"Get-KubeApiLog {QuotedArgument.Of(cause.Pod)} -Container {QuotedArgument.Of(cause.Container)}{place}"
        + (cause.HasCrashed && (cause.IsRunning || cause.Reason == "CrashLoopBackOff") ? " -Previous" : "");

    private static string Place(string? @namespace) => @namespace is null ? "" : $" -Namespace {QuotedArgument.Of(@namespace)}";

    // The message is the server's, so the name is checked.
    [GeneratedRegex("exceeded quota: ([a-z0-9.-]+),")]
    private static partial Regex Quota();

    [GeneratedRegex("non-?root", RegexOptions.IgnoreCase)]
    private static partial Regex NonRoot();

    // By SIGKILL or SIGTERM.
    [GeneratedRegex("exit code (137|143) ")]
    private static partial Regex Killed();
}
