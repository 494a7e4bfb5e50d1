using System.Net;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>HTTP/1.1 and HTTP/2 on one port, selected by ALPN.</summary>
public sealed class ProtocolTests
{
    [Fact]
    public async Task Plain_http_on_the_TLS_port_is_reported()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new UriBuilder(server.Uri) { Scheme = "http", Path = "/version" }.Uri);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "Client sent an HTTP request to an HTTPS server.\n"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    // Compared with a kube-apiserver 1.36.
    [Theory]
    [InlineData("/api/v1/namespaces/default/configmaps/..", 400)]
    [InlineData("/api/v1/namespaces/default/configmaps/%2e%2E", 400)]
    [InlineData("/api/v1/namespaces/default/configmaps/.", 400)]
    [InlineData("/api/v1/namespaces/..", 400)]
    [InlineData("/api/v1/namespaces/default/configmaps/a%25b", 400)]
    [InlineData("/api/v1/namespaces/default/../kube-system/configmaps", 404)]
    [InlineData("/version/..", 404)]
    public async Task Dot_segments_are_names_and_are_not_resolved(string path, int status)
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient();
        var uri = new Uri(
            server.ProxyUri.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var read = await http.GetAsync(uri);
        using var deletion = await http.DeleteAsync(uri);
        Assert.Equal(status, (int)read.StatusCode);
        Assert.False(deletion.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Large_lists_and_watches_work_over_both_versions(string text)
    {
        var version = Version.Parse(text);
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 1000 });
        using var handler = new SocketsHttpHandler();
        var trusted = new System.Security.Cryptography.X509Certificates.X509ChainPolicy
        {
            TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
        };
        trusted.CustomTrustStore.ImportFromPemFile(server.CertificateAuthorityPath);
        handler.SslOptions.CertificateChainPolicy = trusted;
        using var http = new HttpClient(handler)
        {
            BaseAddress = server.Uri,
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        http.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", server.AdminToken);
        using var list = await http.GetAsync("/api/v1/pods");
        Assert.Equal((HttpStatusCode.OK, version), (list.StatusCode, list.Version));
        Assert.EndsWith("]}\n", await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Many concurrent watches: over HTTP/2 on one connection.
        var watches = new List<StreamReader>();
        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/namespaces/default/secrets?watch=1")
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(version, response.Version);
            watches.Add(new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        using var body = new StringContent(Sample.Named("seen"), System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.Created, (await http.PostAsync("/api/v1/namespaces/default/secrets", body)).StatusCode);
        foreach (var watch in watches)
        {
            Assert.Contains("\"name\":\"seen\"", await watch.ReadLineAsync(), StringComparison.Ordinal);
            watch.Dispose();
        }

        Assert.All(server.Requests, request => Assert.Equal(version.Major == 2 ? "HTTP/2" : "HTTP/1.1", request.Protocol));
    }
}
