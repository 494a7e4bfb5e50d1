using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Workloads;

/// <summary>The life of pods under the kubelet.</summary>
public sealed class PodTests
{
    private const string Busybox = """{"containers":[{"name":"main","image":"registry.local/busybox:1"}]}""";

    [Fact]
    public async Task An_ephemeral_container_runs_and_is_not_restarted()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("web", """{"containers":[{"name":"c","image":"i"}]}""");
        foreach (var image in (string[])["busybox", "fail.example/exit-3:1"])
        {
            var name = image[..4].Replace('.', '-');
            await sandbox.PatchAsync(
                "v1/pods", "web/ephemeralcontainers", $$$"""{"spec":{"ephemeralContainers":[{"name":"{{{name}}}","image":"{{{image}}}"}]}}""");
        }

        var statuses = (await sandbox.GetAsync("v1/pods", "web"))["status"]!["ephemeralContainerStatuses"]!;
        Assert.NotNull(statuses[0]!["state"]!["running"]);
        Assert.Equal("3", statuses[1]!["state"]!["terminated"]!["exitCode"]!.ToString());
        Assert.Equal("Running", (await sandbox.GetAsync("v1/pods", "web"))["status"]!["phase"]!.ToString());
    }

    [Fact]
    public async Task A_pod_is_running_when_its_creation_returns()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        // The response has the pod as created; later reads see the effects.
        Assert.Equal("Pending", (await sandbox.PodAsync("a", Busybox))["status"]!["phase"]!.ToString());
        var pod = await sandbox.GetAsync("v1/pods", "a");
        Assert.Equal("Running 10.244.0.2", LiveSandbox.Status(pod, "phase", "podIP"));
        Assert.Equal("node1", pod["spec"]!["nodeName"]!.ToString());
        Assert.Equal(
            ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"],
            ((JsonArray)pod["status"]!["conditions"]!).Select(condition => condition!["type"]!.ToString()));
        Assert.All((JsonArray)pod["status"]!["conditions"]!, condition => Assert.Equal("True", condition!["status"]!.ToString()));
        Assert.Equal(
            [
                "Normal Scheduled Successfully assigned default/a to node1",
                "Normal Pulled Container image \"registry.local/busybox:1\" already present on machine and can be accessed by the pod",
                "Normal Created Container created",
                "Normal Started Container started",
            ],
            await sandbox.EventsAsync("a"));
        Assert.Equal(
            ["kubelet"], ((JsonArray)pod["metadata"]!["managedFields"]!).Where(owner => owner!["subresource"] is not null).Select(
                owner => owner!["manager"]!.ToString()));
    }

    [Fact]
    public async Task A_watch_sees_each_state()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("a", Busybox);
        await sandbox.DeleteAsync("v1/pods", "a");
        using var lines = await sandbox.Admin.WatchAsync("/api/v1/namespaces/default/pods?watch=1&resourceVersion=1");
        var seen = new List<string>();
        while (seen.Count == 0 || !seen[^1].StartsWith("DELETED", StringComparison.Ordinal))
        {
            var change = JsonNode.Parse((await lines.ReadLineAsync())!)!;
            var state = (change["object"]!["status"]!["containerStatuses"]?[0]!["state"] as JsonObject)?.First();
            seen.Add($"{change["type"]} {change["object"]!["status"]!["phase"]} {state?.Key} {state?.Value?["reason"]}".TrimEnd());
        }

        Assert.Equal(
            [
                "ADDED Pending", "MODIFIED Pending", "MODIFIED Pending waiting ContainerCreating", "MODIFIED Running running", "MODIFIED Running running",
                "MODIFIED Succeeded terminated Completed", "DELETED Succeeded terminated Completed",
            ],
            seen);
    }

    [Theory]
    [InlineData("crash", 1, "Error")]
    [InlineData("exit-3", 3, "Error")]
    [InlineData("oom", 137, "OOMKilled")]
    public async Task A_failed_container_is_restarted_with_exponential_backoff(string fault, int code, string reason)
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("a", $$"""{"containers":[{"name":"main","image":"fail.example/{{fault}}:1"}]}""");
        var pod = await sandbox.GetAsync("v1/pods", "a");
        var uid = pod["metadata"]!["uid"];
        var status = pod["status"]!["containerStatuses"]![0]!;
        Assert.Equal(("Running", 1, false), (pod["status"]!["phase"]!.ToString(), status["restartCount"]!.GetValue<int>(), status["ready"]!.GetValue<bool>()));
        Assert.Equal(
            $$"""{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 10s restarting failed container=main pod=a_default({{uid}})"} }""".Replace(
                "} }", "}}", StringComparison.Ordinal),
            status["state"]!.ToJsonString());
        Assert.Equal(
            (code, reason), (status["lastState"]!["terminated"]!["exitCode"]!.GetValue<int>(), status["lastState"]!["terminated"]!["reason"]!.ToString()));
        Assert.Equal("False ContainersNotReady", LiveSandbox.Condition(pod, "Ready"));

        foreach (var (seconds, restarts) in new[] { (9, 1), (1, 2), (19, 2), (1, 3), (40, 4), (80, 5), (160, 6), (300, 7), (300, 8) })
        {
            sandbox.Advance(seconds);
            Assert.Equal(restarts, (await sandbox.GetAsync("v1/pods", "a"))["status"]!["containerStatuses"]![0]!["restartCount"]!.GetValue<int>());
        }

        Assert.Contains($"Warning BackOff Back-off restarting failed container main in pod a_default({uid}) x8", await sandbox.EventsAsync("a"));
    }

    [Theory]
    [InlineData("""{"containers":[{"name":"main","image":"fail.example/exit-3:1"}],"restartPolicy":"Never"}""", "Failed 3")]
    [InlineData("""{"containers":[{"name":"main","image":"fail.example/exit-0:1"}],"restartPolicy":"Never"}""", "Succeeded 0")]
    [InlineData("""{"containers":[{"name":"main","image":"i:1","command":["sh","-c","echo x; exit 4"]}],"restartPolicy":"Never"}""", "Failed 4")]
    public async Task A_pod_without_restarts_finishes(string spec, string end)
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("a", spec);
        var pod = await sandbox.GetAsync("v1/pods", "a");
        Assert.Equal(end, $"{pod["status"]!["phase"]} {pod["status"]!["containerStatuses"]![0]!["state"]!["terminated"]!["exitCode"]}");
    }

    [Fact]
    public async Task A_failed_image_pull_is_retried()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("a", """{"containers":[{"name":"main","image":"fail.example/pull-error:1"}]}""");
        await sandbox.PodAsync("b", """{"containers":[{"name":"main","image":"nosuch:1","imagePullPolicy":"Never"}]}""");
        Assert.Equal("ImagePullBackOff", await WaitingAsync("a"));
        Assert.Equal("ErrImageNeverPull", await WaitingAsync("b"));
        Assert.Contains("Warning Failed Error: ImagePullBackOff", await sandbox.EventsAsync("a"));
        sandbox.Advance(301);
        Assert.Contains("Warning Failed Error: ImagePullBackOff x2", await sandbox.EventsAsync("a"));
        // The image is fixed, as by `kubectl set image`.
        await sandbox.PatchAsync("v1/pods", "a", """{"spec":{"containers":[{"name":"main","image":"good:1"}]}}""");
        sandbox.Advance(301);
        Assert.Equal("True", LiveSandbox.Condition(await sandbox.GetAsync("v1/pods", "a"), "Ready"));

        async Task<string?> WaitingAsync(string name) =>
            (await sandbox.GetAsync("v1/pods", name))["status"]!["containerStatuses"]![0]!["state"]!["waiting"]!["reason"]?.ToString();
    }

    [Fact]
    public async Task An_annotation_makes_a_container_fail_regardless_of_its_image()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync(
            "a", """{"containers":[{"name":"main","image":"i:1","readinessProbe":{"httpGet":{"port":80}}},{"name":"side","image":"i:1"}]}""",
            """{"sandbox.kubeapi/fail":"exit-2","sandbox.kubeapi/fail.main":"not-ready"}""");
        var pod = await sandbox.GetAsync("v1/pods", "a");
        Assert.NotNull(pod["status"]!["containerStatuses"]![0]!["state"]!["running"]);
        Assert.Equal("2", pod["status"]!["containerStatuses"]![1]!["lastState"]!["terminated"]!["exitCode"]!.ToString());
        Assert.Equal("containers with unready status: [main side]", ((JsonArray)pod["status"]!["conditions"]!)[2]!["message"]!.ToString());
        Assert.Contains("Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 503", await sandbox.EventsAsync("a"));
    }

    [Fact]
    public async Task A_pod_is_evicted_after_a_while()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("a", """{"containers":[{"name":"main","image":"fail.example/evicted:1"}]}""");
        Assert.Equal("Running", LiveSandbox.Status(await sandbox.GetAsync("v1/pods", "a"), "phase"));
        sandbox.Advance(10);
        var pod = await sandbox.GetAsync("v1/pods", "a");
        Assert.Equal("Failed Evicted", LiveSandbox.Status(pod, "phase", "reason"));
        Assert.Equal("True TerminationByKubelet", LiveSandbox.Condition(pod, "DisruptionTarget"));
    }

    [Fact]
    public async Task Init_containers_run_first_and_in_order()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("a", """
            {"initContainers":[{"name":"one","image":"fail.example/exit-0:1"},{"name":"side","image":"i:1","restartPolicy":"Always"},{"name":"two","image":"fail.example/exit-0:1"}],
             "containers":[{"name":"main","image":"i:1"}]}
            """);
        var pod = await sandbox.GetAsync("v1/pods", "a");
        Assert.Equal("Running", LiveSandbox.Status(pod, "phase"));
        Assert.Equal(
            ["terminated", "running", "terminated"],
            ((JsonArray)pod["status"]!["initContainerStatuses"]!).Select(status => ((JsonObject)status!["state"]!).First().Key));
        await sandbox.PodAsync("b", """{"initContainers":[{"name":"one","image":"fail.example/crash:1"}],"containers":[{"name":"main","image":"i:1"}]}""");
        pod = await sandbox.GetAsync("v1/pods", "b");
        Assert.Equal("Pending", LiveSandbox.Status(pod, "phase"));
        Assert.Equal("False ContainersNotInitialized", LiveSandbox.Condition(pod, "Initialized"));
        Assert.Equal("PodInitializing", pod["status"]!["containerStatuses"]![0]!["state"]!["waiting"]!["reason"]!.ToString());
    }

    [Fact]
    public async Task Killed_containers_are_restarted()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("a", Busybox);
        sandbox.Advance(5);
        sandbox.Server.KillPod("default", "a");
        var status = (await sandbox.GetAsync("v1/pods", "a"))["status"]!["containerStatuses"]![0]!;
        Assert.Equal("1", status["restartCount"]!.ToString());
        Assert.Equal("137", status["lastState"]!["terminated"]!["exitCode"]!.ToString());
        Assert.NotNull(status["state"]!["running"]);
    }

    [Fact]
    public async Task A_paced_sandbox_takes_time()
    {
        await using var sandbox = await LiveSandbox.StartAsync(new() { Pace = 1 });
        await sandbox.PodAsync("a", """{"containers":[{"name":"main","image":"i:1","readinessProbe":{"httpGet":{"port":80}}}]}""");
        Assert.Equal("Pending False", await StateAsync());
        sandbox.Advance(1);
        Assert.Equal("Running False", await StateAsync());
        sandbox.Advance(1);
        Assert.Equal("Running True", await StateAsync());
        await sandbox.DeleteAsync("v1/pods", "a");
        var ending = await sandbox.GetAsync("v1/pods", "a");
        Assert.Equal("30", ending["metadata"]!["deletionGracePeriodSeconds"]!.ToString());
        sandbox.Advance(1);
        Assert.False(await sandbox.ExistsAsync("v1/pods", "a"));

        async Task<string> StateAsync()
        {
            var pod = await sandbox.GetAsync("v1/pods", "a");
            return $"{pod["status"]!["phase"]} {LiveSandbox.Condition(pod, "Ready")!.Split(' ')[0]}";
        }
    }

    [Fact]
    public async Task Held_workloads_stay_pending()
    {
        await using var sandbox = await LiveSandbox.StartAsync(new() { AreWorkloadsHeld = true });
        await sandbox.PodAsync("a", Busybox);
        Assert.Null((await sandbox.GetAsync("v1/pods", "a"))["spec"]!["nodeName"]);
        sandbox.Server.AreWorkloadsHeld = false;
        Assert.Equal("Running", LiveSandbox.Status(await sandbox.GetAsync("v1/pods", "a"), "phase"));
    }

    [Fact]
    public async Task Init_containers_complete_but_sidecars_run()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("a", """
            {"initContainers":[
             {"name":"migrate","image":"i:1","command":["/migrate"]},
             {"name":"wait","image":"i:1","command":["sh","-c","until nslookup db; do true; done"]},
             {"name":"side","image":"i:1","restartPolicy":"Always"}],"containers":[{"name":"main","image":"i:1"}]}
            """);
        var status = (await sandbox.GetAsync("v1/pods", "a"))["status"]!;
        Assert.Equal("Running", status["phase"]!.ToString());
        Assert.Equal(["Completed", "Completed", ""], status["initContainerStatuses"]!.AsArray().Select(
            initial => initial!["state"]!["terminated"]?["reason"]!.ToString() ?? ""));
    }

    // Each request was once answered with 500, or left a pod that nothing could delete.
    [Fact]
    public async Task Extreme_numbers_and_unknown_containers_are_harmless()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("a", """{"containers":[{"name":"main","image":"i:1","command":["sleep","99999999999999999999"]}]}""");
        const string pod = "/api/v1/namespaces/default/pods/a";
        Assert.Equal(200, (await sandbox.Admin.GetAsync(pod + "/log?sinceSeconds=99999999999")).Status);
        Assert.Equal(400, (await sandbox.Admin.PostAsync("/sandbox/log?namespace=default&pod=a&container=nosuch&text=x", "")).Status);
        Assert.Equal(400, (await sandbox.Admin.PostAsync("/sandbox/history?version=9223372036854775807", "")).Status);
        Assert.Equal(400, (await sandbox.Admin.PostAsync("/sandbox/faults?status=100", "")).Status);
        Assert.Equal(400, (await sandbox.Admin.GetAsync("/api/v1/configmaps?limit=1&continue=e30=")).Status);
        Assert.Equal(200, (await sandbox.Admin.DeleteAsync(pod + "?gracePeriodSeconds=9223372036854775807")).Status);
        Assert.Equal(404, (await sandbox.Admin.GetAsync(pod)).Status);
    }

    [Fact]
    public async Task Endless_deadlines_do_not_stop_a_controller()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        const string pods = """{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"i:1"}]}}""";
        await sandbox.CreateAsync(
            "batch/v1/jobs", $$$"""{"metadata":{"name":"j"},"spec":{"activeDeadlineSeconds":{{{long.MaxValue}}},"template":{{{pods}}} } }""");
        await sandbox.CreateAsync("batch/v1/cronjobs", $$$"""
            {"metadata":{"name":"c"},"spec":{"schedule":"* * * * *","startingDeadlineSeconds":{{{long.MaxValue}}},
             "jobTemplate":{"spec":{"template":{{{pods}}} } } } }
            """);
        await sandbox.PodAsync("a", $$"""
            {"containers":[{"name":"main","image":"i:1"}],"tolerations":[
             {"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":{{long.MaxValue}} }] }
            """);
        await sandbox.PodAsync("b", """{"containers":[{"name":"main","image":"i:1"}]}""");
        sandbox.Server.KillNode("node1");
        sandbox.Advance(301);
        Assert.Equal("True CompletionsReached", LiveSandbox.Condition(await sandbox.GetAsync("batch/v1/jobs", "j"), "Complete"));
        Assert.NotEqual("-", LiveSandbox.Status(await sandbox.GetAsync("batch/v1/cronjobs", "c"), "lastScheduleTime"));
        Assert.True(await sandbox.ExistsAsync("v1/pods", "a"));
        Assert.Contains(await sandbox.EventsAsync("b"), line => line.Contains("TaintManagerEviction", StringComparison.Ordinal));
    }
}
