namespace KubeApi.Tests.Sandbox.Workloads;

/// <summary>StatefulSets and DaemonSets.</summary>
public sealed class SetTests
{
    private const string StatefulSets = "apps/v1/statefulsets";
    private const string DaemonSets = "apps/v1/daemonsets";

    [Fact]
    public async Task A_stateful_set_creates_its_pods_in_order()
    {
        await using var sandbox = await LiveSandbox.StartAsync(new() { Pace = 1 });
        await sandbox.WorkloadAsync(
            StatefulSets, "db",
            "\"replicas\":2,\"serviceName\":\"db\",\"volumeClaimTemplates\":[{\"metadata\":{\"name\":\"data\"},\"spec\":{\"accessModes\":[\"ReadWriteOnce\"],"
                + "\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}}}],");
        Assert.Equal(["db-0"], await NamesAsync(sandbox));
        sandbox.Advance(1);
        Assert.Equal(["db-0", "db-1"], await NamesAsync(sandbox));
        sandbox.Advance(1);
        var set = await sandbox.GetAsync(StatefulSets, "db");
        var revision = (await sandbox.ListAsync("apps/v1/controllerrevisions"))[0]["metadata"]!["name"]!.ToString();
        Assert.Equal(
            $$"""{"observedGeneration":1,"replicas":2,"readyReplicas":2,"currentReplicas":2,"updatedReplicas":2,"currentRevision":"{{revision}}","updateRevision":"{{revision}}","collisionCount":0,"availableReplicas":2}""",
            set["status"]!.ToJsonString());
        var pod = await sandbox.GetAsync("v1/pods", "db-1");
        Assert.Equal(
            $$"""{"app":"db","apps.kubernetes.io/pod-index":"1","controller-revision-hash":"{{revision}}","statefulset.kubernetes.io/pod-name":"db-1"}""",
            pod["metadata"]!["labels"]!.ToJsonString());
        Assert.Equal("data-db-1", pod["spec"]!["volumes"]![0]!["persistentVolumeClaim"]!["claimName"]!.ToString());
        Assert.True(await sandbox.ExistsAsync("v1/persistentvolumeclaims", "data-db-1"));
        Assert.Contains("Normal SuccessfulCreate create Pod db-1 in StatefulSet db successful", await sandbox.EventsAsync("db"));

        await sandbox.PatchAsync(StatefulSets, "db", """{"spec":{"replicas":0}}""");
        sandbox.Advance(1);
        Assert.Equal(["db-0"], await NamesAsync(sandbox));
        sandbox.Advance(1);
        Assert.Empty(await NamesAsync(sandbox));
    }

    [Fact]
    public async Task A_stateful_set_updates_its_pods_in_reverse_order()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.WorkloadAsync(StatefulSets, "db", "\"replicas\":3,\"serviceName\":\"db\",\"updateStrategy\":{\"rollingUpdate\":{\"partition\":1}},");
        await sandbox.PatchAsync(StatefulSets, "db", """{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"i:2"}]}}}}""");
        Assert.Equal(["registry.local/busybox:1", "i:2", "i:2"], await ImagesAsync());
        var set = await sandbox.GetAsync(StatefulSets, "db");
        Assert.Equal("3 1 2", LiveSandbox.Status(set, "readyReplicas", "currentReplicas", "updatedReplicas"));
        Assert.NotEqual(LiveSandbox.Status(set, "currentRevision"), LiveSandbox.Status(set, "updateRevision"));
        await sandbox.PatchAsync(StatefulSets, "db", """{"spec":{"updateStrategy":{"rollingUpdate":{"partition":0}}}}""");
        Assert.Equal(["i:2", "i:2", "i:2"], await ImagesAsync());
        set = await sandbox.GetAsync(StatefulSets, "db");
        Assert.Equal(LiveSandbox.Status(set, "currentRevision"), LiveSandbox.Status(set, "updateRevision"));
        Assert.Equal(
            ["db-2", "db-1", "db-0"],
            (await sandbox.EventsAsync("db")).Where(text => text.Contains("SuccessfulDelete", StringComparison.Ordinal)).Select(text => text.Split(' ')[4]));

