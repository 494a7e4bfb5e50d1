using System.Text.Json.Nodes;
using KubeApi.Client.Workloads;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

/// <summary>The cases of kubectl's rollout_status_test.go, and additional ones.</summary>
public sealed class RolloutStatusTests
{
    [Theory]
    [InlineData(
        "generation: 0", "observedGeneration: 1, replicas: 1, availableReplicas: 1", 1,
        "Waiting for deployment \"foo\" rollout to finish: 0 out of 1 new replicas have been updated...")]
    [InlineData(
        "generation: 1", "observedGeneration: 1, replicas: 2, updatedReplicas: 1, availableReplicas: 2", 1,
        "Waiting for deployment \"foo\" rollout to finish: 1 old replicas are pending termination...")]
    [InlineData(
        "generation: 1", "observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 1", 2,
        "Waiting for deployment \"foo\" rollout to finish: 1 of 2 updated replicas are available...")]
    [InlineData(
        "generation: 2", "observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2", 2,
        "Waiting for deployment spec update to be observed...")]
    [InlineData("generation: 1", "", 2, "Waiting for deployment spec update to be observed...")]
    public void A_deployment_is_progressing(string metadata, string status, int replicas, string expected) =>
        Check(RolloutState.Progressing, expected, "Deployment", metadata, $"replicas: {replicas}", status);

    [Theory]
    [InlineData("replicas: 2")]
    [InlineData("")]
    public void A_deployment_is_complete(string spec) => Check(
        RolloutState.Complete, "deployment \"foo\" successfully rolled out", "Deployment", "generation: 1", spec, "observedGeneration: 1, replicas: 2, "
            + "updatedReplicas: 2, availableReplicas: 2");

    [Fact]
    public void A_deployment_exceeded_its_deadline() => Check(
        RolloutState.Failed, "deployment \"foo\" exceeded its progress deadline", "Deployment", "generation: 1", "replicas: 2",
        "observedGeneration: 1, conditions: [{type: Available, reason: ProgressDeadlineExceeded}, {type: Progressing, reason: ProgressDeadlineExceeded}]");

    [Fact]
    public void A_deployment_that_changed_after_its_deadline_is_progressing() => Check(
        RolloutState.Progressing, "Waiting for deployment spec update to be observed...", "Deployment", "generation: 2", "replicas: 2",
        "observedGeneration: 1, conditions: [{type: Progressing, reason: ProgressDeadlineExceeded}]");

    [Theory]
    [InlineData(
        0, "observedGeneration: 1, desiredNumberScheduled: 1", RolloutState.Progressing,
        "Waiting for daemon set \"foo\" rollout to finish: 0 out of 1 new pods have been updated...")]
    [InlineData(
        1, "observedGeneration: 1, updatedNumberScheduled: 2, desiredNumberScheduled: 2, numberAvailable: 1", RolloutState.Progressing,
        "Waiting for daemon set \"foo\" rollout to finish: 1 of 2 updated pods are available...")]
    [InlineData(
        1, "observedGeneration: 1, updatedNumberScheduled: 2, desiredNumberScheduled: 2, numberAvailable: 2", RolloutState.Complete,
        "daemon set \"foo\" successfully rolled out")]
    [InlineData(
        2, "observedGeneration: 1, updatedNumberScheduled: 2, desiredNumberScheduled: 2, numberAvailable: 2", RolloutState.Progressing,
        "Waiting for daemon set spec update to be observed...")]
    public void The_status_of_a_daemon_set(int generation, string status, RolloutState state, string expected) =>
        Check(state, expected, "DaemonSet", $"generation: {generation}", "updateStrategy: {type: RollingUpdate}", status);

    [Theory]
    [InlineData(2, "", "observedGeneration: 1, readyReplicas: 3", RolloutState.Progressing, "Waiting for statefulset spec update to be observed...")]
    [InlineData(0, "", "readyReplicas: 3", RolloutState.Progressing, "Waiting for statefulset spec update to be observed...")]
    [InlineData(1, "", "observedGeneration: 2, readyReplicas: 2", RolloutState.Progressing, "Waiting for 1 pods to be ready...")]
    [InlineData(
        1, ", rollingUpdate: {partition: 2}", "observedGeneration: 2, readyReplicas: 3, updatedReplicas: 1", RolloutState.Complete,
        "partitioned roll out complete: 1 new pods have been updated...")]
    [InlineData(
        1, ", rollingUpdate: {partition: 2}", "observedGeneration: 2, readyReplicas: 3", RolloutState.Progressing,
        "Waiting for partitioned roll out to finish: 0 out of 1 new pods have been updated...")]
    [InlineData(
        1, ", rollingUpdate: {}", "observedGeneration: 2, readyReplicas: 3, updatedReplicas: 2", RolloutState.Complete,
        "partitioned roll out complete: 2 new pods have been updated...")]
    [InlineData(
        1, "", "observedGeneration: 2, readyReplicas: 3, updatedReplicas: 1, currentRevision: foo, updateRevision: bar", RolloutState.Progressing,
        "waiting for statefulset rolling update to complete 1 pods at revision bar...")]
    [InlineData(
        1, "", "observedGeneration: 2, readyReplicas: 3, currentReplicas: 3, currentRevision: foo, updateRevision: foo", RolloutState.Complete,
        "statefulset rolling update complete 3 pods at revision foo...")]
    public void The_status_of_a_stateful_set(int generation, string strategy, string status, RolloutState state, string expected) =>
        Check(state, expected, "StatefulSet", $"generation: {generation}", $"replicas: 3, updateStrategy: {{type: RollingUpdate{strategy}}}", status);

    [Theory]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public void The_status_with_the_OnDelete_strategy_is_unknown(string kind) => Check(
        RolloutState.Unknown, "rollout status is only available for RollingUpdate strategy type", kind, "generation: 1", "updateStrategy: {type: OnDelete}",
        "observedGeneration: 1");

    private static void Check(RolloutState state, string message, string kind, string metadata, string spec, string status)
    {
        var json = YamlLoader.CreateReader().ToJson($"{{metadata: {{name: foo, {metadata}}}, spec: {{{spec}}}, status: {{{status}}}}}").Single();

        Assert.Equal(new RolloutStatus(state, message), RolloutStatus.Of(kind, (JsonObject)JsonNode.Parse(json)!));
    }
}
