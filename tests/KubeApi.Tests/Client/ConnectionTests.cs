using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Client;

/// <summary>The client's own connections, with TLS and HTTP above them.</summary>
public sealed class ConnectionTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task A_list_arrives_complete_directly_and_through_both_kinds_of_proxy(string? scheme)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 2_000 });
        await using var proxy = new TestProxy(scheme ?? "http");
        var settings = TestClient.Settings(server) with { Proxy = scheme is null ? null : proxy.Uri() };
        using var client = new ApiClient(settings);

        var list = await client.SendForBytesAsync(ApiRequest.Get("/api/v1/pods"), default);

        using var json = System.Text.Json.JsonDocument.Parse(list);
        Assert.Equal(2_000, json.RootElement.GetProperty("items").GetArrayLength());
        Assert.Equal(scheme is null ? 0 : 1, proxy.Targets.Count);
    }

    // HttpClient waits for the end of an idle connection with an empty read. A POST is never sent twice: it must not meet a closed connection.
    [Fact]
    public async Task An_idle_connection_that_the_server_closed_is_not_reused()
    {
        await using var server = await SandboxServer.StartAsync();
        using var client = TestClient.Admin(server);
        for (var round = 0; round < 3; round++)
        {
            await client.SendForBytesAsync(ApiRequest.Get("/version"), default);
            await server.RestartAsync();
            server.ClearRequests();

            var review = new ApiRequest(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews")
            {
                RepeatSafety = RepeatSafety.Never,
                Body = """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}"""u8.ToArray(),
            };
            await client.SendForBytesAsync(review, default);

            Assert.Equal("POST", Assert.Single(server.Requests).Method);
        }
    }

    [Fact]
    public async Task Two_hundred_clients_leak_no_thread()
    {
        await using var server = await SandboxServer.StartAsync();
        var settings = TestClient.Settings(server);
        var streams = new List<Stream>();
        for (var i = 0; i < 200; i++)
        {
            var handler = HttpPipeline.Transport(settings, null);
            var open = handler.ConnectCallback!;
            handler.ConnectCallback = async (context, token) =>
            {
                var stream = await open(context, token);
                streams.Add(stream);
                return stream;
            };
            using var client = new ApiClient(settings, handler);
            await client.SendForBytesAsync(ApiRequest.Get("/version"), default);
        }

        Assert.Equal(200, streams.Count);
        await Task.WhenAll(streams.OfType<ReceivingStream>().Select(ReceivingPair.AssertThreadEndsAsync));
    }
}
