using System.Diagnostics;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Flow;

namespace KubeApi.Tests.Sandbox;

/// <summary>Lists that are slow, pause or break off.</summary>
public sealed class FlowTests
{
    [Fact]
    public async Task A_held_list_sends_its_first_items_and_continues_on_release()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 5, Lists = new ListFlow { HoldAfter = 1 } });
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        using var body = await http.GetStreamAsync("/api/v1/pods");
        var text = await ReadUntilAsync(body, t => t.EndsWith("}}}", StringComparison.Ordinal));
        Assert.Contains("web-867d965bf9-000000", text, StringComparison.Ordinal);
        Assert.DoesNotContain("web-867d965bf9-000001", text, StringComparison.Ordinal);
        var rest = ReadUntilAsync(body, _ => false);
        Assert.NotSame(rest, await Task.WhenAny(rest, Task.Delay(100)));
        await http.PostAsync("/sandbox/lists", null);
        Assert.EndsWith("]}\n", await rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pretty=true", "application/json")]
    [InlineData("", "application/yaml")]
    public async Task A_list_that_is_sent_as_a_whole_is_held_and_cut_too(string query, string accept)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 5, Lists = new ListFlow { HoldAfter = 1 } });
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        http.DefaultRequestHeaders.Add("Accept", accept);
        var list = http.GetStringAsync("/api/v1/pods?" + query);
        Assert.True(SpinWait.SpinUntil(() => server.OpenRequests == 1, TimeSpan.FromSeconds(30)));
        Assert.NotSame(list, await Task.WhenAny(list, Task.Delay(100)));
        while (!list.IsCompleted)
        {
            await http.PostAsync("/sandbox/lists", null);
        }

        Assert.Contains("web-867d965bf9-000004", await list, StringComparison.Ordinal);
        server.Lists = new ListFlow { CutAfter = 1 };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetStringAsync("/api/v1/pods?" + query));
    }

    [Fact]
    public async Task A_cut_list_breaks_off_after_an_item()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 5 });
        server.Lists = new ListFlow { CutAfter = 2 };
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        using var body = await http.GetStreamAsync("/api/v1/pods");
        await Assert.ThrowsAnyAsync<IOException>(() => ReadUntilAsync(body, _ => false));
        // The request log records an abort only after the server has noticed it.
        Assert.True(SpinWait.SpinUntil(() => server.Requests[^1].IsAborted, TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("identity")]
    public async Task A_rate_limits_the_bytes_on_the_wire(string encoding)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 400 });
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        http.DefaultRequestHeaders.Add("Accept-Encoding", encoding);
        http.DefaultRequestHeaders.Add("Sandbox-Lists", encoding == "gzip" ? "rate=400k" : "rate=5M");
        var clock = Stopwatch.StartNew();
        var bytes = (await http.GetByteArrayAsync("/api/v1/pods")).Length;
        // Never faster than the rate, apart from its tolerance; how much slower depends on the machine.
        Assert.True(clock.Elapsed.TotalSeconds > (bytes / (encoding == "gzip" ? 400e3 : 5e6)) - 0.05, $"{bytes} bytes in {clock.Elapsed}");
    }

    [Fact]
    public async Task Lists_are_sent_uncompressed_on_request()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 100 });
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        Assert.Equal(["gzip"], (await http.GetAsync("/api/v1/pods")).Content.Headers.ContentEncoding);
        await http.PutAsync("/sandbox/lists?compress=false", null);
        Assert.Empty((await http.GetAsync("/api/v1/pods")).Content.Headers.ContentEncoding);
        Assert.Equal(400, (int)(await http.PutAsync("/sandbox/lists?compress=no", null)).StatusCode);
    }

    [Fact]
    public async Task Settings_are_changed_over_HTTP()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        await http.PutAsync("/sandbox/lists?rate=60M&hold-after=3", null);
        Assert.Equal(new ListFlow { Rate = 60_000_000, HoldAfter = 3 }, server.Lists);
        Assert.Equal(400, (int)(await http.PutAsync("/sandbox/lists?rate=fast", null)).StatusCode);
        await http.PutAsync("/sandbox/lists", null);
        Assert.Equal(new ListFlow(), server.Lists);
        using var anonymous = new SandboxClient(server, null);
        Assert.Equal(403, (await anonymous.SendAsync(HttpMethod.Put, "/sandbox/lists")).Status);
    }

    [Fact]
    public void Options_are_parsed()
    {
        var (options, _) = CommandLine.Parse(["--rate", "500k", "--hold-after", "1", "--cut-after", "2"]);
        Assert.Equal(new ListFlow { Rate = 500_000, HoldAfter = 1, CutAfter = 2 }, options!.Lists);
        Assert.Equal("A rate is bytes per second, as 500k or 60M, not '0'.", CommandLine.Parse(["--rate", "0"]).Error);
        Assert.Equal("'hold-after' takes a number of items, not 'x'.", CommandLine.Parse(["--hold-after", "x"]).Error);
    }

    private static async Task<string> ReadUntilAsync(Stream body, Func<string, bool> isEnough)
    {
        var buffer = new byte[64 * 1024];
        var text = "";
        int read;
        while (!isEnough(text) && (read = await body.ReadAsync(buffer)) > 0)
        {
            text += System.Text.Encoding.UTF8.GetString(buffer, 0, read);
        }

        return text;
    }
}
