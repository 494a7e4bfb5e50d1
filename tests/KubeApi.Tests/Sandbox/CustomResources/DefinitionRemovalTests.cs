using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox.CustomResources;

/// <summary>A deleted or changed definition leaves nothing behind.</summary>
public sealed class DefinitionRemovalTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_object_created_while_its_definition_is_deleted_leaves_no_ghost(bool isDefinedAnew)
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        var widgets = await Widgets.DefineAsync(admin, "{}");
        server.ClearRequests();
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.ProxyUri.Host, server.ProxyUri.Port);
        var stream = connection.GetStream();
        var body = Sample.Named("ghost", null, ("apiVersion", $"{widgets.Group}/v1"), ("kind", "Widget"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {widgets.Path} HTTP/1.1\r\nHost: {server.ProxyUri.Authority}\r\nContent-Type: application/json\r\nContent-Length: "
                + $"{body.Length}\r\nConnection: close\r\n\r\n"));
        while (server.OpenRequests == 0)
        {
            await Task.Delay(5);
        }

        Assert.Equal(200, (await admin.DeleteAsync(widgets.Definition)).Status);
        var cluster = Widgets.Body(widgets.Group, Widgets.Version("v1")).Replace("Namespaced", "Cluster", StringComparison.Ordinal);
        if (isDefinedAnew)
        {
            // With another scope: a request for a namespaced path no longer matches.
            Assert.Equal(201, (await admin.PostAsync(Widgets.Definitions, cluster)).Status);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(body));
        using var response = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 404", await response.ReadLineAsync().WaitAsync(s_timeout), StringComparison.Ordinal);
        if (!isDefinedAnew)
        {
            await admin.PostAsync(Widgets.Definitions, cluster);
        }

        var list = await admin.GetAsync($"/apis/{widgets.Group}/v1/widgets");
        Assert.Equal((200, 0), (list.Status, list.Json["items"]!.AsArray().Count));
    }

    [Fact]
    public async Task Watches_end_with_the_definition_after_the_last_deletion()
    {
        var widgets = await Widgets.DefineAsync(fixture.Admin, "{}");
        await widgets.CreateAsync("one", "{}");
        using var watch = await fixture.Admin.WatchAsync(widgets.Path + "?watch=1");
        Assert.Equal("ADDED", await NextAsync(watch));
        Assert.Equal(200, (await fixture.Admin.DeleteAsync(widgets.Definition)).Status);
        Assert.Equal("DELETED", await NextAsync(watch));
        Assert.Null(await NextAsync(watch));
    }

    [Fact]
    public async Task Watches_end_when_the_versions_change()
    {
        var widgets = await Widgets.DefineAsync(fixture.Admin, [Widgets.Version("v1"), Widgets.Version("v2")]);
        using var watch = await fixture.Admin.WatchAsync(widgets.Objects("v2") + "?watch=1");
        Assert.Equal(200, (await fixture.Admin.MergeAsync(widgets.Definition, """{"metadata":{"labels":{"a":"b"}}}""")).Status);
        await widgets.CreateAsync("one", "{}");
        Assert.Equal("ADDED", await NextAsync(watch));
        Assert.Equal(200, (await fixture.Admin.MergeAsync(widgets.Definition, Widgets.Versions(Widgets.Version("v1")))).Status);
        Assert.Null(await NextAsync(watch));
    }

    [Fact]
    public async Task Versions_from_before_a_deleted_definition_are_too_old()
    {
        var widgets = await Widgets.DefineAsync(fixture.Admin, "{}");
        var before = (await widgets.CreateAsync("one", "{}")).Version;
        await fixture.Admin.DeleteAsync(widgets.Definition);
        await fixture.Admin.PostAsync(Widgets.Definitions, Widgets.Body(widgets.Group, Widgets.Version("v1")));
        var list = await fixture.Admin.GetAsync($"{widgets.Path}?resourceVersion={before}&resourceVersionMatch=Exact");
        Assert.Equal((410, "Expired"), (list.Status, list.Reason));
        var watch = await fixture.Admin.GetAsync($"{widgets.Path}?watch=1&timeoutSeconds=1&resourceVersion={before}");
        Assert.Contains("\"code\":410", watch.Body, StringComparison.Ordinal);
        var now = (await fixture.Admin.GetAsync(widgets.Path)).Version;
        Assert.Equal("", (await fixture.Admin.GetAsync($"{widgets.Path}?watch=1&timeoutSeconds=1&resourceVersion={now}")).Body);
    }

    private static async Task<string?> NextAsync(StreamReader watch) =>
        await watch.ReadLineAsync().WaitAsync(s_timeout) is { } line ? JsonNode.Parse(line)!["type"]!.GetValue<string>() : null;
}
