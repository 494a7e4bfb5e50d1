using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Workloads;

/// <summary>Deployments and ReplicaSets behave as with kube-controller-manager.</summary>
public sealed class DeploymentTests
{
    private const string Deployments = "apps/v1/deployments";
    private const string Sets = "apps/v1/replicasets";

    [Fact]
    public async Task A_deployment_is_available_when_its_creation_returns()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.WorkloadAsync(Deployments, "web", "\"replicas\":2,");
        var web = await sandbox.GetAsync(Deployments, "web");
        var set = Assert.Single(await sandbox.ListAsync(Sets));
        var name = set["metadata"]!["name"]!.ToString();
        var hash = set["metadata"]!["labels"]!["pod-template-hash"]!.ToString();
        Assert.Equal("web-" + hash, name);
        Assert.Matches("^[4-9bcdf]{8,10}$", hash);
        Assert.Equal("1", web["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]!.ToString());
        Assert.Equal(
            """{"deployment.kubernetes.io/desired-replicas":"2","deployment.kubernetes.io/max-replicas":"3","deployment.kubernetes.io/revision":"1"}""",
            set["metadata"]!["annotations"]!.ToJsonString());
        var conditions = (JsonArray)web["status"]!["conditions"]!;
        Assert.Equal(
            ["MinimumReplicasAvailable Deployment has minimum availability.", $"NewReplicaSetAvailable ReplicaSet \"{name}\" has successfully progressed."],
            conditions.Select(condition => $"{condition!["reason"]} {condition["message"]}"));
        ((JsonObject)web["status"]!).Remove("conditions");
        Assert.Equal(
            """{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2,"terminatingReplicas":0}""",
            web["status"]!.ToJsonString());
        Assert.Equal(
            """{"replicas":2,"fullyLabeledReplicas":2,"readyReplicas":2,"availableReplicas":2,"terminatingReplicas":0,"observedGeneration":1}""",
            set["status"]!.ToJsonString());
        Assert.Equal([$"Normal ScalingReplicaSet Scaled up replica set {name} from 0 to 2"], await sandbox.EventsAsync("web"));
        var pods = await sandbox.ListAsync("v1/pods");
        Assert.Equal(pods.Select(pod => "Normal SuccessfulCreate Created pod: " + pod["metadata"]!["name"]).Order(), (await sandbox.EventsAsync(name)).Order());
        Assert.All(pods, pod => Assert.StartsWith(name + "-", pod["metadata"]!["name"]!.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_template_is_rolled_out_within_its_bounds_and_can_be_undone()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.WorkloadAsync(
            Deployments, "web", "\"replicas\":4,\"strategy\":{\"rollingUpdate\":{\"maxSurge\":1,\"maxUnavailable\":1}},");
        var first = (await sandbox.ListAsync(Sets))[0]["metadata"]!["name"]!.ToString();
        await sandbox.PatchAsync(Deployments, "web", Image("i:2"));
        var second = (await sandbox.ListAsync(Sets)).Select(set => set["metadata"]!["name"]!.ToString()).Single(name => name != first);
        Assert.Equal(
            [
                $"Normal ScalingReplicaSet Scaled up replica set {first} from 0 to 4",
                $"Normal ScalingReplicaSet Scaled up replica set {second} from 0 to 1",
                $"Normal ScalingReplicaSet Scaled down replica set {first} from 4 to 3",
                $"Normal ScalingReplicaSet Scaled up replica set {second} from 1 to 2",
            ],
            (await sandbox.EventsAsync("web")).Take(4));
        Assert.All(await sandbox.ListAsync("v1/pods"), pod => Assert.Equal("i:2", pod["spec"]!["containers"]![0]!["image"]!.ToString()));
        Assert.Equal("4 4 4", LiveSandbox.Status(await sandbox.GetAsync(Deployments, "web"), "replicas", "updatedReplicas", "availableReplicas"));
        // Back to the first template: its ReplicaSet is the new one again, under a new number.
        await sandbox.PatchAsync(Deployments, "web", Image("registry.local/busybox:1"));
        var again = await sandbox.GetAsync(Sets, first);
        Assert.Equal(
            ("3", "1"),
            (again["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]!.ToString(),
                again["metadata"]!["annotations"]!["deployment.kubernetes.io/revision-history"]!.ToString()));
        Assert.Equal("4", LiveSandbox.Status(again, "readyReplicas"));
        Assert.Equal("0", LiveSandbox.Status(await sandbox.GetAsync(Sets, second), "replicas"));
    }

    [Fact]
    public async Task A_stalled_rollout_keeps_the_available_pods_and_fails_at_its_deadline()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.WorkloadAsync(
            Deployments, "web", "\"replicas\":2,\"progressDeadlineSeconds\":60,\"strategy\":{\"rollingUpdate\":{\"maxSurge\":1,\"maxUnavailable\":1}},");
        await sandbox.PatchAsync(Deployments, "web", Image("fail.example/not-ready:1"));
        var web = await sandbox.GetAsync(Deployments, "web");
        Assert.Equal("3 2 1", LiveSandbox.Status(web, "replicas", "updatedReplicas", "availableReplicas"));
        Assert.Equal("True ReplicaSetUpdated", LiveSandbox.Condition(web, "Progressing"));
        Assert.Equal("True MinimumReplicasAvailable", LiveSandbox.Condition(web, "Available"));
        sandbox.Advance(61);
        Assert.Equal("False ProgressDeadlineExceeded", LiveSandbox.Condition(await sandbox.GetAsync(Deployments, "web"), "Progressing"));
        await sandbox.PatchAsync(Deployments, "web", Image("i:3"));
        web = await sandbox.GetAsync(Deployments, "web");
        Assert.Equal("2 2 2", LiveSandbox.Status(web, "replicas", "updatedReplicas", "availableReplicas"));
        Assert.Equal("True NewReplicaSetAvailable", LiveSandbox.Condition(web, "Progressing"));
    }

    [Fact]
    public async Task A_paused_deployment_is_scaled_but_not_rolled_out()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.WorkloadAsync(Deployments, "web");
        await sandbox.PatchAsync(
            Deployments, "web", """{"spec":{"paused":true,"replicas":2,"template":{"spec":{"containers":[{"name":"main","image":"i:2"}]}}}}""");
        var web = await sandbox.GetAsync(Deployments, "web");
        Assert.Equal("2 2", LiveSandbox.Status(web, "replicas", "observedGeneration"));
        Assert.Equal("Unknown DeploymentPaused", LiveSandbox.Condition(web, "Progressing"));
        Assert.Single(await sandbox.ListAsync(Sets));
        await sandbox.PatchAsync(Deployments, "web", """{"spec":{"paused":false}}""");
        Assert.Equal("2", LiveSandbox.Status(await sandbox.GetAsync(Deployments, "web"), "updatedReplicas"));
        Assert.Equal(2, (await sandbox.ListAsync(Sets)).Count);
    }

    [Fact]
    public async Task Recreate_deletes_all_pods_before_it_creates_new_ones()
    {
        await using var sandbox = await LiveSandbox.StartAsync(new() { Pace = 1 });
        await sandbox.WorkloadAsync(Deployments, "web", "\"replicas\":2,\"strategy\":{\"type\":\"Recreate\"},");
        sandbox.Advance(1);
        await sandbox.PatchAsync(Deployments, "web", Image("i:2"));
        Assert.All(await sandbox.ListAsync("v1/pods"), pod => Assert.NotNull(pod["metadata"]!["deletionTimestamp"]));
        sandbox.Advance(1);
        Assert.All(await sandbox.ListAsync("v1/pods"), pod => Assert.Equal("i:2", pod["spec"]!["containers"]![0]!["image"]!.ToString()));
        sandbox.Advance(1);
        Assert.Equal("2", LiveSandbox.Status(await sandbox.GetAsync(Deployments, "web"), "availableReplicas"));
    }

    [Fact]
    public async Task Old_revisions_are_deleted_and_minReadySeconds_is_respected()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.WorkloadAsync(Deployments, "web", "\"revisionHistoryLimit\":1,");
        foreach (var image in new[] { "i:2", "i:3", "i:4" })
        {
            await sandbox.PatchAsync(Deployments, "web", Image(image));
        }

        Assert.Equal(
            ["3", "4"],
            (await sandbox.ListAsync(Sets)).Select(set => set["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"]!.ToString()).Order());
        await sandbox.WorkloadAsync(Deployments, "slow", "\"minReadySeconds\":10,");
        Assert.Equal("1 -", LiveSandbox.Status(await sandbox.GetAsync(Deployments, "slow"), "readyReplicas", "availableReplicas"));
        sandbox.Advance(10);
        Assert.Equal("1 1", LiveSandbox.Status(await sandbox.GetAsync(Deployments, "slow"), "readyReplicas", "availableReplicas"));
    }

    [Fact]
    public async Task Refused_pods_are_reported_and_created_when_allowed()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.CreateAsync("v1/resourcequotas", """{"metadata":{"name":"small"},"spec":{"hard":{"pods":"1"}}}""");
        await sandbox.WorkloadAsync(Deployments, "web", "\"replicas\":2,");
        var web = await sandbox.GetAsync(Deployments, "web");
        Assert.Equal("1", LiveSandbox.Status(web, "readyReplicas"));
        Assert.Equal("True FailedCreate", LiveSandbox.Condition(web, "ReplicaFailure"));
        await sandbox.PatchAsync("v1/resourcequotas", "small", """{"spec":{"hard":{"pods":"5"}}}""");
        web = await sandbox.GetAsync(Deployments, "web");
        Assert.Equal("2", LiveSandbox.Status(web, "readyReplicas"));
        Assert.Null(LiveSandbox.Condition(web, "ReplicaFailure"));
    }

