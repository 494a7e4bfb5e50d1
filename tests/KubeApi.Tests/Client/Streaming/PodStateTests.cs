using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

public sealed class PodStateTests
{
    private const string Spec = """
        {"initContainers":[{"name":"init"},{"name":"sidecar","restartPolicy":"Always"}],"containers":[{"name":"app"},{"name":"log"}],
        "ephemeralContainers":[{"name":"debugger"}],"restartPolicy":"OnFailure"}
        """;

    [Theory]
    [InlineData("{}", "app")]
    [InlineData("""{"kubectl.kubernetes.io/default-container":"log"}""", "log")]
    [InlineData("""{"kubectl.kubernetes.io/default-container":"gone"}""", "app")]
    [InlineData("""{"kubectl.kubernetes.io/default-container":""}""", "app")]
    public void The_annotation_names_the_default_container(string annotations, string expected) =>
        Assert.Equal(expected, Read("{}", annotations).Default.Name);

    [Fact]
    public void All_containers_are_listed_in_order() =>
        Assert.Equal(["init", "sidecar", "app", "log", "debugger"], Read("{}").Containers.Select(c => c.Name));

    [Fact]
    public void An_unknown_container_is_an_error_that_lists_the_known_ones()
    {
        var e = Assert.Throws<KubeApiException>(() => Read("{}").Container("ap"));

        Assert.Equal(FailureKind.ContainerNotFound, e.Failure);
        Assert.Contains("init, sidecar, app, log, debugger", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_escape_sequences_does_not_reach_the_terminal()
    {
        var e = Assert.Throws<KubeApiException>(() => Read("{}").Container("\u001b[31mred"));

        Assert.DoesNotContain('\u001b', e.Message);
    }

    [Theory]
    [InlineData("""{"containerID":"x://2","state":{"running":{}},"lastState":{"terminated":{"containerID":"x://1"}}}""", "Running", "x://2", "x://1")]
    [InlineData("""{"containerID":"x://1","state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":{"terminated":{"containerID":"x://1"}}}""", "Waiting", "x://1", null)]
    [InlineData("""{"state":{"terminated":{"exitCode":3,"containerID":"x://1"}},"lastState":{}}""", "Terminated", "x://1", null)]
    [InlineData("""{"state":{"waiting":{"reason":"ContainerCreating"}},"lastState":{}}""", "Waiting", null, null)]
    public void A_container_lists_its_available_logs(string status, string phase, string? log, string? previous)
    {
        var container = Read($$"""{"containerStatuses":[{"name":"app",{{status[1..]}}]}""").Container("app");

        Assert.Equal((phase, log, previous), (container.Phase.ToString(), container.LogId, container.PreviousLogId));
    }

    [Theory]
    [InlineData("Error", "waiting (CrashLoopBackOff: back-off 10s)")]
    [InlineData("StartError", "waiting (StartError: web: not found)")]
    [InlineData("ContainerCannotRun", "waiting (ContainerCannotRun: web: not found)")]
    public void A_program_that_cannot_be_started_is_described_by_its_failure(string reason, string expected)
    {
        var ended = $"\"terminated\":{{\"reason\":\"{reason}\",\"message\":\"web: not found\"}}";
        var status = "\"name\":\"app\",\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\",\"message\":\"back-off 10s\"}},\"lastState\":{" + ended + "}";

        Assert.Equal(expected, Read("{\"containerStatuses\":[{" + status + "}]}").Container("app").Description);
    }

    [Theory]
    [InlineData("""{"state":{"running":{}},"containerID":"x://1"}""", null)]
    [InlineData("""{"state":{"terminated":{"exitCode":3,"containerID":"x://1"}}}""", 3)]
    [InlineData("""{"state":{"terminated":{"exitCode":4,"containerID":"x://2"}},"lastState":{"terminated":{"exitCode":3,"containerID":"x://1"}}}""", 3)]
    [InlineData("""{"state":{"running":{}},"containerID":"x://2","lastState":{"terminated":{"exitCode":3,"containerID":"x://1"}}}""", 3)]
    [InlineData("""{"state":{"waiting":{}},"containerID":"x://1","lastState":{"terminated":{"exitCode":3,"containerID":"x://1"}}}""", 3)]
    [InlineData("""{"state":{"running":{}},"containerID":"x://9","lastState":{"terminated":{"exitCode":8,"containerID":"x://8"}}}""", null)]
    public void A_run_has_its_exit_code_also_after_the_next_one_has_begun(string status, int? expected) =>
        Assert.Equal(expected, Read($$"""{"containerStatuses":[{"name":"app",{{status[1..]}}]}""").Container("app").ExitCodeOf("x://1"));

    [Theory]
    [InlineData("app", "Always", 0, true)]
    [InlineData("app", "OnFailure", 0, false)]
    [InlineData("app", "OnFailure", 1, true)]
    [InlineData("app", "Never", 1, false)]
    [InlineData("init", "Always", 0, false)]
    [InlineData("init", "Always", 1, true)]
    [InlineData("init", "Never", 1, false)]
    [InlineData("sidecar", "Never", 0, true)]
    [InlineData("debugger", "Always", 1, false)]
    public void A_restart_policy_decides_whether_a_container_restarts(string name, string policy, int exitCode, bool expected)
    {
        var pod = Read("""{"phase":"Running"}""") with { RestartPolicy = policy };
        var container = pod.Container(name) with { Phase = ContainerPhase.Terminated, ExitCode = exitCode };

        Assert.Equal(expected, pod.WillStart(container));
        Assert.False((pod with { Phase = "Failed" }).WillStart(container));
        Assert.False((pod with { IsDeleting = true }).WillStart(container));
        Assert.True(pod.WillStart(pod.Container(name)));
    }

    [Fact]
    public void The_newest_ready_pod_is_selected()
    {
        PodState Pod(string name, int age, bool isReady = true, bool isDeleting = false, string phase = "Running") => new()
        {
            Name = name,
            Created = DateTimeOffset.UnixEpoch.AddDays(-age),
            IsReady = isReady,
            IsDeleting = isDeleting,
            Phase = phase,
        };
        PodState[] pods =
        [
            Pod("old", 9), Pod("new", 5), Pod("unready", 1, isReady: false), Pod("going", 1, isDeleting: true), Pod("pending", 0, false, false, "Pending"),
        ];

        Assert.Equal("new", PodFinder.Newest(pods)!.Name);
        Assert.Equal("unready", PodFinder.Newest(pods[2..])!.Name);
        Assert.Equal("pending", PodFinder.Newest(pods[3..])!.Name);
        Assert.Null(PodFinder.Newest([]));
    }

    [Theory]
    [InlineData("""{"spec":{"selector":{"app":"web","tier":"x"}}}""", "app=web,tier=x")]
    [InlineData("""{"spec":{"selector":{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"t","operator":"In","values":["a","b"]}]}}}""", "app=web,t in (a,b)")]
    [InlineData("""{"spec":{"selector":{}}}""", null)]
    [InlineData("""{"spec":{"selector":{"matchLabels":{}}}}""", null)]
    [InlineData("""{"spec":{}}""", null)]
    [InlineData("""{}""", null)]
    public void A_workload_or_service_selects_pods(string o, string? expected)
    {
        var json = (JsonObject)JsonNode.Parse(o)!;
        if (expected is null)
        {
            Assert.Equal(FailureKind.PodNotFound, Assert.Throws<KubeApiException>(() => PodFinder.SelectorOf(json, "service/web")).Failure);
        }
        else
        {
            Assert.Equal(expected, PodFinder.SelectorOf(json, "service/web"));
        }
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"web"},"spec":{}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"app"}]}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void A_response_that_is_not_a_pod_is_invalid(string json) =>
        Assert.Equal(FailureKind.InvalidAnswer, Assert.Throws<KubeApiException>(() => PodState.Read(Encoding.UTF8.GetBytes(json))).Failure);

    private static PodState Read(string status, string annotations = "{}") =>
        PodState.Read(Encoding.UTF8.GetBytes($$"""{"metadata":{"name":"web","annotations":{{annotations}}},"spec":{{Spec}},"status":{{status}}}"""));
}
