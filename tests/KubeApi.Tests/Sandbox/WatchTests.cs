using System.Text.Json.Nodes;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

public sealed class WatchTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task A_watch_that_times_out_during_a_slow_read_ends_normally()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        var begin = (await fixture.Admin.GetAsync(path)).Version;
        using var lines = await fixture.Admin.WatchAsync($"{path}?watch=1&timeoutSeconds=1&resourceVersion={begin}");
        // More than a connection buffers.
        for (var number = 0; number < 20; number++)
        {
            await fixture.Admin.PostAsync(path, Sample.Named($"large-{number}", null, Sample.Data("a", new string('x', 500_000))));
        }

        await Task.Delay(TimeSpan.FromSeconds(1.5));
        var last = "";
        while (await lines.ReadLineAsync() is { } line)
        {
            last = line;
        }

        Assert.EndsWith("}", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_are_sent_as_they_happen()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        var version = (await fixture.Admin.GetAsync(path)).Version;
        using var watch = await fixture.Admin.WatchAsync($"{path}?watch=1&resourceVersion={version}");
        await fixture.Admin.PostAsync(path, Sample.Named("seen"));
        Assert.Equal("ADDED seen ConfigMap v1", await NextAsync(watch));
        await fixture.Admin.MergeAsync(path + "/seen", """{"data":{"k":"v"}}""");
        Assert.Equal("MODIFIED seen ConfigMap v1", await NextAsync(watch));
        await fixture.Admin.DeleteAsync(path + "/seen");
        Assert.Equal("DELETED seen ConfigMap v1", await NextAsync(watch));
    }

    [Fact]
    public async Task A_watch_resumes_at_the_end_of_another()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        var first = await fixture.Admin.PostAsync(path, Sample.Named("one"));
        await fixture.Admin.PostAsync(path, Sample.Named("two"));
        await fixture.Admin.DeleteAsync(path + "/one");
        var events = await fixture.Admin.GetAsync($"{path}?watch=true&timeoutSeconds=1&resourceVersion={first.Version}");
        Assert.Equal(["ADDED two ConfigMap v1", "DELETED one ConfigMap v1"], events.Body.Trim().Split('\n').Select(Describe));
        // The deletion has its own version, from which a watch can resume.
        var last = JsonNode.Parse(events.Body.Trim().Split('\n')[1])!["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>();
        Assert.NotEqual(first.Version, last);
        Assert.Equal("", (await fixture.Admin.GetAsync($"{path}?watch=true&timeoutSeconds=1&resourceVersion={last}")).Body);
    }

    [Fact]
    public async Task Objects_enter_and_leave_a_selection()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        await fixture.Admin.PostAsync(path, Sample.Named("moves"));
        var version = (await fixture.Admin.GetAsync(path)).Version;
        using var watch = await fixture.Admin.WatchAsync($"{path}?watch=1&labelSelector=in%3Dyes&resourceVersion={version}");
        await fixture.Admin.MergeAsync(path + "/moves", """{"metadata":{"labels":{"in":"yes"}}}""");
        Assert.Equal("ADDED moves ConfigMap v1", await NextAsync(watch));
        var left = await fixture.Admin.MergeAsync(path + "/moves", """{"metadata":{"labels":{"in":null}}}""");
        var line = JsonNode.Parse((await watch.ReadLineAsync())!)!;
        Assert.Equal("DELETED moves ConfigMap v1", Describe(line.ToJsonString()));
        // In its last matching state, with the version of the change that made it leave.
        Assert.Equal("yes", line["object"]!["metadata"]!["labels"]!["in"]!.GetValue<string>());
        Assert.Equal(left.Version, line["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_a_version_a_watch_starts_with_the_existing_objects()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/secrets";
        await fixture.Admin.PostAsync(path, Sample.Named("there"));
        using var watch = await fixture.Admin.WatchAsync(path + "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        Assert.Equal("ADDED there Secret v1", await NextAsync(watch));
        var bookmark = JsonNode.Parse((await watch.ReadLineAsync())!)!;
        Assert.Equal("BOOKMARK", bookmark["type"]!.GetValue<string>());
        Assert.Equal("""{"k8s.io/initial-events-end":"true"}""", bookmark["object"]!["metadata"]!["annotations"]!.ToJsonString());
        await fixture.Admin.PostAsync(path, Sample.Named("new"));
        Assert.Equal("ADDED new Secret v1", await NextAsync(watch));
    }

    [Fact]
    public async Task Bookmarks_report_the_current_version()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { BookmarkInterval = TimeSpan.FromMilliseconds(50) });
        using var admin = new SandboxClient(server, server.AdminToken);
        using var watch = await admin.WatchAsync("/api/v1/namespaces/default/pods?watch=1&resourceVersion=0&allowWatchBookmarks=true");
        var version = (await admin.PostAsync("/api/v1/namespaces/default/secrets", Sample.Named("other"))).Version;
        string? bookmarked = null;
        for (var i = 0; i < 100 && bookmarked != version; i++)
        {
            var line = JsonNode.Parse((await watch.ReadLineAsync())!)!;
            Assert.Equal("BOOKMARK", line["type"]!.GetValue<string>());
            bookmarked = line["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>();
        }

        Assert.Equal(version, bookmarked);
    }

    [Fact]
    public async Task A_running_watch_survives_the_expiry_of_history()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        const string path = "/api/v1/namespaces/default/secrets";
        using var watch = await admin.WatchAsync(path + "?watch=1");
        await admin.PostAsync(path, Sample.Named("before"));
        Assert.Equal("ADDED before Secret v1", await NextAsync(watch));
        server.ExpireHistory();
        await admin.PostAsync(path, Sample.Named("after"));
        Assert.Equal("ADDED after Secret v1", await NextAsync(watch));
    }

    [Fact]
    public async Task History_is_bounded_in_bytes()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { HistoryBytes = 100_000 });
        using var admin = new SandboxClient(server, server.AdminToken);
        const string path = "/api/v1/namespaces/default/configmaps";
        var versions = new List<string> { (await admin.PostAsync(path, Sample.Named("large"))).Version! };
        for (var i = 0; i < 30; i++)
        {
            versions.Add((await admin.MergeAsync(path + "/large", $$$"""{"data":{"k":"{{{i}}} {{{new string('x', 10_000)}}}"}}""")).Version!);
        }

        Assert.Contains(
            "\"code\":410", (await admin.GetAsync($"{path}?watch=1&timeoutSeconds=1&resourceVersion={versions[0]}")).Body, StringComparison.Ordinal);
        var recent = await admin.GetAsync($"{path}?watch=1&timeoutSeconds=1&resourceVersion={versions[^4]}");
        Assert.Equal(3, recent.Body.Trim().Split('\n').Count(line => Describe(line) == "MODIFIED large ConfigMap v1"));
    }

    [Fact]
    public async Task A_watch_ends_with_its_timeout_and_with_the_server()
    {
        var begin = DateTime.UtcNow;
        var events = await fixture.Admin.GetAsync("/api/v1/nodes?watch=1&timeoutSeconds=1&allowWatchBookmarks=true");
        Assert.Equal("ADDED node1 Node v1", Describe(events.Body.Split('\n')[0]));
        Assert.Contains("\"BOOKMARK\"", events.Body.Trim().Split('\n')[^1], StringComparison.Ordinal);
        Assert.True(DateTime.UtcNow - begin > TimeSpan.FromSeconds(0.9));

        var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        using var watch = await admin.WatchAsync("/api/v1/pods?watch=1");
        Assert.Equal(1, server.OpenRequests);
        await server.DisposeAsync();
        Assert.Null(await watch.ReadLineAsync());
    }

    [Fact]
    public async Task Metadata_can_be_watched()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/secrets";
        await fixture.Admin.PostAsync(path, Sample.Named("s"));
        var events = await fixture.Admin.SendAsync(
            HttpMethod.Get, path
                + "?watch=1&timeoutSeconds=1&allowWatchBookmarks=true", null, "", ("Accept", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"));
        var lines = events.Body.Trim().Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["ADDED", "BOOKMARK"], lines.Select(line => line["type"]!.GetValue<string>()));
        Assert.All(lines, line => Assert.Equal(["kind", "apiVersion", "metadata"], line["object"]!.AsObject().Select(member => member.Key)));
        Assert.All(lines, line => Assert.Equal("PartialObjectMetadata", line["object"]!["kind"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Legacy_watch_paths_watch_a_collection_and_a_single_object()
    {
        var @namespace = await fixture.CreateNamespaceAsync();
        foreach (var name in (string[])["a", "b"])
        {
            await fixture.Admin.PostAsync($"/api/v1/namespaces/{@namespace}/secrets", Sample.Named(name));
        }

        var all = await fixture.Admin.GetAsync($"/api/v1/watch/namespaces/{@namespace}/secrets?timeoutSeconds=1");
        Assert.Equal(["ADDED a Secret v1", "ADDED b Secret v1"], all.Body.Trim().Split('\n').Select(Describe));
        var one = await fixture.Admin.GetAsync($"/api/v1/watch/namespaces/{@namespace}/secrets/b?timeoutSeconds=1");
        Assert.Equal("ADDED b Secret v1", Describe(one.Body.Trim()));
        Assert.Equal(403, (await fixture.Viewer.GetAsync($"/api/v1/watch/namespaces/{@namespace}/secrets?timeoutSeconds=1")).Status);
    }

    private static async Task<string> NextAsync(StreamReader watch)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return Describe((await watch.ReadLineAsync(timeout.Token))!);
    }

    private static string Describe(string line)
    {
        var change = JsonNode.Parse(line)!;
        var value = change["object"]!;
        return $"{change["type"]} {value["metadata"]!["name"]} {value["kind"]} {value["apiVersion"]}";
    }
}