    [Fact]
    public async Task A_deleted_pod_is_replaced_and_deleted_with_its_deployment()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.WorkloadAsync(Deployments, "web");
        var name = (await sandbox.ListAsync("v1/pods"))[0]["metadata"]!["name"]!.ToString();
        await sandbox.DeleteAsync("v1/pods", name);
        var pod = Assert.Single(await sandbox.ListAsync("v1/pods"));
        Assert.NotEqual(name, pod["metadata"]!["name"]!.ToString());
        // An orphaned pod is adopted, and is one too many.
        await sandbox.PatchAsync("apps/v1/deployments", "web", """{"spec":{"replicas":2}}""");
        Assert.Equal(2, (await sandbox.ListAsync("v1/pods")).Count);
        await sandbox.DeleteAsync(Deployments, "web", "?propagationPolicy=Orphan");
        Assert.Equal(2, (await sandbox.ListAsync("v1/pods")).Count);
        await sandbox.WorkloadAsync(Deployments, "web");
        Assert.Single(await sandbox.ListAsync("v1/pods"));
        await sandbox.DeleteAsync(Deployments, "web");
        Assert.Empty(await sandbox.ListAsync(Sets));
        Assert.Empty(await sandbox.ListAsync("v1/pods"));
    }

    [Fact]
    public async Task A_loaded_deployment_is_run()
    {
        var file = Path.GetTempFileName();
        // The first one was saved by a server that has other defaults.
        await File.WriteAllTextAsync(file, """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"saved","uid":"u1","resourceVersion":"7","creationTimestamp":"2026-01-01T00:00:00Z"},
             "spec":{"replicas":2,"selector":{"matchLabels":{"app":"saved"}},
             "template":{"metadata":{"labels":{"app":"saved"}},"spec":{"containers":[{"name":"main","image":"i:1"}]}}}}
            ---
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},
             "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"i:1"}]}}}}
            """);
        await using var sandbox = await LiveSandbox.StartAsync(new() { State = file });
        Assert.Equal("3", LiveSandbox.Status(await sandbox.GetAsync(Deployments, "web"), "availableReplicas"));
        Assert.Equal("2", LiveSandbox.Status(await sandbox.GetAsync(Deployments, "saved"), "availableReplicas"));
        Assert.Equal(2, (await sandbox.ListAsync(Sets)).Count);
        File.Delete(file);
    }

    private static string Image(string image) =>
        """{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"@"}]}}}}""".Replace("@", image, StringComparison.Ordinal);
}
