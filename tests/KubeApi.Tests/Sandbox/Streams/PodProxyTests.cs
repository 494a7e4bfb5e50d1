using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox.Streams;

/// <summary>The proxies of pods and services. The failures are those of a 1.36.2 server.</summary>
public sealed class PodProxyTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private readonly SandboxServer _server = fixture.Server;
    private readonly SandboxClient _admin = new(fixture.Server, fixture.Server.AdminToken);
    private string _root = "";

    public async Task InitializeAsync()
    {
        var name = await fixture.CreateNamespaceAsync();
        _root = $"/api/v1/namespaces/{name}/";
        await RunningPod.CreateAsync(_admin, name, "web", """ "ports": [{"containerPort": 8080, "name": "http"}] """);
        await _admin.MergeAsync(_root + "pods/web", """{"metadata":{"labels":{"app":"web"}}}""");
        foreach (var (service, app) in new[] { ("web", "web"), ("empty", "nothing") })
        {
            await _admin.PostAsync(
                _root + "services", Sample.Named(service, null, ("spec", new JsonObject
                {
                    ["selector"] = new JsonObject { ["app"] = app },
                    ["ports"] = new JsonArray(new JsonObject { ["port"] = 80, ["name"] = "main", ["targetPort"] = "http" }),
                })));
        }
    }

    public Task DisposeAsync()
    {
        _admin.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("pods/web/proxy/", 200, "hello from web\n")]
    [InlineData("pods/web:8080/proxy/", 200, "hello from web\n")]
    [InlineData("pods/http:web:http/proxy/index.html?x=1", 200, "hello from web\n")]
    [InlineData("pods/web/proxy/absent", 404, "404 page not found\n")]
    [InlineData("services/web/proxy/", 200, "hello from web\n")]
    [InlineData("services/web:80/proxy/", 200, "hello from web\n")]
    [InlineData("services/web:main/proxy/", 200, "hello from web\n")]
    public async Task A_request_reaches_the_port(string path, int status, string body)
    {
        var answer = await _admin.GetAsync(_root + path);
        Assert.Equal((status, body), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("pods/web:81/proxy/x", 503, "error trying to reach service: dial tcp 127.0.0.1:81: connect: connection refused")]
    [InlineData("pods/absent/proxy/", 404, "pods \"absent\" not found")]
    [InlineData("pods/a:b:c:d/proxy/", 400, "invalid pod request \"a:b:c:d\"")]
    [InlineData("services/empty/proxy/", 503, "no endpoints available for service \"empty\"")]
    [InlineData("services/absent/proxy/", 404, "services \"absent\" not found")]
    public async Task An_unreachable_port_is_an_error_of_the_server(string path, int status, string message)
    {
        var answer = await _admin.GetAsync(_root + path);
        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task A_path_without_a_slash_is_redirected()
    {
        var answer = await _admin.GetAsync(_root + "pods/web/proxy?x=1");
        Assert.Equal((301, _root + "pods/web/proxy/?x=1"), (answer.Status, answer.Headers["Location"]));
    }

    [Fact]
    public async Task Method_path_body_and_headers_are_forwarded_without_credentials()
    {
        var seen = "";
        _server.Streams.OnConnect(connection => connection.Port == 9000 ? ServeAsync(connection.Content) : null);
        var answer = await _admin.SendAsync(HttpMethod.Put, _root + "pods/web:9000/proxy/a%2Fb?c=d", "body", "text/plain", ("X-Test", "1"));
        Assert.Equal((202, "done", "yes"), (answer.Status, answer.Body, answer.Headers["X-Reply"]));
        Assert.StartsWith("PUT /a%2Fb?c=d HTTP/1.1\r\n", seen, StringComparison.Ordinal);
        Assert.Contains("X-Test: 1\r\n", seen, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("\r\n\r\nbody", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.AdminToken, seen, StringComparison.Ordinal);

        async Task ServeAsync(Stream connection)
        {
            var buffer = new byte[4096];
            while (!seen.EndsWith("body", StringComparison.Ordinal))
            {
                seen += Encoding.ASCII.GetString(buffer, 0, await connection.ReadAsync(buffer));
            }

            await connection.WriteAsync("HTTP/1.1 202 Accepted\r\nX-Reply: yes\r\nContent-Length: 4\r\n\r\ndone"u8.ToArray());
        }
    }
}
