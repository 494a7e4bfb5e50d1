using System.Text.Json;
using KubeApi.Client.Workloads;

namespace KubeApi.Tests.Client;

public sealed class UsageListTests
{
    private static readonly JsonElement s_metrics = Parse("""
        {"metadata":{"name":"web","namespace":"shop"},"timestamp":"2026-11-29T18:00:00Z","containers":[
          {"name":"app","usage":{"cpu":"1500000n","memory":"2Ki"}},{"name":"log","usage":{"cpu":"500u","memory":"1Ki"}}]}
        """);

    private static readonly JsonElement s_pod = Parse("""
        {"spec":{"containers":[{"name":"app","resources":{"requests":{"cpu":"4m"},"limits":{"cpu":"8m"}}},{"name":"log"}]}}
        """);

    [Fact]
    public void The_usage_of_a_pod_is_the_sum_of_its_containers()
    {
        var usage = UsageList.OfPod(s_metrics, s_pod);

        Assert.Equal(("shop", "web", ""), (usage.Namespace, usage.Name, usage.Container));
        Assert.Equal(new ResourceAmounts(0.002m, 3072), usage.Used);
        Assert.Equal(new ResourceAmounts(0.004m, null), usage.Requests);
        Assert.Equal(default, usage.Limits);
        Assert.Equal(new DateTimeOffset(2026, 11, 29, 18, 0, 0, TimeSpan.Zero), usage.Time);
    }

    [Fact]
    public void A_container_is_compared_with_its_own_limits()
    {
        var usages = UsageList.OfContainers(s_metrics, s_pod).ToList();

        Assert.Equal(["app", "log"], usages.Select(u => u.Container));
        Assert.Equal(new ResourceAmounts(0.008m, null), usages[0].Limits);
        Assert.Equal(default, usages[1].Limits);
    }

    [Fact]
    public void A_node_is_compared_with_its_allocatable_resources()
    {
        var usage = UsageList.OfNode(
            Parse("""{"metadata":{"name":"node-1"},"usage":{"cpu":"250m","memory":"1Gi"}}"""),
            Parse("""{"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"110"}}}"""));

        Assert.Equal(new ResourceAmounts(0.25m, 1073741824), usage.Used);
        Assert.Equal(new ResourceAmounts(4, 8589934592), usage.Allocatable);
        Assert.Null(usage.Time);
    }

    [Theory]
    [InlineData("""{"cpu":"NaN","memory":"1Ki"}""")]
    [InlineData("""{"cpu":"much","memory":"1Ki"}""")]
    [InlineData("""{"cpu":7,"memory":"1Ki"}""")]
    [InlineData("""{"memory":"1Ki"}""")]
    public void An_invalid_quantity_is_unknown_and_not_zero(string usage)
    {
        var metrics = Parse($$"""{"usage":{{usage}},"containers":[{"usage":{"cpu":"1","memory":"1Ki"} },{"usage":{{usage}} }]}""");

        Assert.Equal(new ResourceAmounts(null, 2048), UsageList.OfPod(metrics, default).Used);
        Assert.Equal(new ResourceAmounts(null, 1024), UsageList.OfNode(metrics, default).Used);
    }

    [Fact]
    public void A_missing_pod_has_no_requests() => Assert.Equal(default, UsageList.OfPod(s_metrics, default).Requests);

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
