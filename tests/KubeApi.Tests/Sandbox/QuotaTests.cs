using System.Text.Json.Nodes;
using KubeApi.Sandbox.Json;

namespace KubeApi.Tests.Sandbox;

/// <summary>Resource quotas and limit ranges of a namespace.</summary>
public sealed class QuotaTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private readonly SandboxClient _admin = fixture.Admin;

    [Theory]
    [InlineData("100m", "100m")]
    [InlineData("0.1", "100m")]
    [InlineData("1500", "1500")]
    [InlineData("2000", "2k")]
    [InlineData("1024Ki", "1Mi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("2e3", "2k")]
    [InlineData("0", "0")]
    [InlineData("12E", "12E")]
    [InlineData("1n", "1n")]
    [InlineData("1.5", "1500m")]
    [InlineData("200E", "200E")]
    [InlineData("-200E", "-200E")]
    [InlineData("1e30", "1000000000E")]
    [InlineData("16Ei", "9223372036854775807")]
    [InlineData("-16Ei", "-9223372036854775807")]
    [InlineData("99999999999999999999999999999999Ki", "9223372036854775807")]
    public void Quantities_have_one_canonical_form(string text, string expected) => Assert.Equal(expected, Quantity.Parse(text).ToString());

    [Fact]
    public async Task Objects_are_counted_and_refused_above_the_quota()
    {
        var home = await fixture.CreateNamespaceAsync();
        var (maps, quota) = ($"/api/v1/namespaces/{home}/configmaps", $"/api/v1/namespaces/{home}/resourcequotas");
        var created = await _admin.PostAsync(quota, Quota("small", """{"configmaps":"3","count/deployments.apps":"0","pods":"1"}"""));
        Assert.Equal("{}", created.Json["status"]?.ToJsonString());
        Assert.Equal("""{"configmaps":"1","count/deployments.apps":"0","pods":"0"}""", await UsedAsync(quota + "/small"));

        await _admin.PostAsync(maps, Sample.Named("a"));
        await _admin.PostAsync(maps, Sample.Named("b"));
        var refused = await _admin.PostAsync(maps + "?dryRun=All", Sample.Named("c"));
        Assert.Equal(
            (403, "Forbidden", "configmaps \"c\" is forbidden: exceeded quota: small, requested: configmaps=1, used: configmaps=3, limited: configmaps=3"),
            (refused.Status, refused.Reason, refused.Message));
        Assert.Equal(403, (await _admin.PostAsync(maps, Sample.Named("c"))).Status);
        await _admin.DeleteAsync(maps + "/a");
        Assert.Equal("""{"configmaps":"2","count/deployments.apps":"0","pods":"0"}""", await UsedAsync(quota + "/small"));
        Assert.Equal(201, (await _admin.PostAsync(maps, Sample.Named("c"))).Status);
    }

    [Fact]
    public async Task Huge_amounts_are_counted_without_affecting_others()
    {
        var home = await fixture.CreateNamespaceAsync();
        var quota = $"/api/v1/namespaces/{home}/resourcequotas";
        await _admin.PostAsync(quota, Quota("vast", """{"requests.storage":"200E"}"""));
        foreach (var name in (string[])["a", "b"])
        {
            var claim = Sample.Named(
                name, null, ("spec", JsonNode.Parse("""{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"100E"}}}""")!));
            Assert.Equal(201, (await _admin.PostAsync($"/api/v1/namespaces/{home}/persistentvolumeclaims", claim)).Status);
        }

        Assert.Equal("""{"requests.storage":"200E"}""", await UsedAsync(quota + "/vast"));
        var more = Sample.Named("more", null, ("spec", JsonNode.Parse("""{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1"}}}""")!));
        Assert.Equal(403, (await _admin.PostAsync($"/api/v1/namespaces/{home}/persistentvolumeclaims", more)).Status);
        Assert.Equal(201, (await _admin.PostAsync($"/api/v1/namespaces/{home}/configmaps", Sample.Named("after"))).Status);
    }

    [Fact]
    public void Sums_saturate_at_the_largest_amount()
    {
        Assert.Equal("18446744073709551614", (Quantity.Parse("16Ei") + Quantity.Parse("16Ei")).ToString());
        Assert.Equal("1000000000E", Enumerable.Repeat(Quantity.Parse("1e30"), 100).Aggregate((sum, next) => sum + next).ToString());
        Assert.Equal("500000000000000000001", (Quantity.Parse("500E") + Quantity.Parse("0.5")).ToString());
    }

    [Fact]
    public async Task Pod_requests_are_summed()
    {
        var home = await fixture.CreateNamespaceAsync();
        var (pods, quota) = ($"/api/v1/namespaces/{home}/pods", $"/api/v1/namespaces/{home}/resourcequotas");
        await _admin.PostAsync(quota, Quota("compute", """{"requests.cpu":"1","limits.memory":"1Gi"}"""));
        Assert.Equal(201, (await _admin.PostAsync(pods, Pod("a", """{"requests":{"cpu":"600m"},"limits":{"memory":"512Mi"}}"""))).Status);
        Assert.Equal("""{"limits.memory":"512Mi","requests.cpu":"600m"}""", await UsedAsync(quota + "/compute"));
        Assert.Equal(
            "pods \"b\" is forbidden: exceeded quota: compute, requested: requests.cpu=500m, used: requests.cpu=600m, limited: requests.cpu=1",
            (await _admin.PostAsync(pods, Pod("b", """{"requests":{"cpu":"0.5"},"limits":{"memory":"1Mi"}}"""))).Message);
        // A finished pod uses nothing.
        await _admin.MergeAsync(pods + "/a/status", """{"status":{"phase":"Succeeded"}}""");
        Assert.Equal("""{"limits.memory":"0","requests.cpu":"0"}""", await UsedAsync(quota + "/compute"));
    }

    private async Task<string> UsedAsync(string quota) => (await _admin.GetAsync(quota)).Json["status"]!["used"]!.ToJsonString();

    private static string Quota(string name, string hard)
    {
        var spec = new JsonObject { ["hard"] = JsonNode.Parse(hard) };
        return Sample.Named(name, null, ("spec", spec));
    }

    private static string Pod(string name, string resources) =>
        Sample.Named(
            name, null, ("spec", JsonNode.Parse($$"""{"containers":[{"name":"main","image":"registry.example/web:1","resources":{{resources}}}]}""")!));
}
