using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Tests.Module;

namespace KubeApi.Tests.Client;

/// <summary>Plain HTTP to a TLS port, with the responses of common servers.</summary>
public sealed class PlainHttpTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("text/plain", "Client sent an HTTP request to an HTTPS server.\n")]
    [InlineData("text/html", "<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>")]
    public async Task An_HTTP_400_to_plain_http_recommends_https(string type, string body)
    {
        await using var server = new RawServer(_ => $"HTTP/1.1 400 Bad Request\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetVersionAsync(server.Uri));

        Assert.Equal(FailureKind.ConnectionFailed, e.Failure);
        Assert.Contains("expects TLS, but the request was plain http", e.Message, StringComparison.Ordinal);
        Assert.Equal($"Use https: https://127.0.0.1:{server.Port}", e.RecommendedAction);
    }

    // It ends with a line feed here, because the client would wait for one.
    [Fact]
    public async Task A_TLS_alert_recommends_https()
    {
        await using var server = new RawServer(_ => "\u0015\u0003\u0001\0\u0002\u0002\u0016\n");

        await AssertAdvisedAsync(server.Uri);
    }

    [Fact]
    public Task A_TLS_port_that_closes_the_connection_recommends_https() => AssertAdvisedAsync(new Uri($"http://127.0.0.1:{sandbox.Server.Uri.Port}"));

    [Fact]
    public async Task A_refused_connection_does_not_recommend_https()
    {
        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetVersionAsync(new Uri("http://127.0.0.1:1")));

        Assert.DoesNotContain("https", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void The_recommendation_reaches_the_user()
    {
        using var shell = sandbox.Shell();

        var error = shell.Fail($"Connect-KubeApi -Uri http://127.0.0.1:{sandbox.Server.Uri.Port}");

        Assert.StartsWith("ConnectionFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"use https: https://127.0.0.1:{sandbox.Server.Uri.Port}", error.ErrorDetails.RecommendedAction, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void TLS_to_a_plain_http_port_recommends_http()
    {
        using var shell = sandbox.Shell();

        var error = shell.Fail($"Connect-KubeApi -Uri https://127.0.0.1:{sandbox.Server.ProxyUri.Port} -CertificateAuthority $Ca -Token $AdminToken");

        Assert.Equal($"127.0.0.1:{sandbox.Server.ProxyUri.Port} does not speak TLS.", error.ToString());
        Assert.Contains($"http://127.0.0.1:{sandbox.Server.ProxyUri.Port},", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private static async Task AssertAdvisedAsync(Uri server)
    {
        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetVersionAsync(server));

        Assert.Equal(FailureKind.ConnectionFailed, e.Failure);
        Assert.Contains($"use https: https://127.0.0.1:{server.Port}", e.RecommendedAction, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task GetVersionAsync(Uri server)
    {
        using var client = new ApiClient(new ConnectionSettings { Server = server, Name = "n", Source = "s", RequestTimeout = TimeSpan.FromSeconds(20) });
        using var response = await client.SendAsync(ApiRequest.Get("/version"), default);
    }
}
