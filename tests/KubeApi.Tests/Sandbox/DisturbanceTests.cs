using System.Diagnostics;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Flow;

namespace KubeApi.Tests.Sandbox;

/// <summary>Watches that end early, expired history, restarted versions, throttled bodies.</summary>
public sealed class DisturbanceTests
{
    private const string Secrets = "/api/v1/namespaces/default/secrets";

    [Fact]
    public async Task A_watch_ends_after_a_number_of_events()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Watches = new WatchFlow { EndAfter = 2 } });
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        Assert.Equal(2, (await http.GetStringAsync("/api/v1/namespaces?watch=1")).Trim().Split('\n').Length);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/namespaces?watch=1");
        request.Headers.Add("Sandbox-Watches", "end-after=1");
        using var response = await http.SendAsync(request);
        Assert.Single((await response.Content.ReadAsStringAsync()).Trim().Split('\n'));
    }

    [Fact]
    public async Task A_watch_breaks_off_after_a_number_of_events()
    {
        await using var server = await SandboxServer.StartAsync();
        server.Watches = new WatchFlow { CutAfter = 1 };
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        using var reader = new StreamReader(await http.GetStreamAsync("/api/v1/namespaces?watch=1"));
        Assert.Contains("ADDED", await reader.ReadLineAsync(), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadToEndAsync());
    }

    [Fact]
    public async Task All_open_watches_end_at_once_and_new_ones_open()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        using var first = await admin.WatchAsync(Secrets + "?watch=1");
        using var second = await admin.WatchAsync("/api/v1/pods?watch=1");
        server.EndWatches();
        Assert.Equal(["", ""], [await first.ReadToEndAsync(), await second.ReadToEndAsync()]);
        using var third = await admin.WatchAsync(Secrets + "?watch=1");
        await admin.PostAsync(Secrets, Sample.Named("s"));
        Assert.Contains("ADDED", await third.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_can_expire_the_history()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        foreach (var name in (string[])["a", "b", "c"])
        {
            await admin.PostAsync(Secrets, Sample.Named(name));
        }

        var page = await admin.GetAsync(Secrets + "?limit=1");
        var expired = await admin.SendAsync(HttpMethod.Get, $"{Secrets}?limit=1&continue={page.Continue}", null, "", ("Sandbox-History", "expired"));
        Assert.Equal((410, "Expired"), (expired.Status, expired.Reason));
        Assert.Equal(["b"], (await admin.GetAsync($"{Secrets}?limit=1&continue={expired.Continue}")).Names);
        Assert.Equal(["b"], (await admin.GetAsync($"{Secrets}?limit=1&continue={page.Continue}")).Names);
        var watch = await admin.SendAsync(HttpMethod.Get, $"{Secrets}?watch=1&resourceVersion={page.Version}", null, "", ("Sandbox-History", "expired"));
        Assert.Contains($"too old resource version: {page.Version} (", watch.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_restart_at_a_lower_or_a_higher_number()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { FirstVersion = 1_000_000, LoadPods = 3 });
        using var admin = new SandboxClient(server, server.AdminToken);
        await admin.PostAsync(Secrets, Sample.Named("a"));
        var created = await admin.PostAsync(Secrets, Sample.Named("b"));
        var page = await admin.GetAsync(Secrets + "?limit=1");
        Assert.True(Number(created.Version) > 1_000_000);
        using (var watch = await admin.WatchAsync($"{Secrets}?watch=1&resourceVersion={created.Version}"))
        {
            server.RestartVersions(5000);
            Assert.Equal("", await watch.ReadToEndAsync());
        }

        var list = await admin.GetAsync(Secrets);
        Assert.Equal(["a", "b"], list.Names);
        Assert.InRange(Number(list.Version), 5000, 10_000);
        Assert.All(list.Items, item => Assert.InRange(Number(item["metadata"]!["resourceVersion"]!.GetValue<string>()), 5000, Number(list.Version)));
        Assert.Equal(504, (await admin.GetAsync($"{Secrets}?resourceVersion={created.Version}")).Status);
        Assert.Equal(
            (500, null),
            (
                (await admin.GetAsync($"{Secrets}?limit=1&continue={page.Continue}")).Status,
                (await admin.GetAsync($"{Secrets}?limit=1&continue={page.Continue}")).Reason));
        Assert.Equal(409, (await admin.PutAsync(Secrets + "/b", created.Body)).Status);

        server.RestartVersions(2_000_000);
        var old = await admin.GetAsync($"{Secrets}?watch=1&resourceVersion={list.Version}");
        Assert.Contains("too old resource version", old.Body, StringComparison.Ordinal);
        Assert.Equal(3, (await admin.GetAsync("/api/v1/namespaces/load/pods")).Items.Count);
        Assert.Equal(200, (await admin.DeleteAsync(Secrets + "/a")).Status);
    }

    [Fact]
    public async Task Throttled_bodies_are_complete()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        var whole = await http.GetStringAsync("/version");
        server.Drip = new Drip(10, TimeSpan.FromMilliseconds(2));
        var clock = Stopwatch.StartNew();
        Assert.Equal(whole, await http.GetStringAsync("/version"));
        Assert.True(clock.Elapsed > TimeSpan.FromMilliseconds(whole.Length / 10 * 2), $"{whole.Length} bytes in {clock.Elapsed}");
        Assert.Contains("NotFound", await (await http.GetAsync("/api/v1/namespaces/absent")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        server.Drip = null;
        http.DefaultRequestHeaders.Add("Sandbox-Drip", "100/1ms");
        Assert.EndsWith("]}\n", await http.GetStringAsync("/api/v1/namespaces"), StringComparison.Ordinal);
        http.DefaultRequestHeaders.Remove("Sandbox-Drip");
        http.DefaultRequestHeaders.Add("Sandbox-Drip", "fast");
        using var refused = await http.GetAsync("/version");
        Assert.Equal(400, (int)refused.StatusCode);
    }

    [Fact]
    public async Task Disturbances_are_set_over_HTTP_and_by_options()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        await http.PutAsync("/sandbox/watches?end-after=3", null);
        Assert.Equal(new WatchFlow { EndAfter = 3 }, server.Watches);
        await http.PutAsync("/sandbox/drip?pieces=1/20ms", null);
        Assert.Equal(new Drip(1, TimeSpan.FromMilliseconds(20)), server.Drip);
        Assert.Equal("drip: none\n", await (await http.PutAsync("/sandbox/drip", null)).Content.ReadAsStringAsync());
        using var admin = new SandboxClient(server, server.AdminToken);
        using (var watch = await admin.WatchAsync(Secrets + "?watch=1"))
        {
            await http.PostAsync("/sandbox/watches", null);
            Assert.Equal("", await watch.ReadToEndAsync());
        }

        var version = (await admin.GetAsync(Secrets)).Version;
        await http.PostAsync("/sandbox/history", null);
        Assert.Contains("\"code\":410", await http.GetStringAsync($"{Secrets}?watch=1&resourceVersion={version}"), StringComparison.Ordinal);
        Assert.Matches(@"^version: 7\d\d\d\n$", await (await http.PostAsync("/sandbox/history?version=7000", null)).Content.ReadAsStringAsync());
        Assert.Equal(400, (int)(await http.PostAsync("/sandbox/history?version=x", null)).StatusCode);
        Assert.Equal(400, (int)(await http.PutAsync("/sandbox/watches?after=1", null)).StatusCode);

        var (options, _) = CommandLine.Parse(["--watches", "cut-after=2", "--drip", "1/5ms", "--first-version", "100"]);
        Assert.Equal((new WatchFlow { CutAfter = 2 }, new Drip(1, TimeSpan.FromMilliseconds(5)), 100), (options!.Watches, options.Drip, options.FirstVersion));
        Assert.Equal("A drip is so many bytes and a pause, as 1/20ms, not '5'.", CommandLine.Parse(["--drip", "5"]).Error);
    }

    [Theory]
    [InlineData("DELETE", "clock", 405, "GET, POST")]
    [InlineData("POST", "state", 405, "GET")]
    [InlineData("GET", "kill", 405, "POST")]
    [InlineData("PUT", "faults", 405, "GET, POST, DELETE")]
    [InlineData("HEAD", "clock", 200, "")]
    [InlineData("POST", "clock?seconds=5", 400, "Unknown name 'seconds' in the query: POST /sandbox/clock has advance.")]
    [InlineData("PUT", "controllers?workload=held", 400, "Unknown name 'workload' in the query: PUT /sandbox/controllers has state, workloads.")]
    [InlineData("GET", "state?namespace=shop", 400, "Unknown name 'namespace' in the query: GET /sandbox/state has none.")]
    [InlineData("POST", "kill?namespace=shop&pod=nosuch", 400, "Pod 'nosuch' in namespace 'shop' has no running container.")]
    [InlineData("PUT", "lists?hold=3", 400, "There is no 'hold': lists have rate, hold-after, cut-after and compress.")]
    public async Task Unknown_methods_and_settings_are_refused(string method, string path, int status, string explanation)
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        var response = await admin.SendAsync(new HttpMethod(method), "/sandbox/" + path);
        Assert.Equal(status, response.Status);
        Assert.Equal(explanation, status == 400 ? response.Message : response.Headers.GetValueOrDefault("Allow", ""));
    }

    [Fact]
    public async Task Controllers_are_held_and_released_over_HTTP()
    {
        await using var server = await SandboxServer.StartAsync(CommandLine.Parse(["--controllers", "held"]).Options);
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        using var admin = new SandboxClient(server, server.AdminToken);
        Assert.Equal("controllers: held\n", await http.GetStringAsync("/sandbox/controllers"));
        await admin.PostAsync("/api/v1/namespaces", Sample.Named("held"));
        await admin.DeleteAsync("/api/v1/namespaces/held");
        Assert.Equal("Terminating", (await admin.GetAsync("/api/v1/namespaces/held")).Json["status"]!["phase"]!.GetValue<string>());
        using var released = await http.PutAsync("/sandbox/controllers?state=running", null);
        Assert.Equal("controllers: running\n", await released.Content.ReadAsStringAsync());
        Assert.Equal(404, (await admin.GetAsync("/api/v1/namespaces/held")).Status);
        Assert.Equal(400, (int)(await http.PutAsync("/sandbox/controllers?state=asleep", null)).StatusCode);
        Assert.Equal("Controllers are held or running, not 'asleep'.", CommandLine.Parse(["--controllers", "asleep"]).Error);
    }

    [Fact]
    public async Task The_length_of_the_history_is_an_option()
    {
        await using var server = await SandboxServer.StartAsync(CommandLine.Parse(["--history-limit", "2"]).Options);
        using var admin = new SandboxClient(server, server.AdminToken);
        var versions = new List<string?>();
        foreach (var name in (string[])["a", "b", "c", "d", "e", "f"])
        {
            versions.Add((await admin.PostAsync(Secrets, Sample.Named(name))).Version);
        }

        Assert.Contains("too old resource version", (await admin.GetAsync($"{Secrets}?watch=1&resourceVersion={versions[0]}")).Body, StringComparison.Ordinal);
        using var watch = await admin.WatchAsync($"{Secrets}?watch=1&resourceVersion={versions[4]}");
        Assert.Contains("\"f\"", await watch.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("Option '--history-limit' takes a number from 1 to 2147483647, not '0'.", CommandLine.Parse(["--history-limit", "0"]).Error);
    }

    private static long Number(string? version) => long.Parse(version!, System.Globalization.CultureInfo.InvariantCulture);
}
