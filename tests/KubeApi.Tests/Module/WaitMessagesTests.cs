using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;
using KubeApi.Client.Workloads;
using KubeApi.Errors;

namespace KubeApi.Tests.Module;

/// <summary>The messages of failed waits.</summary>
public sealed class WaitMessagesTests
{
    [Fact]
    public void Events_that_repeat_the_state_of_a_container_are_omitted()
    {
        var diagnosis = Diagnosis.None with
        {
            Pods = ["app: ErrImagePull: failed to resolve \"x\": no such host"],
            Events =
            [
                "Pod/web: Failed: Failed to pull image \"x\": failed to resolve \"x\": no such host", "Pod/web: Failed: Error: ErrImagePull",
                "Pod/web: FailedMount: no volume",
            ],
        };

        var message = WaitMessages.Describe("Pod/web", new WaitGoal([new ReadyCondition()]), WaitResult.Unmet("pending"), TimeSpan.FromSeconds(5), diagnosis);

        Assert.Equal(
            [
                "Pod/web is not ready after 5 seconds: pending", "  app: ErrImagePull: failed to resolve \"x\": no such host",
                "  warning: Pod/web: FailedMount: no volume",
            ],
            message.Split('\n'));
    }
}
