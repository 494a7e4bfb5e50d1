using KubeApi.Sandbox;
using KubeApi.Tests.Sandbox.Workloads;

namespace KubeApi.Tests.Sandbox;

/// <summary>metrics.k8s.io, as served by metrics-server.</summary>
public sealed class MetricsTests
{
    private const string Group = "/apis/metrics.k8s.io/v1beta1";
    private const string Pods = Group + "/namespaces/default/pods";
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private const string Requests =
        """{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"1","memory":"100Mi"}}},{"name":"d","image":"i"}]}""";

    [Fact]
    public async Task Running_containers_use_a_share_of_their_requests()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("web", Requests);
        var web = Assert.Single((await sandbox.Admin.GetAsync(Group + "/pods?labelSelector=app%3Dweb")).Items);
        Assert.Equal(("web", "default"), (web["metadata"]!["name"]!.ToString(), web["metadata"]!["namespace"]!.ToString()));
        Assert.Equal(
            web["containers"]!.ToJsonString(), (await sandbox.Admin.GetAsync(Pods + "/web")).Json["containers"]!.ToJsonString());
        var used = web["containers"]![0]!["usage"]!;
        Assert.InRange(Millicores(used["cpu"]!.ToString()), 400, 800);
        Assert.Matches("^[0-9]+[KM]i$", used["memory"]!.ToString());
        Assert.Equal("d", web["containers"]![1]!["name"]!.ToString());
        Assert.Empty((await sandbox.Admin.GetAsync(Pods + "?labelSelector=app%3Dother")).Items);

        var node = (await sandbox.Admin.GetAsync(Group + "/nodes/node1")).Json;
        Assert.Equal("NodeMetrics", node["kind"]!.ToString());
        Assert.True(Millicores(node["usage"]!["cpu"]!.ToString()) > Millicores(used["cpu"]!.ToString()), node.ToJsonString());
    }

    [Fact]
    public async Task Pods_that_are_not_running_have_no_metrics()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("done", """{"restartPolicy":"Never","containers":[{"name":"c","image":"fail.example/exit-0:1"}]}""");
        Assert.Empty((await sandbox.Admin.GetAsync(Pods)).Items);
        Assert.Contains(
            "podmetrics.metrics.k8s.io \\\"default/done\\\" not found", (await sandbox.Admin.GetAsync(Pods + "/done")).Body, StringComparison.Ordinal);
        Assert.Contains("pods \\\"absent\\\" not found", (await sandbox.Admin.GetAsync(Pods + "/absent")).Body, StringComparison.Ordinal);
        sandbox.Server.KillNode("node1");
        Assert.Empty((await sandbox.Admin.GetAsync(Group + "/nodes")).Items);
        Assert.Equal(405, (await sandbox.Admin.DeleteAsync(Pods + "/done")).Status);
    }

    [Fact]
    public async Task A_table_has_the_sum_of_the_containers()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("web", Requests);
        var table = (await sandbox.Admin.SendAsync(HttpMethod.Get, Pods, null, "", ("Accept", Table))).Json;
        Assert.Equal("Name cpu memory Window", string.Join(' ', table["columnDefinitions"]!.AsArray().Select(column => column!["name"]!.ToString())));
        Assert.Matches("^\\[\"web\",\"[0-9]+[num]\",\"[0-9]+[KM]i\",\"15s\"\\]$", table["rows"]![0]!["cells"]!.ToJsonString());
    }

    [Fact]
    public async Task Metrics_can_be_disabled()
    {
        await using var sandbox = await LiveSandbox.StartAsync(new SandboxOptions { HasMetrics = false });
        Assert.Equal(404, (await sandbox.Admin.GetAsync(Group)).Status);
        Assert.Equal(404, (await sandbox.Admin.GetAsync(Pods)).Status);
        Assert.DoesNotContain("metrics.k8s.io", (await sandbox.Admin.GetAsync("/apis")).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await sandbox.Admin.GetAsync("/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io")).Status);
    }

    [SkippableFact]
    public async Task Kubectl_top_shows_nodes_and_pods()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        await using var sandbox = await LiveSandbox.StartAsync();
        await sandbox.PodAsync("web", Requests);
        var kubectl = new Kubectl(sandbox.Server);
        Assert.Matches("^NAME +CPU\\(cores\\) +MEMORY\\(bytes\\) *\nweb +[0-9]+m +[0-9]+Mi *\n$", await kubectl.RunAsync("top", "pods"));
        Assert.Matches("^default +web +c +[0-9]+m +[0-9]+Mi *\n", await kubectl.RunAsync("top", "pods", "-A", "--containers", "--no-headers"));
        Assert.Matches("^node1 +[0-9]+m +[0-9]+% +[0-9]+Mi +[0-9]+% *\n$", await kubectl.RunAsync("top", "nodes", "--no-headers"));
    }

    private static decimal Millicores(string quantity) => quantity[^1] switch
    {
        'n' => decimal.Parse(quantity[..^1], System.Globalization.CultureInfo.InvariantCulture) / 1_000_000,
        'u' => decimal.Parse(quantity[..^1], System.Globalization.CultureInfo.InvariantCulture) / 1000,
        'm' => decimal.Parse(quantity[..^1], System.Globalization.CultureInfo.InvariantCulture),
        _ => decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture) * 1000,
    };
}
