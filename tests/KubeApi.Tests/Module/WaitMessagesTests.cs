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
                Warning("Failed", "Failed to pull image \"x\": failed to resolve \"x\": no such host"), Warning("Failed", "Error: ErrImagePull"),
                Warning("FailedMount", "no volume"),
            ],
        };

        var message = WaitMessages.Describe("Pod/web", new WaitGoal([new ReadyCondition()]), WaitResult.Unmet("pending"), TimeSpan.FromSeconds(5), diagnosis);

        Assert.Equal(
            [
                "Pod/web is not ready after 5 seconds: pending", "  app: ErrImagePull: failed to resolve \"x\": no such host",
                "  warning: Pod/web (app): FailedMount: no volume",
            ],
            message.Split('\n'));
    }

    [Fact]
    public void A_refusal_of_another_pod_is_omitted()
    {
        const string Refusal = "is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1";
        var diagnosis = Diagnosis.None with
        {
            Conditions = [$"ReplicaFailure is True: FailedCreate: pods \"web-a\" {Refusal}"],
            Events = [Warning("FailedCreate", $"Error creating: pods \"web-b\" {Refusal}")],
        };

        var message = WaitMessages.Describe(
            "Deployment/web", new WaitGoal([new ReadyCondition()]), WaitResult.Unmet("LessReplicas"), TimeSpan.FromSeconds(5), diagnosis);

        Assert.Equal(2, message.Split('\n').Length);
    }

    private static ObjectEvent Warning(string reason, string message) => new("Pod", "web", "app", reason, message);
}
