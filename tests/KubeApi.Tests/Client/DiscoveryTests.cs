using System.Text.Json;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Sandbox;
using KubeApi.Tests.Module;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Client;

public sealed class DiscoveryTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static async Task<ApiCatalog> ReadAsync(SandboxServer server)
    {
        using var client = TestClient.Admin(server);
        return await new DiscoveryCache().GetAsync(client, default);
    }

    [Fact]
    public async Task The_core_group_comes_first_and_all_types_are_listed()
    {
        var catalog = await ReadAsync(sandbox.Server);

        Assert.Equal("", catalog.Groups[0].Name);
        var deployments = Assert.Single(catalog.Resources, r => r.FullName == "deployments.apps");
        Assert.Equal(
            ("deployment", "deploy", "Deployment", "apps/v1", true, "all", "scale,status", "/apis/apps/v1/namespaces/{namespace}/deployments"),
            (deployments.SingularName, deployments.ShortNames[0], deployments.Kind, deployments.ApiVersion, deployments.Namespaced, deployments.Categories[0],
                string.Join(',', deployments.Subresources), deployments.Path));
        Assert.Equal(["v2", "v1"], catalog.Groups.Single(g => g.Name == "autoscaling").Versions);
        Assert.Empty(catalog.Warnings);
    }

    [Fact]
    public async Task Discovery_waits_for_a_resource_type_that_is_being_created()
    {
        await using var server = await SandboxServer.StartAsync();
        var asked = 0;
        server.Intercept = async context =>
        {
            if (context.Request.Path != "/apis" || Interlocked.Increment(ref asked) < 3)
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""
                {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"g.example"},"versions":[{"version":"v1","resources":[
                {"resource":"widgets","responseKind":{"kind":"Widget"},"scope":"Cluster","verbs":["get"]}]}]}]}
                """);
            return true;
        };
        using var client = TestClient.Admin(server);

        var found = await new DiscoveryCache().WaitForKindAsync(client, "g.example/v1", "Widget", default);

        Assert.Equal("widgets.g.example", found.FullName);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Unaggregated_discovery_gives_the_same_catalog()
    {
        await using var server = await SandboxServer.StartAsync();
        var aggregated = await ReadAsync(server);
        server.Intercept = context =>
        {
            context.Request.Headers.Accept = "application/json";
            return Task.FromResult(false);
        };

        var legacy = await ReadAsync(server);

        Assert.Equal(aggregated.Groups.Select(Describe).Order(), legacy.Groups.Select(Describe).Order());
        Assert.Equal(aggregated.Resources.Select(Describe).Order(), legacy.Resources.Select(Describe).Order());
    }

    // An aggregated API server, or one that is not trusted, chooses these strings.
    [Theory]
    [InlineData("""{"items":[{"metadata":{"name":"g"},"versions":[{"version":"v1","resources":[{"resource":"as","responseKind":{"kind":"AX"},"shortNames":["aX"],"categories":["aX"],"verbs":["getX"]}]}]}]}""", true)]
    [InlineData("""{"resources":[{"name":"as","kind":"AX","shortNames":["aX"],"categories":["aX"],"verbs":["getX"]}]}""", false)]
    public void Names_cannot_control_the_terminal(string json, bool isAggregated)
    {
        using var document = JsonDocument.Parse(json.Replace("X", "\\u001b[2J\\u202e", StringComparison.Ordinal));
        var group = new ApiGroup { Name = "g", Versions = ["v1"], PreferredVersion = "v1" };

        var type = Assert.Single(isAggregated
            ? AggregatedDiscovery.Read(document.RootElement).Resources : LegacyDiscovery.ReadResources(document.RootElement, group, "v1"));

        Assert.Equal(("A", "a", "a", "get"), (type.Kind, type.ShortNames[0], type.Categories[0], type.Verbs[0]));
    }

    [Fact]
    public async Task An_unavailable_group_is_a_warning()
    {
        await using var server = await SandboxServer.StartAsync();
        server.Intercept = async context =>
        {
            context.Request.Headers.Accept = "application/json";
            if (context.Request.Path != "/apis/policy/v1")
            {
                return false;
            }

            context.Response.StatusCode = 503;
            await context.Response.WriteAsync("service unavailable");
            return true;
        };

        var catalog = await ReadAsync(server);

        Assert.Contains("/apis/policy/v1", Assert.Single(catalog.Warnings), StringComparison.Ordinal);
        Assert.Contains(catalog.Resources, r => r.Name == "jobs");
    }

    [Fact]
    public async Task Unchanged_discovery_is_not_transferred_again()
    {
        await using var server = await SandboxServer.StartAsync();
        using var client = TestClient.Admin(server);
        var discovery = new DiscoveryCache();
        var first = await discovery.RefreshAsync(client, default);

        server.ClearRequests();
        var second = await discovery.RefreshAsync(client, default);

        Assert.Equal([304, 304], server.Requests.Select(r => r.StatusCode));
        Assert.Equal(first.Resources.Count, second.Resources.Count);
    }

    [Fact]
    public async Task A_response_that_is_not_from_an_API_server_is_an_error()
    {
        await using var server = await SandboxServer.StartAsync();
        server.Intercept = async context =>
        {
            await context.Response.WriteAsync("<html>login</html>");
            return true;
        };

        var e = await Assert.ThrowsAsync<KubeApiException>(() => ReadAsync(server));

        Assert.Equal(FailureKind.InvalidAnswer, e.Failure);
    }

    private static string Describe(ApiGroup g) => $"{g.Name} {string.Join(',', g.Versions)} {g.PreferredVersion}";

    private static string Describe(ApiResource r) =>
        $"{r.FullName} {r.SingularName} {r.Kind} {r.ApiVersion} {r.Namespaced} {r.IsPreferredVersion} {string.Join(',', r.Verbs)} "
        + $"{string.Join(',', r.ShortNames)} {string.Join(',', r.Categories)} {string.Join(',', r.Subresources.Order())}";
}