        async Task<IEnumerable<string>> ImagesAsync() =>
            (await sandbox.ListAsync("v1/pods")).Select(pod => pod["spec"]!["containers"]![0]!["image"]!.ToString());
    }

    [Fact]
    public async Task A_daemon_set_has_a_pod_on_each_node()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.CreateAsync("v1/nodes", """{"metadata":{"name":"node2"},"spec":{"unschedulable":true}}""");
        await sandbox.CreateAsync("v1/nodes", """{"metadata":{"name":"node3"},"spec":{"taints":[{"key":"only","effect":"NoSchedule"}]}}""");
        await sandbox.WorkloadAsync(DaemonSets, "agent");
        Assert.Equal(["node1", "node2"], (await sandbox.ListAsync("v1/pods")).Select(pod => pod["spec"]!["nodeName"]!.ToString()).Order());
        Assert.Equal(
            """{"currentNumberScheduled":2,"numberMisscheduled":0,"desiredNumberScheduled":2,"numberReady":2,"observedGeneration":1,"updatedNumberScheduled":2,"numberAvailable":2}""",
            (await sandbox.GetAsync(DaemonSets, "agent"))["status"]!.ToJsonString());
        await sandbox.CreateAsync("v1/nodes", """{"metadata":{"name":"node4"}}""");
        Assert.Equal(3, (await sandbox.ListAsync("v1/pods")).Count);

        await sandbox.PatchAsync(DaemonSets, "agent", """{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"i:2"}]}}}}""");
        Assert.All(await sandbox.ListAsync("v1/pods"), pod => Assert.Equal("i:2", pod["spec"]!["containers"]![0]!["image"]!.ToString()));
        Assert.Equal(["1", "2"], (await sandbox.ListAsync("apps/v1/controllerrevisions")).Select(revision => revision["revision"]!.ToString()).Order());
        Assert.Equal("3 3", LiveSandbox.Status(await sandbox.GetAsync(DaemonSets, "agent"), "updatedNumberScheduled", "numberAvailable"));
        // The first template again is the newest revision.
        await sandbox.PatchAsync(DaemonSets, "agent", """{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"registry.local/busybox:1"}]}}}}""");
        Assert.Equal(["2", "3"], (await sandbox.ListAsync("apps/v1/controllerrevisions")).Select(revision => revision["revision"]!.ToString()).Order());
    }

    [Theory]
    [InlineData("NoSchedule", 2, "1 1")]
    [InlineData("NoExecute", 1, "1 0")]
    public async Task A_taint_of_a_node_ends_the_pod_of_a_daemon_set_if_it_is_NoExecute(string effect, int pods, string status)
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.CreateAsync("v1/nodes", """{"metadata":{"name":"node2"}}""");
        await sandbox.WorkloadAsync(DaemonSets, "agent");
        await sandbox.PatchAsync("v1/nodes", "node2", """{"spec":{"taints":[{"key":"only","effect":"E"}]}}""".Replace("\"E\"", $"\"{effect}\""));

        Assert.Equal(pods, (await sandbox.ListAsync("v1/pods")).Count);
        Assert.Equal(status, LiveSandbox.Status(await sandbox.GetAsync(DaemonSets, "agent"), "desiredNumberScheduled", "numberMisscheduled"));
    }

    [Fact]
    public async Task A_daemon_set_respects_minReadySeconds()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.WorkloadAsync(DaemonSets, "agent", "\"minReadySeconds\":10,");
        Assert.Equal("1 -", LiveSandbox.Status(await sandbox.GetAsync(DaemonSets, "agent"), "numberReady", "numberAvailable"));
        sandbox.Advance(11);
        Assert.Equal("1 1", LiveSandbox.Status(await sandbox.GetAsync(DaemonSets, "agent"), "numberReady", "numberAvailable"));
    }

    private static async Task<IEnumerable<string>> NamesAsync(LiveSandbox sandbox) =>
        (await sandbox.ListAsync("v1/pods")).Select(pod => pod["metadata"]!["name"]!.ToString());
}
