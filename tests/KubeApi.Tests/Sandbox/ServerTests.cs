using System.Net;
using KubeApi.Sandbox;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Sandbox;

/// <summary>Starting and stopping sandboxes in tests.</summary>
public class ServerTests
{
    [Fact]
    public async Task Its_files_are_private_and_removed_with_the_server()
    {
        var server = await SandboxServer.StartAsync();
        var files = Directory.GetFiles(server.Folder, "*", SearchOption.AllDirectories);
        Assert.Equal(
            [
                "admin.crt", "admin.key", "admin.token", "ca.crt", "kubeconfig", "serviceaccount/ca.crt", "serviceaccount/namespace", "serviceaccount/token",
                "viewer.token",
            ],
            files.Select(file => Path.GetRelativePath(server.Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in files)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }

            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(server.Folder));
        }

        using (var pod = new SandboxClient(server, await File.ReadAllTextAsync(Path.Combine(server.ServiceAccountPath, "token"))))
        {
            Assert.Equal(200, (await pod.GetAsync("/version")).Status);
        }

        await server.DisposeAsync();
        Assert.False(Directory.Exists(server.Folder));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task An_existing_folder_keeps_its_content()
    {
        var folder = Directory.CreateTempSubdirectory("sandbox-test-");
        var own = Path.Combine(folder.FullName, "mine.txt");
        await File.WriteAllTextAsync(own, "mine");
        await using (var server = await SandboxServer.StartAsync(new SandboxOptions { Folder = folder.FullName }))
        {
            Assert.True(File.Exists(Path.Combine(folder.FullName, "kubeconfig")));
        }

        Assert.Equal([own], Directory.GetFileSystemEntries(folder.FullName));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Two_servers_cannot_share_a_folder()
    {
        var options = new SandboxOptions { Folder = Path.Combine(Path.GetTempPath(), "sandbox-test-" + Path.GetRandomFileName()) };
        await using (var server = await SandboxServer.StartAsync(options))
        {
            var kubeConfig = await File.ReadAllTextAsync(server.KubeConfigPath);
            var refused = await Assert.ThrowsAsync<IOException>(() => SandboxServer.StartAsync(options));
            Assert.Contains($"'{options.Folder}' is in use", refused.Message, StringComparison.Ordinal);
            Assert.Equal(kubeConfig, await File.ReadAllTextAsync(server.KubeConfigPath));
        }

        Assert.False(Directory.Exists(options.Folder));
        await (await SandboxServer.StartAsync(options)).DisposeAsync();
    }

    [Fact]
    public async Task Requests_are_recorded_without_credentials()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        await admin.SendAsync(HttpMethod.Get, "/api/v1/pods?limit=1", null, "", ("User-Agent", "test/1"), ("Accept", "application/json"));
        using (var http = new HttpClient { BaseAddress = server.ProxyUri })
        {
            await http.GetAsync("/nope");
        }

        var requests = server.Requests;
        Assert.Equal(2, requests.Count);
        Assert.Equal(
            ("GET", "/api/v1/pods?limit=1", "HTTP/2", 200), (requests[0].Method, requests[0].PathAndQuery, requests[0].Protocol, requests[0].StatusCode));
        Assert.Equal(
            ("test/1", "application/json", true, true), (requests[0].UserAgent, requests[0].Accept, requests[0].HasAuthorization, requests[0].IsHttps));
        Assert.Equal(("HTTP/1.1", 404, false, false), (requests[1].Protocol, requests[1].StatusCode, requests[1].HasAuthorization, requests[1].IsHttps));
        Assert.True(SpinWait.SpinUntil(() => server.OpenRequests == 0, TimeSpan.FromSeconds(30)));

        Assert.All(requests, request => Assert.True(request.IsCompleted && !request.IsAborted));
        server.ClearRequests();
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_disconnected_client_is_noticed()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        var watch = await admin.WatchAsync("/api/v1/pods?watch=1");
        Assert.Equal(1, server.OpenRequests);
        watch.Dispose();
        Assert.True(SpinWait.SpinUntil(() => server.OpenRequests == 0, TimeSpan.FromSeconds(30)));
        Assert.True(server.Requests.Single() is { IsAborted: true, IsCompleted: false });
    }

    [Fact]
    public async Task Tests_can_intercept_requests()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        server.Intercept = async context =>
        {
            if (context.Request.Path != "/api/v1/pods")
            {
                return false;
            }

            context.Response.StatusCode = 503;
            await context.Response.WriteAsync("later");
            return true;
        };
        Assert.Equal((503, "later"), (await admin.GetAsync("/api/v1/pods")) is var response ? (response.Status, response.Body) : default);
        Assert.Equal(200, (await admin.GetAsync("/api/v1/secrets")).Status);
    }

    [Fact]
    public async Task The_certificate_is_valid_for_the_names_of_a_cluster()
    {
        await using var server = await SandboxServer.StartAsync();
        foreach (var name in (string[])["localhost", "kubernetes.default.svc", "127.0.0.1"])
        {
            using var handler = new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellation) =>
                {
                    var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                    await socket.ConnectAsync(IPAddress.Loopback, server.Uri.Port, cancellation);
                    return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
                },
            };
            handler.SslOptions.CertificateChainPolicy = new() { TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(server.CertificateAuthorityPath);
            handler.SslOptions.CertificateChainPolicy.RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck;
            using var http = new HttpClient(handler);
            Assert.Equal("ok", await http.GetStringAsync($"https://{name}:{server.Uri.Port}/healthz"));
        }
    }

    [Theory]
    [InlineData("--load", "x", "Option '--load' takes a number from 0 to 10000000, not 'x'.")]
    [InlineData("--port", "70000", "Option '--port' takes a number from 0 to 65535, not '70000'.")]
    [InlineData("--folder", null, "Option '--folder' needs a value.")]
    [InlineData("--nope", null, "Unknown option '--nope'.")]
    public void Invalid_options_are_reported(string option, string? value, string expected)
    {
        var (options, error) = CommandLine.Parse(value is null ? [option] : [option, value]);
        Assert.Null(options);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Options_are_parsed()
    {
        var (options, _) = CommandLine.Parse(["--load", "5", "--folder", "x", "--port", "1", "--proxy-port", "2"]);
        Assert.Equal((5, "x", 1, 2), (options!.LoadPods, options.Folder, options.Port, options.ProxyPort));
        Assert.Equal((null, null), CommandLine.Parse(["--help"]));
    }
}
