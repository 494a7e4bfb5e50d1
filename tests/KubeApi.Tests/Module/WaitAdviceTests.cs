using KubeApi.Client.Workloads;
using KubeApi.Errors;

namespace KubeApi.Tests.Module;

/// <summary>The advice of a failed wait fits the reason.</summary>
public sealed class WaitAdviceTests
{
    private const string Log = "Get-KubeApiLog web-1 -Container app -Namespace shop";

    [Theory]
    [InlineData("ImagePullBackOff", "", "Check the name and tag of the image")]
    [InlineData("InvalidImageName", "", "Correct the name")]
    [InlineData("ErrImageNeverPull", "", "Load the image onto the node")]
    [InlineData("CreateContainerConfigError", "configmap \"x\" not found", "Create the ConfigMap")]
    [InlineData("CreateContainerConfigError", "container has runAsNonRoot and image will run as root", "Set securityContext.runAsUser")]
    [InlineData("StartError", "exec: \"x\": executable file not found in $PATH", "Correct the command")]
    [InlineData("RunContainerError", "exec: \"x\": executable file not found in $PATH", "Correct the command")]
    [InlineData("CreateContainerError", "error mounting \"/x\": not a directory", "Correct the command and the mounts")]
    [InlineData("Unschedulable", "0/1 nodes are available: 1 Insufficient cpu.", "Compare the pod's requests")]
    [InlineData("Unschedulable", "pod has unbound immediate PersistentVolumeClaims.", "Get-KubeApiObject pvc -Namespace shop")]
    [InlineData("SchedulingGated", "", "(Get-KubeApiObject pod web-1 -Namespace shop).spec.schedulingGates")]
    [InlineData("ReadinessGatesNotReady", "", "(Get-KubeApiObject pod web-1 -Namespace shop).spec.readinessGates")]
    [InlineData("Evicted", "", "Set requests and limits")]
    [InlineData("ContainerCreating", "", null)]
    public void Advice_fits_the_state_of_the_pod(string reason, string text, string? expected) =>
        AssertContains(expected, WaitAdvice.For(Of(new PodProblem("web-1", "app", text) { Reason = reason }), "shop"));

