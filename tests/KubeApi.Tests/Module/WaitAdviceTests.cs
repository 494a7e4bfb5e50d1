using KubeApi.Client.Workloads;
using KubeApi.Errors;

namespace KubeApi.Tests.Module;

/// <summary>The advice of a failed wait fits the trouble of the pod.</summary>
public sealed class WaitAdviceTests
{
    [Theory]
    [InlineData("ImagePullBackOff", false, false, "Check the name and tag of the image")]
    [InlineData("CreateContainerConfigError", false, false, "Create the ConfigMap")]
    [InlineData("CrashLoopBackOff", true, false, "To read the log: Get-KubeApiLog web-1 -Container app -Namespace shop -Previous")]
    [InlineData("", true, true, "To read the log: Get-KubeApiLog web-1 -Container app -Namespace shop -Previous")]
    [InlineData("Error", true, false, "To read the log: Get-KubeApiLog web-1 -Container app -Namespace shop")]
    [InlineData("Unschedulable", false, false, "Compare the pod's requests")]
    [InlineData("ContainerCreating", false, false, null)]
    public void Advice_fits_the_trouble(string reason, bool hasCrashed, bool isRunning, string? expected)
    {
        var advice = WaitAdvice.For(new PodProblem("web-1", "app", "", hasCrashed, isRunning) { Reason = reason }, "shop");

        Assert.True(expected is null ? advice is null : advice?.StartsWith(expected, StringComparison.Ordinal), advice);
        Assert.Equal(expected?.EndsWith("-Previous", StringComparison.Ordinal) == true, advice?.EndsWith("-Previous", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_pod_without_its_volume_is_explained_by_its_claim()
    {
        var problem = new PodProblem("web-1", "", "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.") { Reason = "Unschedulable" };

        Assert.Contains("Get-KubeApiObject pvc -Namespace shop", WaitAdvice.For(problem, "shop"), StringComparison.Ordinal);
    }
}
