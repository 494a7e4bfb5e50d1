using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using KubeApi.Client.Proxying;

namespace KubeApi.Tests.Client.Proxying;

/// <summary>No request or file blocks the others.</summary>
public sealed class ProxyLoadTests : IDisposable
{
    private const int Large = 32 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-load").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, "200")]
    [InlineData(4, "200")]
    [InlineData(5, "400")]
    [InlineData(31_000, "400")]
    public async Task A_path_is_decoded_a_limited_number_of_times(int levels, string code)
    {
        await using var server = UpstreamServer.Responding("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        var path = "/%" + string.Concat(Enumerable.Repeat("25", levels - 1)) + "61";

        var response = await ProxyCaller.ExchangeAsync(proxy, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {code} ", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host: evil.example", "AcceptHosts")]
    [InlineData("Host: localhost\r\nOrigin: https://evil.example", "Origin")]
    public async Task Host_and_origin_are_checked_before_the_path_is_decoded(string headers, string rule)
    {
        await using var server = UpstreamServer.Responding("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());

        var response = await ProxyCaller.ExchangeAsync(proxy, $"GET /a/%2e%2e/b HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403 ", response, StringComparison.Ordinal);
        Assert.Contains(rule, response, StringComparison.Ordinal);
        Assert.Empty(server.Heads);
    }

    // Opening a named pipe without a writer blocks forever.
    [LinuxFact]
    public async Task A_named_pipe_is_never_opened()
    {
        using (var process = Process.Start("mkfifo", [Path.Combine(_folder, "pipe")]))
        {
            await process.WaitForExitAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "empty.txt"), "");
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.txt"), "hello");
        await using var server = UpstreamServer.Responding("");
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions { StaticPath = _folder });

        var pipe = await GetAsync("pipe");
        Assert.DoesNotContain("hello", pipe, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: ", pipe, StringComparison.Ordinal);
        var empty = await GetAsync("empty.txt");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", empty, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 0\r\n", empty, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhello", await GetAsync("a.txt"), StringComparison.Ordinal);

        Task<string> GetAsync(string file) =>
            ProxyCaller.ExchangeAsync(proxy, Get(file, "Connection: close\r\n")).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [UnixFact]
    public async Task A_file_that_grows_while_it_is_sent_is_cut_at_its_initial_length()
    {
        await using var server = UpstreamServer.Responding("");
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions { StaticPath = _folder });
        using var caller = await BeginAsync(proxy, file => file.SetLength(Large + 5000));

        var response = await caller.ReadToEndAsync();

        var body = response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        Assert.Contains($"\r\nContent-Length: {Large}\r\n", response[..body], StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 404 ", response[(body + Large)..], StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_file_that_shrinks_while_it_is_sent_closes_the_connection()
    {
        await using var server = UpstreamServer.Responding("");
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions { StaticPath = _folder });
        using var caller = await BeginAsync(proxy, file => file.SetLength(1));
        var (total, buffer) = (0L, new byte[1 << 20]);
        try
        {
            while (await caller.Stream.ReadAsync(buffer) is > 0 and var count)
            {
                total += count;
                Assert.DoesNotContain("404", Encoding.Latin1.GetString(buffer, 0, count), StringComparison.Ordinal);
            }
        }
        catch (IOException e) when (e.InnerException is SocketException)
        {
            // A reset is an end too: the second request was not read.
        }

        Assert.InRange(total, 0, Large);
    }

    private static string Get(string file, string headers) => $"GET /static/{file} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n";

    // A caller that requests a large file and a missing one, and reads only after the large one has changed.
    private async Task<ProxyCaller> BeginAsync(ApiProxy proxy, Action<FileStream> change)
    {
        var path = Path.Combine(_folder, "large");
        await File.WriteAllBytesAsync(path, new byte[Large]);
        var caller = await ProxyCaller.ConnectAsync(proxy);
        await caller.WriteAsync(Get("large", "") + Get("none", "Connection: close\r\n"));
        await Task.Delay(TimeSpan.FromSeconds(1));
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        change(file);
        return caller;
    }
}