    [Theory]
    [InlineData("CrashLoopBackOff", "exit code 1 (Error)", false, $"To read the log: {Log} -Previous")]
    [InlineData("", "exit code 1 (Error)", true, $"To read the log: {Log} -Previous")]
    [InlineData("Error", "exit code 1 (Error)", false, $"To read the log: {Log}")]
    [InlineData("CrashLoopBackOff", "exit code 137 (Error), restarted 2 times", false, "Correct the probe that fails")]
    [InlineData("CrashLoopBackOff", "exit code 1 (Error), restarted 2 times", false, "To read the log")]
    [InlineData("CrashLoopBackOff", "exit code 137 (OOMKilled)", false, "Raise the container's memory limit")]
    public void Advice_fits_the_end_of_the_container(string reason, string text, bool isRunning, string expected)
    {
        var cause = new PodProblem("web-1", "app", text, HasCrashed: true, isRunning) { Reason = reason };

        var advice = WaitAdvice.For(Of(cause, new ObjectEvent("Pod", "web-1", "app", "Unhealthy", "Liveness probe failed: refused")), "shop");

        Assert.StartsWith(expected, advice, StringComparison.Ordinal);
        Assert.Equal(reason != "Error", advice!.EndsWith($"{Log} -Previous", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        "pods \"x\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1", "Get-KubeApiObject quota small -Namespace shop")]
    [InlineData("pods \"x\" is forbidden: exceeded quota: $(Remove-Item x), requested: pods=1", "Correct the pod template")]
    [InlineData("pods \"x\" is forbidden: failed quota: small: must specify limits.cpu for: app", "LimitRange")]
    [InlineData("pods \"x\" is forbidden: violates PodSecurity \"restricted:latest\": x", "pod-security.kubernetes.io/enforce")]
    [InlineData("pods \"x\" is forbidden: error looking up service account shop/x: serviceaccount \"x\" not found", "serviceAccountName")]
    [InlineData("pods \"x\" is forbidden: no PriorityClass with name x was found", "priorityClassName")]
    [InlineData("Internal error occurred: failed calling webhook \"a.b\": x", "service of the webhook")]
    [InlineData("admission webhook \"a.b\" denied the request: no", "Correct the pod template")]
    public void Advice_fits_the_refusal_of_pods(string message, string expected)
    {
        AssertContains(expected, WaitAdvice.For(Of(null, new ObjectEvent("ReplicaSet", "web", "", "FailedCreate", $"Error creating: {message}")), "shop"));
        // Without permission to list events, the condition has the reason.
        AssertContains(expected, WaitAdvice.For(Diagnosis.None with { Conditions = [$"ReplicaFailure is True: FailedCreate: {message}"] }, "shop"));
    }

    [Theory]
    [InlineData("FailedMount", "Create the ConfigMap")]
    [InlineData("FailedAttachVolume", "volumeattachments")]
    [InlineData("FailedCreatePodSandBox", "network plugin")]
    [InlineData("FailedBinding", "storageclasses")]
    [InlineData("ProvisioningFailed", "storageclasses")]
    [InlineData("WaitForFirstConsumer", "Create a pod")]
    [InlineData("Other", null)]
    public void Advice_fits_the_event(string reason, string? expected)
    {
        var e = new ObjectEvent("Pod", "web-1", "", reason, "x");

        AssertContains(expected, WaitAdvice.For(Of(null, e), "shop"));
        Assert.Null(WaitAdvice.For(Of(new PodProblem("web-1", "app", "running, and not ready", IsRunning: true), e), "shop"));
    }

    [Theory]
    [InlineData("Readiness", $"Correct the probe, or find out in the log why it fails: {Log}. To wait longer: -Timeout.")]
    [InlineData("Startup", $"Correct the probe, or find out in the log why it fails: {Log}. To wait longer: -Timeout.")]
    [InlineData("None", $"To read the log: {Log}. To wait longer: -Timeout.")]
    public void A_container_that_is_not_ready_is_explained_by_its_log(string probe, string expected)
    {
        var found = Of(
            new PodProblem("web-1", "app", "running, and not ready", IsRunning: true),
            new ObjectEvent("Pod", "web-1", "app", "Unhealthy", $"{probe} probe failed: refused"));

        Assert.Null(WaitAdvice.For(found, "shop"));
        Assert.Equal(expected, WaitAdvice.Look(found, "Deployment/web", "shop", isTimeout: true));
        Assert.DoesNotContain("-Timeout", WaitAdvice.Look(found, "Deployment/web", "shop", isTimeout: false), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_reason_is_looked_up()
    {
        Assert.Null(WaitAdvice.Look(Diagnosis.None, "Service/web", "shop", isTimeout: true));
        Assert.Equal(
            "To find out more: Show-KubeApiObject Pod/web-1 -Namespace shop. To wait longer: -Timeout.",
            WaitAdvice.Look(Of(new PodProblem("web-1", "app", "ContainerCreating")), "Deployment/web", "shop", isTimeout: true));
        Assert.Equal(
            "To find out more: Show-KubeApiObject Node/n. To wait longer: -Timeout.",
            WaitAdvice.Look(Of(null, new ObjectEvent("Node", "n", "", "Rebooted", "x")), "Node/n", null, isTimeout: true));
    }

    private static Diagnosis Of(PodProblem? cause, params ObjectEvent[] events) => Diagnosis.None with { Cause = cause, Events = events };

    private static void AssertContains(string? expected, string? advice)
    {
        if (expected is null)
        {
            Assert.Null(advice);
        }
        else
        {
            Assert.Contains(expected, advice, StringComparison.Ordinal);
        }
    }
}
