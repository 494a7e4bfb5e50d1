using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Tests.Module;

namespace KubeApi.Tests.Client;

/// <summary>Connections through proxies, over real sockets.</summary>
public sealed class ProxyTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private readonly ConnectionSettings _settings = TestClient.Settings(sandbox.Server);

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task A_tunnel_reaches_the_server(string scheme)
    {
        await using var proxy = new TestProxy(scheme);

        Assert.Equal(200, await GetAsync(_settings with { Proxy = proxy.Uri() }));
        Assert.Equal([sandbox.Server.Uri.Authority], proxy.Targets);
    }

    [Theory]
    [InlineData("http", "me:pass", "me:pass")]
    [InlineData("http", "do@main:p:/%", "do%40main:p%3A%2F%25")]
    [InlineData("socks5", "me:pass", "me:pass")]
    [InlineData("socks5", "do@main:p:/%", "do%40main:p%3A%2F%25")]
    [InlineData("http", "user:p@ss", "user:p@ss")]
    [InlineData("socks5", "do@main:p:@%", "do@main:p:@%")]
    public async Task User_and_password_of_the_proxy_URL_are_sent(string scheme, string login, string typed)
    {
        await using var proxy = new TestProxy(scheme) { Login = login };

        Assert.Equal(200, await GetAsync(_settings with { Proxy = ProxyUri.Parse($"{scheme}://{typed}@127.0.0.1:{proxy.Port}", "It") }));
    }

    [Fact]
    public async Task The_certificate_of_an_https_proxy_is_checked()
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=proxy", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.Now.AddDays(-1), DateTimeOffset.Now.AddDays(1));
        await using var proxy = new TestProxy("https") { Certificate = certificate };
        var settings = _settings with { Proxy = proxy.Uri() };

        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetAsync(settings));

        Assert.Equal(FailureKind.CertificateNotTrusted, e.Failure);
        Assert.Equal(200, await GetAsync(settings with { CertificateAuthorities = [.. _settings.CertificateAuthorities!, certificate] }));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task The_proxy_resolves_the_server_name_and_the_client_verifies_it(string scheme)
    {
        await using var proxy = new TestProxy(scheme) { Destination = sandbox.Server.Uri };
        var settings = _settings with { Proxy = proxy.Uri(), Server = new Uri("https://kubernetes.default.svc:6443") };

        Assert.Equal(200, await GetAsync(settings));
        Assert.Equal("kubernetes.default.svc:6443", Assert.Single(proxy.Targets));
        Assert.Equal(
            FailureKind.CertificateNameMismatch,
            (await Assert.ThrowsAsync<KubeApiException>(() => GetAsync(settings with { Server = new Uri("https://elsewhere.example") }))).Failure);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task The_TLS_server_name_applies_behind_a_proxy(string scheme)
    {
        await using var proxy = new TestProxy(scheme) { Destination = sandbox.Server.Uri };
        var settings = _settings with { Proxy = proxy.Uri(), Server = new Uri("https://elsewhere.example:6443"), TlsServerName = "kubernetes.default.svc" };

        Assert.Equal(200, await GetAsync(settings));
        Assert.Equal("elsewhere.example:6443", Assert.Single(proxy.Targets));
    }

    [Theory]
    [InlineData("http", 0, "me:pass", "", "requires a user and a password (407)")]
    [InlineData("http", 0, "me:pass", "me:s3cr3t", "rejected the user and password in the proxy's address (407)")]
    [InlineData("http", 403, null, "me:s3cr3t", "does not allow this connection (403)")]
    [InlineData("http", 500, null, "me:s3cr3t", "it responded with 500")]
    [InlineData("socks5", 0, "me:pass", "me:s3cr3t", "")]
    [InlineData("socks5", 403, null, "", "")]
    public async Task The_error_of_a_refusing_proxy_names_it_without_its_password(string scheme, int refusal, string? login, string given, string words)
    {
        await using var proxy = new TestProxy(scheme) { Login = login, Refusal = refusal };

        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetAsync(_settings with { Proxy = proxy.Uri(given) }));

        Assert.Equal(FailureKind.ProxyFailed, e.Failure);
        Assert.Contains($"the proxy {scheme}://127.0.0.1:{proxy.Port}:", e.Message, StringComparison.Ordinal);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", e.ToString() + e.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://me:s3cr3t@127.0.0.1:1", "refused")]
    [InlineData("socks5://me:s3cr3t@127.0.0.1:1", "refused")]
    [InlineData("http://me:s3cr3t@no-such-host.invalid", "name is unknown")]
    public async Task The_error_of_an_unreachable_proxy_names_the_proxy_and_not_the_server(string address, string words)
    {
        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetAsync(_settings with { Proxy = new Uri(address) }));

        Assert.Equal(FailureKind.ProxyFailed, e.Failure);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_may_refuse_plain_http_too()
    {
        await using var proxy = new RawServer(_ => "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");

        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetAsync(_settings with { Server = new Uri("http://cluster.example"), Proxy = proxy.Uri }));

        Assert.Equal(FailureKind.ProxyFailed, e.Failure);
        Assert.StartsWith("GET http://cluster.example/version", proxy.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_transport_never_reads_the_proxy_of_the_environment()
    {
        using var handler = HttpPipeline.Transport(_settings, null);

        Assert.False(handler.UseProxy);
        Assert.Equal(200, await GetAsync(_settings));
    }

    private static async Task<int> GetAsync(ConnectionSettings settings)
    {
        using var client = new ApiClient(settings);
        using var response = await client.SendAsync(ApiRequest.Get("/version"), default);
        return response.StatusCode;
    }
}
