using System.Globalization;
using System.Text.Json;
using KubeApi.Client.Workloads;

namespace KubeApi.Tests.Client;

public sealed class PodResourcesTests
{
    [Theory]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"100m","memory":"1Ki"}}},{"resources":{"requests":{"cpu":"1"}}}]}""", "1.1", "1024")]
    [InlineData("""{"containers":[{"name":"a"}]}""", "", "")]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"0"}}}]}""", "0", "")]
    public void Requests_are_the_sum_of_the_containers(string spec, string cpu, string memory) =>
        AssertAmounts(cpu, memory, PodResources.RequestsOf(Pod(spec)));

    [Theory]
    [InlineData("""{"containers":[{"resources":{"limits":{"cpu":"1"}}},{"resources":{"limits":{"cpu":"2","memory":"1Ki"}}}]}""", "3", "")]
    [InlineData("""{"containers":[{"name":"a"}]}""", "", "")]
    public void A_pod_has_a_limit_only_if_every_container_has_one(string spec, string cpu, string memory) =>
        AssertAmounts(cpu, memory, PodResources.LimitsOf(Pod(spec)));

    [Fact]
    public void Sidecars_count_and_other_init_containers_do_not() => AssertAmounts(
        "0.3", "",
        PodResources.RequestsOf(Pod("""
            {"initContainers":[{"restartPolicy":"Always","resources":{"requests":{"cpu":"100m"}}},{"resources":{"requests":{"cpu":"8"}}}],
             "containers":[{"resources":{"requests":{"cpu":"200m"}}}]}
            """)));

    [Fact]
    public void Pod_level_requests_win() => AssertAmounts(
        "4", "1024",
        PodResources.RequestsOf(Pod("""
            {"resources":{"requests":{"cpu":"4"}},"containers":[{"resources":{"requests":{"cpu":"1","memory":"1Ki"}}}]}
            """)));

    [Fact]
    public void An_unknown_pod_has_no_requests() => AssertAmounts("", "", PodResources.RequestsOf(default));

    private static void AssertAmounts(string cpu, string memory, ResourceAmounts actual) => Assert.Equal(
        (cpu, memory), (actual.Cpu?.ToString(CultureInfo.InvariantCulture) ?? "", actual.Memory?.ToString(CultureInfo.InvariantCulture) ?? ""));

    private static JsonElement Pod(string spec) => JsonSerializer.Deserialize<JsonElement>($$"""{"spec":{{spec}}}""");
}
