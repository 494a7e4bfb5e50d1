using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>What monitoring reads, and how requests are classified.</summary>
public sealed class MonitoringTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task Metrics_count_the_objects()
    {
        await fixture.CreateNamespaceAsync();
        var count = (await fixture.Admin.GetAsync("/api/v1/serviceaccounts")).Items.Count;
        var metrics = await fixture.Admin.GetAsync("/metrics");
        Assert.StartsWith("text/plain; version=0.0.4", metrics.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("# TYPE apiserver_resource_objects gauge\n", metrics.Body, StringComparison.Ordinal);
        var counted = metrics.Body.Split('\n').Single(
            line => line.StartsWith("apiserver_resource_objects{group=\"\",resource=\"serviceaccounts\"}", StringComparison.Ordinal));
        Assert.True(int.Parse(counted.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) >= count, counted);
        Assert.Contains(
            "kubernetes_healthcheck{name=\"ping\",type=\"livez\"} 1\n", (await fixture.Admin.GetAsync("/metrics/slis")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    public async Task Metrics_count_the_bytes_of_answers_as_they_went_over_the_wire(string encoding)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 100 });
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        http.DefaultRequestHeaders.Add("Accept-Encoding", encoding);
        var pages = new[] { await http.GetByteArrayAsync("/api/v1/pods?limit=60"), await http.GetByteArrayAsync("/api/v1/pods") };

        var metrics = await http.GetStringAsync("/metrics");

        const string labels = "{component=\"apiserver\",group=\"\",resource=\"pods\",scope=\"cluster\",subresource=\"\",verb=\"LIST\",version=\"v1\"}";
        Assert.Contains($"\napiserver_response_sizes_sum{labels} {pages.Sum(page => page.Length)}\n", metrics, StringComparison.Ordinal);
        Assert.Contains($"\napiserver_response_sizes_count{labels} 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains(labels.Replace("}", ",le=\"1e+06\"}", StringComparison.Ordinal) + " 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains(labels.Replace("}", ",le=\"1000\"}", StringComparison.Ordinal) + " 0\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_pages_for_people_tell_version_and_options()
    {
        Assert.Contains("\nBinary version: 1.36.2\n", (await fixture.Admin.GetAsync("/statusz")).Body, StringComparison.Ordinal);
        Assert.Contains("\nhistory-limit=2000\n", (await fixture.Admin.GetAsync("/flagz")).Body, StringComparison.Ordinal);
        using var anonymous = new SandboxClient(fixture.Server, null);
        Assert.Equal(403, (await anonymous.GetAsync("/metrics")).Status);
    }

    [Fact]
    public async Task The_level_of_a_request_is_that_of_who_asks()
    {
        const string level = "X-Kubernetes-Pf-Prioritylevel-Uid";
        using var viewer = new SandboxClient(fixture.Server, fixture.Server.ViewerToken);
        using var account = new SandboxClient(fixture.Server, fixture.Server.CreateServiceAccountToken("default", "default"));
        using var nobody = new SandboxClient(fixture.Server, "nonsense");
        string[] levels =
        [
            (await fixture.Admin.GetAsync("/version")).Headers[level], (await viewer.GetAsync("/version")).Headers[level],
            (await account.GetAsync("/version")).Headers[level]
        ];
        Assert.Equal(3, levels.Distinct().Count());
        Assert.Equal(levels[0], (await viewer.GetAsync("/livez")).Headers[level]);
        Assert.False((await nobody.GetAsync("/version")).Headers.ContainsKey(level));
        Assert.False((await fixture.Admin.GetAsync("/api/v1/namespaces/default/pods/absent/log")).Headers.ContainsKey(level));
    }
}
