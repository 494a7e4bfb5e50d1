using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox;

public sealed class DiscoveryTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    [Theory]
    [InlineData("/api")]
    [InlineData("/apis")]
    public async Task Unchanged_aggregated_discovery_is_not_sent_again(string path)
    {
        var first = await fixture.Admin.SendAsync(HttpMethod.Get, path, null, "", ("Accept", Aggregated));
        Assert.Equal("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", first.Headers["Content-Type"]);
        Assert.Equal("APIGroupDiscoveryList", first.Json["kind"]!.GetValue<string>());
        var etag = first.Headers["ETag"];
        Assert.Matches("^\"[0-9A-F]{128}\"$", etag);
        var second = await fixture.Admin.SendAsync(HttpMethod.Get, path, null, "", ("Accept", Aggregated), ("If-None-Match", etag));
        Assert.Equal(
            (304, "", etag, "public", "Accept"), (second.Status, second.Body, second.Headers["ETag"], second.Headers["Cache-Control"], second.Headers["Vary"]));
        Assert.Equal(200, (await fixture.Admin.SendAsync(HttpMethod.Get, path, null, "", ("Accept", Aggregated), ("If-None-Match", "\"other\""))).Status);
    }

    [Fact]
    public async Task Unaggregated_discovery_is_the_default()
    {
        Assert.Equal("APIGroupList", (await fixture.Admin.GetAsync("/apis")).Json["kind"]!.GetValue<string>());
        var core = (await fixture.Admin.GetAsync("/api")).Json;
        Assert.Equal(fixture.Server.Uri.Authority, core["serverAddressByClientCIDRs"]![0]!["serverAddress"]!.GetValue<string>());
    }

    [Fact]
    public async Task Every_listed_path_responds()
    {
        var paths = ((JsonArray)(await fixture.Admin.GetAsync("/")).Json["paths"]!).Select(path => path!.GetValue<string>()).ToList();
        Assert.Contains("/apis/batch/v1", paths);
        foreach (var path in paths)
        {
            Assert.True((await fixture.Admin.GetAsync(path)).Status == 200, path);
        }
    }

    [Fact]
    public async Task Every_discovered_resource_can_be_listed()
    {
        foreach (var (path, resource) in await ResourcesAsync())
        {
            var verbs = ((JsonArray)resource["verbs"]!).Select(verb => verb!.GetValue<string>()).ToList();
            if (verbs.Contains("list"))
            {
                var list = await fixture.Admin.GetAsync($"{path}/{resource["name"]}");
                Assert.True(
                    list.Status == 200 && list.Json["kind"]!.GetValue<string>() == resource["kind"]!.GetValue<string>() + "List",
                    $"{path} {resource["name"]}: {list.Body}");
            }
        }
    }

    [Fact]
    public async Task Every_openapi_document_is_found_by_its_hash()
    {
        var index = (JsonObject)(await fixture.Admin.GetAsync("/openapi/v3")).Json["paths"]!;
        Assert.True(index.Count > 40);
        foreach (var (name, entry) in index)
        {
            var url = entry!["serverRelativeURL"]!.GetValue<string>();
            var document = await fixture.Admin.GetAsync(url);
            Assert.True(document.Status == 200 && document.Headers["Cache-Control"] == "public, immutable", name);
            Assert.Equal($"\"{url[(url.IndexOf('=', StringComparison.Ordinal) + 1)..]}\"", document.Headers["ETag"]);
        }

        var stale = await fixture.Admin.GetAsync("/openapi/v3/apis/batch/v1?hash=00");
        Assert.Equal((301, index["apis/batch/v1"]!["serverRelativeURL"]!.GetValue<string>()), (stale.Status, stale.Headers["Location"]));
    }

    [Fact]
    public async Task Curl_and_browsers_get_indented_JSON()
    {
        const string path = "/api/v1/namespaces/default";
        Assert.StartsWith("{\"kind\"", (await fixture.Admin.GetAsync(path)).Body, StringComparison.Ordinal);
        Assert.StartsWith(
            "{\n  \"kind\": \"Namespace\",\n  \"apiVersion\"", (await fixture.Admin.GetAsync(path + "?pretty=true")).Body, StringComparison.Ordinal);
        foreach (var agent in (string[])["curl/8.0", "Mozilla/5.0 (X11)"])
        {
            Assert.StartsWith(
                "{\n  \"kind\"", (await fixture.Admin.SendAsync(HttpMethod.Get, path, null, "", ("User-Agent", agent))).Body, StringComparison.Ordinal);
        }

        var list = await fixture.Admin.GetAsync("/api/v1/namespaces?pretty=true");
        Assert.StartsWith("{\n  \"kind\": \"NamespaceList\"", list.Body, StringComparison.Ordinal);
        Assert.Equal(list.Items.Count, (await fixture.Admin.GetAsync("/api/v1/namespaces?pretty=true")).Items.Count);
    }

    [Fact]
    public async Task Deprecated_types_come_with_a_warning()
    {
        var list = await fixture.Admin.GetAsync("/api/v1/endpoints");
        Assert.Equal("299 - \"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\"", list.Headers["Warning"]);
        Assert.False((await fixture.Admin.GetAsync("/api/v1/pods")).Headers.ContainsKey("Warning"));
    }

    private async Task<IReadOnlyList<(string Path, JsonObject Resource)>> ResourcesAsync()
    {
        var found = new List<(string, JsonObject)>();
        var groups = (JsonArray)(await fixture.Admin.GetAsync("/apis")).Json["groups"]!;
        var paths = groups.SelectMany(group => ((JsonArray)group!["versions"]!).Select(version => "/apis/" + version!["groupVersion"])).Prepend("/api/v1");
        foreach (var path in paths)
        {
            var resources = (JsonArray)(await fixture.Admin.GetAsync(path)).Json["resources"]!;
            found.AddRange(resources.Select(resource => (path, (JsonObject)resource!)).Where(entry => !entry.Item2["name"]!.GetValue<string>().Contains('/')));
        }

        return found;
    }
}
