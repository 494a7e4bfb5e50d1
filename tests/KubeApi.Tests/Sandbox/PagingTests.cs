using System.Globalization;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

public sealed class PagingTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task Pages_are_a_snapshot_despite_concurrent_writes()
    {
        var path = await CreateAsync(fixture.Admin, await fixture.CreateNamespaceAsync(), 5);
        var first = await fixture.Admin.GetAsync(path + "?limit=2");
        Assert.Equal(["s-0", "s-1"], first.Names);
        Assert.Equal(3, first.Json["metadata"]!["remainingItemCount"]!.GetValue<int>());
        await fixture.Admin.PostAsync(path, Sample.Named("s-10"));
        await fixture.Admin.DeleteAsync(path + "/s-3");
        var second = await fixture.Admin.GetAsync($"{path}?limit=2&continue={first.Continue}");
        Assert.Equal(["s-2", "s-3"], second.Names);
        Assert.Equal(first.Version, second.Version);
        var third = await fixture.Admin.GetAsync($"{path}?limit=2&continue={second.Continue}");
        Assert.Equal(["s-4"], third.Names);
        Assert.Null(third.Continue);
        Assert.False(((System.Text.Json.Nodes.JsonObject)third.Json["metadata"]!).ContainsKey("remainingItemCount"));
        Assert.Equal(["s-0", "s-1", "s-10", "s-2", "s-4"], (await fixture.Admin.GetAsync(path)).Names);
    }

    [Fact]
    public async Task A_list_of_all_namespaces_is_paged_across_them()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        foreach (var name in (string[])["a", "a-b", "b"])
        {
            await admin.PostAsync("/api/v1/namespaces", Sample.Named(name));
            await CreateAsync(admin, name, 2);
        }

        var names = new List<string>();
        string? next = null;
        do
        {
            var page = await admin.GetAsync("/api/v1/secrets?limit=1" + (next is null ? "" : "&continue=" + next));
            names.AddRange(page.Items.Select(item => $"{item["metadata"]!["namespace"]}/{item["metadata"]!["name"]}"));
            next = page.Continue;
        }
        while (next is not null);

        // The order of keys in etcd, where '-' comes before '/'.
        Assert.Equal(["a-b/s-0", "a-b/s-1", "a/s-0", "a/s-1", "b/s-0", "b/s-1"], names);
    }

    [Fact]
    public async Task The_remaining_count_is_unknown_with_a_selector()
    {
        var path = await CreateAsync(fixture.Admin, await fixture.CreateNamespaceAsync(), 4);
        var page = await fixture.Admin.GetAsync(path + "?limit=1&labelSelector=odd%3D1");
        Assert.Equal(["s-1"], page.Names);
        Assert.NotNull(page.Continue);
        Assert.False(((System.Text.Json.Nodes.JsonObject)page.Json["metadata"]!).ContainsKey("remainingItemCount"));
        var last = await fixture.Admin.GetAsync($"{path}?limit=1&labelSelector=odd%3D1&continue={page.Continue}");
        Assert.Equal(["s-3"], last.Names);
        Assert.Null(last.Continue);
    }

    [Fact]
    public async Task An_expired_token_returns_a_fresh_one_as_recorded()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        var path = await CreateAsync(admin, "default", 4);
        var page = await admin.GetAsync(path + "?limit=2");
        server.ExpireHistory();
        var expired = await admin.GetAsync($"{path}?limit=2&continue={page.Continue}");
        var recorded = System.Text.Json.Nodes.JsonNode.Parse(RecordedExchange.Read("lists/continue-expired").Body)!;
        Assert.Equal((410, "Expired", recorded["message"]!.GetValue<string>()), (expired.Status, expired.Reason, expired.Message));
        await admin.DeleteAsync(path + "/s-2");
        var rest = await admin.GetAsync($"{path}?limit=2&continue={expired.Continue}");
        Assert.Equal(["s-3"], rest.Names);
    }

    [Fact]
    public async Task History_is_bounded()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { HistoryLimit = 5 });
        using var admin = new SandboxClient(server, server.AdminToken);
        var path = await CreateAsync(admin, "default", 3);
        var page = await admin.GetAsync(path + "?limit=1");
        await CreateAsync(admin, "kube-public", 30);
        Assert.Equal(410, (await admin.GetAsync($"{path}?limit=1&continue={page.Continue}")).Status);
    }

    [Fact]
    public async Task Version_zero_ignores_the_limit()
    {
        var path = await CreateAsync(fixture.Admin, await fixture.CreateNamespaceAsync(), 3);
        var list = await fixture.Admin.GetAsync(path + "?limit=1&resourceVersion=0");
        Assert.Equal(3, list.Items.Count);
        Assert.Null(list.Continue);
    }

    [Fact]
    public async Task Metadata_comes_before_items_which_have_no_kind()
    {
        var path = await CreateAsync(fixture.Admin, await fixture.CreateNamespaceAsync(), 1);
        var list = await fixture.Admin.GetAsync(path);
        Assert.StartsWith("""{"kind":"SecretList","apiVersion":"v1","metadata":{"resourceVersion":""", list.Body, StringComparison.Ordinal);
        Assert.Equal(["metadata", "type"], list.Items[0].Select(member => member.Key));
    }

    [Fact]
    public async Task Many_pods_are_loaded_quickly_and_sent_as_recorded()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 1000 });
        using var admin = new SandboxClient(server, server.AdminToken);
        var list = await admin.GetAsync("/api/v1/namespaces/load/pods");
        Assert.Equal(1000, list.Items.Count);
        Assert.Equal(50, (await admin.GetAsync("/api/v1/pods?fieldSelector=status.phase%3DFailed")).Items.Count);
        Assert.InRange(list.Body.Length / 1000, 5600, 5800);
        Assert.Equal(1000, list.Items.Select(item => item["metadata"]!["uid"]!.GetValue<string>()).Distinct().Count());
        Assert.True(list.Items.Select(item => item["spec"]!["containers"]![0]!["image"]!.GetValue<string>()).Distinct().Count() > 300);
        Assert.DoesNotContain("${", list.Body, StringComparison.Ordinal);
        var one = await admin.GetAsync("/api/v1/namespaces/load/pods/web-867d965bf9-000003");
        Assert.Equal("Pending", one.Json["status"]!["phase"]!.GetValue<string>());
        Assert.Equal(200, (await admin.DeleteAsync("/api/v1/namespaces/load/pods/web-867d965bf9-000003")).Status);
    }

    [Fact]
    public async Task Loaded_pods_survive_a_write_without_their_owner()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 1 });
        using var admin = new SandboxClient(server, server.AdminToken);
        const string Pod = "/api/v1/namespaces/load/pods/web-867d965bf9-000000";
        Assert.Equal(200, (await admin.MergeAsync(Pod, """{"metadata":{"labels":{"colour":"blue"}}}""")).Status);
        await admin.PostAsync("/api/v1/namespaces/load/configmaps", Sample.Named("after"));

        Assert.Equal("blue", (await admin.GetAsync(Pod)).Json["metadata"]!["labels"]!["colour"]!.GetValue<string>());
    }

    [Fact]
    public async Task Large_responses_are_compressed_on_request()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 100 });
        using var plain = new HttpClient { BaseAddress = server.ProxyUri };
        using var handler = new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.GZip };
        using var compressed = new HttpClient(handler) { BaseAddress = server.ProxyUri };
        var expected = await plain.GetStringAsync("/api/v1/pods");
        Assert.Equal(expected, await compressed.GetStringAsync("/api/v1/pods"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/pods");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await plain.SendAsync(request);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.True((await response.Content.ReadAsByteArrayAsync()).Length * 5 < expected.Length);
        Assert.Empty((await plain.GetAsync("/api/v1/pods?limit=1")).Content.Headers.ContentEncoding);
    }

    private static async Task<string> CreateAsync(SandboxClient admin, string home, int count)
    {
        var path = $"/api/v1/namespaces/{home}/secrets";
        for (var i = 0; i < count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"s-{i}");
            Assert.Equal(201, (await admin.PostAsync(path, Sample.Named(name, Sample.Label("odd", (i % 2).ToString(CultureInfo.InvariantCulture))))).Status);
        }

        return path;
    }
}
