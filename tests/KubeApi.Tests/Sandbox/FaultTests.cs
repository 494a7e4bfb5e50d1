using System.Net;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Faults;

namespace KubeApi.Tests.Sandbox;

/// <summary>Injected faults.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task A_response_fails_a_number_of_times()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        server.Fail(new Fault { Count = 2, Status = 429, RetryAfter = "7" });
        using var first = await http.GetAsync("/version");
        Assert.Equal((429, TimeSpan.FromSeconds(7)), ((int)first.StatusCode, first.Headers.RetryAfter!.Delta));
        Assert.Contains("\"reason\":\"TooManyRequests\"", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(429, (int)(await http.GetAsync("/version")).StatusCode);
        Assert.Equal(200, (int)(await http.GetAsync("/version")).StatusCode);
    }

    [Theory]
    [InlineData(410, "Expired", "The resourceVersion for the provided list is too old.")]
    [InlineData(429, "TooManyRequests", "the server has received too many requests and has asked us to try again later")]
    [InlineData(503, "ServiceUnavailable", "the server is currently unable to handle the request")]
    public async Task A_failure_looks_like_one_of_a_real_server(int status, string reason, string message)
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        server.Fail(new Fault { Status = status, RetryAfter = "2", After = true });
        var answer = await admin.GetAsync("/api/v1/namespaces");
        Assert.Equal((status, reason, message), (answer.Status, answer.Reason, answer.Message));
        Assert.Equal(2, answer.Json["details"]!["retryAfterSeconds"]!.GetValue<int>());
        Assert.Equal(
            ("no-cache, private", "application/json", "2"), (answer.Headers["Cache-Control"], answer.Headers["Content-Type"], answer.Headers["Retry-After"]));
        Assert.True(Guid.TryParse(answer.Headers["Audit-Id"], out _));
    }

    [Fact]
    public async Task A_header_fails_only_its_own_request()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        var failed = await admin.SendAsync(HttpMethod.Get, "/version", null, "", ("Sandbox-Faults", "status=503&retry-after=1"));
        Assert.Equal((503, "1"), (failed.Status, failed.Headers["Retry-After"]));
        Assert.Equal(200, (await admin.GetAsync("/version")).Status);
        await Assert.ThrowsAsync<HttpRequestException>(() => admin.SendAsync(HttpMethod.Get, "/version", null, "", ("Sandbox-Faults", "break=reset")));
        Assert.Equal(400, (await admin.SendAsync(HttpMethod.Get, "/version", null, "", ("Sandbox-Faults", "status=many"))).Status);
    }

    [Fact]
    public async Task Only_matching_requests_fail()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        server.Fail(new Fault { Method = "DELETE", Status = 503 });
        server.Fail(new Fault { Path = "/apis", Status = 500 });
        Assert.Equal(200, (int)(await http.GetAsync("/version")).StatusCode);
        Assert.Equal(500, (int)(await http.GetAsync("/apis/batch")).StatusCode);
        Assert.Equal(503, (int)(await http.DeleteAsync("/api/v1/namespaces/absent")).StatusCode);
        Assert.Empty(server.Faults);
    }

    [Theory]
    [InlineData(Break.Reset)]
    [InlineData(Break.Eof)]
    public async Task A_connection_breaks_before_the_headers(Break how)
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        server.Fail(new Fault { Count = 5, Break = how });
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/version"));
    }

    [Fact]
    public async Task A_connection_breaks_in_the_body()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        server.Fail(new Fault { Break = Break.Body });
        using var response = await http.GetAsync("/version", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_stalled_request_continues_when_the_faults_are_removed()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        await http.PostAsync("/sandbox/faults?break=stall&path=/version", null);
        var stalled = http.GetAsync("/version");
        Assert.NotSame(stalled, await Task.WhenAny(stalled, Task.Delay(100)));
        await http.DeleteAsync("/sandbox/faults");
        Assert.Equal(200, (int)(await stalled).StatusCode);
    }

    [Fact]
    public async Task A_request_can_be_executed_and_its_response_lost()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        server.Fail(new Fault { Status = 503, After = true });
        using var body = new StringContent("""{"metadata":{"name":"lost"}}""", null, "application/json");
        Assert.Equal(503, (int)(await http.PostAsync("/api/v1/namespaces", body)).StatusCode);
        Assert.Equal(200, (int)(await http.GetAsync("/api/v1/namespaces/lost")).StatusCode);
    }

    [Fact]
    public async Task Faults_and_certificates_are_set_over_HTTP()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        await http.PostAsync("/sandbox/faults?count=3&method=GET&path=/api&status=503&retry-after=1&after=true", null);
        await http.PostAsync("/sandbox/faults?break=eof", null);
        Assert.Equal(
            [new Fault { Count = 3, Method = "GET", Path = "/api", Status = 503, RetryAfter = "1", After = true }, new Fault
            {
                Break = Break.Eof,
            }], server.Faults);
        foreach (var wrong in new[] { "status=many", "count=0", "break=bones", "after=all", "x=y" })
        {
            Assert.Equal(400, (int)(await http.PostAsync("/sandbox/faults?" + wrong, null)).StatusCode);
        }

        using var anonymous = new SandboxClient(server, null);
        Assert.Equal(403, (await anonymous.SendAsync(HttpMethod.Post, "/sandbox/faults")).Status);
        var before = await http.GetStringAsync("/sandbox/certificate");
        await http.PutAsync("/sandbox/certificate?kind=self-signed", null);
        Assert.NotEqual(before, await http.GetStringAsync("/sandbox/certificate"));
        Assert.Equal(400, (int)(await http.PutAsync("/sandbox/certificate?kind=none", null)).StatusCode);
    }

    [Fact]
    public async Task The_server_restarts_on_its_ports_with_its_objects()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.ProxyUri };
        using var body = new StringContent("""{"metadata":{"name":"stays"}}""", null, "application/json");
        await http.PostAsync("/api/v1/namespaces", body);
        await server.RestartAsync();
        Assert.Equal(200, (int)(await http.GetAsync("/api/v1/namespaces/stays")).StatusCode);
    }

    [Fact]
    public async Task The_initial_faults_are_options()
    {
        var options = CommandLine.Parse(["--fault", "status=429&retry-after=1&count=2", "--fault", "break=eof&path=/api/v1"]).Options!;
        Assert.Equal([new Fault { Status = 429, RetryAfter = "1", Count = 2 }, new Fault { Break = Break.Eof, Path = "/api/v1" }], options.Faults);
        await using var server = await SandboxServer.StartAsync(options);
        Assert.Equal(options.Faults, server.Faults);
        Assert.Equal("'status' takes a number from 400 to 599, not 'many'.", CommandLine.Parse(["--fault", "status=many"]).Error);
    }

    [Fact]
    public void The_initial_certificate_is_an_option()
    {
        Assert.Equal(CertificateKind.NotYetValid, CommandLine.Parse(["--certificate", "not-yet-valid"]).Options!.Certificate);
        Assert.Contains("missing-intermediate", CommandLine.Parse(["--certificate", "wrong"]).Error, StringComparison.Ordinal);
    }
}
