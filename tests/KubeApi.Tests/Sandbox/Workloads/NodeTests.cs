namespace KubeApi.Tests.Sandbox.Workloads;

/// <summary>Scheduling of pods, and nodes that join and die.</summary>
public sealed class NodeTests
{
    [Theory]
    [InlineData("""{"spec":{"unschedulable":true}}""", "", "1 node(s) were unschedulable")]
    [InlineData("""{"spec":{"taints":[{"key":"only","value":"gpu","effect":"NoSchedule"}]}}""", "", "1 node(s) had untolerated taint {only: gpu}")]
    [InlineData("{}", """ "nodeSelector":{"disk":"ssd"}, """, "1 node(s) didn't match Pod's node affinity/selector")]
    public async Task A_pod_without_a_suitable_node_stays_pending_with_the_reason(string node, string pod, string why)
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PatchAsync("v1/nodes", "node1", node);
        await sandbox.PodAsync("a", $$"""{ {{pod}} "containers":[{"name":"main","image":"i:1"}]}""");
        var waiting = await sandbox.GetAsync("v1/pods", "a");
        Assert.Equal("False Unschedulable", LiveSandbox.Condition(waiting, "PodScheduled"));
        var message = $"0/1 nodes are available: {why}. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for "
            + "scheduling.";
        Assert.Equal(["Warning FailedScheduling " + message], await sandbox.EventsAsync("a"));

        await sandbox.CreateAsync("v1/nodes", """{"metadata":{"name":"node2","labels":{"disk":"ssd"}}}""");
        Assert.Equal("node2", (await sandbox.GetAsync("v1/pods", "a"))["spec"]!["nodeName"]!.ToString());
        Assert.Equal("True KubeletReady", LiveSandbox.Condition(await sandbox.GetAsync("v1/nodes", "node2"), "Ready"));
    }

    [Fact]
    public async Task Pods_are_spread_and_tolerations_are_respected()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.CreateAsync("v1/nodes", """{"metadata":{"name":"node2"}}""");
        await sandbox.WorkloadAsync("apps/v1/deployments", "web", "\"replicas\":4,");
        Assert.Equal(["node1 2", "node2 2"], (await sandbox.ListAsync("v1/pods")).GroupBy(pod => pod["spec"]!["nodeName"]!.ToString())
            .Select(node => $"{node.Key} {node.Count()}").Order());
        await sandbox.PatchAsync("v1/nodes", "node2", """{"spec":{"taints":[{"key":"only","effect":"NoExecute"}]}}""");
        Assert.Equal(["node1", "node1", "node1", "node1"], (await sandbox.ListAsync("v1/pods")).Select(pod => pod["spec"]!["nodeName"]!.ToString()));
        await sandbox.PodAsync(
            "a", """{"nodeSelector":{"kubernetes.io/hostname":"node9"},"tolerations":[{"operator":"Exists"}],"containers":[{"name":"main","image":"i:1"}]}""");
        Assert.Equal("False Unschedulable", LiveSandbox.Condition(await sandbox.GetAsync("v1/pods", "a"), "PodScheduled"));
        await sandbox.CreateAsync("v1/nodes", """{"metadata":{"name":"node9","labels":{"kubernetes.io/hostname":"node9"}},"spec":{"unschedulable":true}}""");
        Assert.Equal("node9", (await sandbox.GetAsync("v1/pods", "a"))["spec"]!["nodeName"]!.ToString());
    }

    [Fact]
    public async Task The_pods_of_a_dead_node_are_replaced_after_five_minutes()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.CreateAsync("v1/nodes", """{"metadata":{"name":"node2"}}""");
        await sandbox.WorkloadAsync("apps/v1/deployments", "web", "\"replicas\":2,");
        sandbox.Server.KillNode("node2");
        var node = await sandbox.GetAsync("v1/nodes", "node2");
        Assert.Equal("Unknown NodeStatusUnknown", LiveSandbox.Condition(node, "Ready"));
        Assert.Equal("1", LiveSandbox.Status(await sandbox.GetAsync("apps/v1/deployments", "web"), "availableReplicas"));
        sandbox.Advance(299);
        Assert.Equal(2, (await sandbox.ListAsync("v1/pods")).Count);
        sandbox.Advance(1);
        Assert.Equal("2", LiveSandbox.Status(await sandbox.GetAsync("apps/v1/deployments", "web"), "availableReplicas"));
        // The old pod is not reported as ended until its node is back.
        Assert.Single(await sandbox.ListAsync("v1/pods"), pod => pod["metadata"]!["deletionTimestamp"] is not null);
        sandbox.Server.ReviveNode("node2");
        Assert.Equal(2, (await sandbox.ListAsync("v1/pods")).Count);
        Assert.Null((await sandbox.GetAsync("v1/nodes", "node2"))["spec"]!["taints"]);
    }

    [Fact]
    public async Task Pods_and_nodes_are_killed_over_http()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("a", """{"containers":[{"name":"main","image":"i:1"}]}""");
        await KillAsync(200, "kill?namespace=default&pod=a&exit-code=7");
        var status = (await sandbox.GetAsync("v1/pods", "a"))["status"]!["containerStatuses"]![0]!;
        Assert.Equal(("1", "7"), (status["restartCount"]!.ToString(), status["lastState"]!["terminated"]!["exitCode"]!.ToString()));
        await KillAsync(200, "kill?node=node1");
        Assert.StartsWith("Unknown", LiveSandbox.Condition(await sandbox.GetAsync("v1/nodes", "node1"), "Ready"), StringComparison.Ordinal);
        await KillAsync(200, "revive?node=node1");
        Assert.StartsWith("True", LiveSandbox.Condition(await sandbox.GetAsync("v1/nodes", "node1"), "Ready"), StringComparison.Ordinal);
        foreach (var query in (string[])["kill", "kill?pod=nosuch", "kill?namespace=default&pod=a&container=x", "kill?namespace=default&pod=a&exit-code=256",
            "kill?node=nosuch", "revive", "revive?node=nosuch"])
        {
            await KillAsync(400, query);
        }

        async Task KillAsync(int status, string query) => Assert.Equal(status, (await sandbox.Admin.PostAsync("/sandbox/" + query, "")).Status);
    }
}
