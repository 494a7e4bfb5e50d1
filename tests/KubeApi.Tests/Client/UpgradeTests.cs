using System.Net.WebSockets;
using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Client;

/// <summary>WebSockets through the client's handlers, against a real server over TLS.</summary>
public sealed class UpgradeTests
{
    private const string Path = "/api/v1/namespaces/default/pods/web/exec?command=ls&stdout=true";

    private static readonly string[] s_protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    [Fact]
    public async Task A_message_is_echoed()
    {
        await using var server = await WebSocketServer.StartAsync(WebSocketServer.EchoAsync);
        using var client = new ApiClient(server.Settings);
        using var socket = await UpgradeAsync(client);

        Assert.Equal("hello", await EchoAsync(socket, "hello"));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);

        Assert.Equal("v5.channel.k8s.io", socket.SubProtocol);
        var (protocol, headers) = Assert.Single(server.Requests);
        Assert.Equal("HTTP/1.1", protocol);
        // One line with all values: the API server reads the first line only.
        Assert.Equal("v5.channel.k8s.io, v4.channel.k8s.io", Assert.Single(headers["Sec-WebSocket-Protocol"]));
        Assert.Equal("Bearer token", Assert.Single(headers["Authorization"]));
        Assert.StartsWith("kubeapi/", Assert.Single(headers["User-Agent"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_credential_is_renewed_once()
    {
        await using var server = await WebSocketServer.StartAsync(
            c => c.Request.Headers.Authorization == "Bearer new" ? WebSocketServer.EchoAsync(c) : RefuseAsync(c, 401, "Unauthorized"));
        using var client = new ApiClient(server.Settings with { Credential = new RenewableCredential("old", "new") });
        using var socket = await UpgradeAsync(client);

        Assert.Equal("x", await EchoAsync(socket, "x"));
        Assert.Equal(["Bearer old", "Bearer new"], server.Requests.Select(r => r.Headers["Authorization"].Single()));
    }

    [Fact]
    public async Task Impersonation_headers_are_sent()
    {
        await using var server = await WebSocketServer.StartAsync(WebSocketServer.EchoAsync);
        var jane = new Impersonation { User = "jane", Groups = ["dev", "größe"] }.Check("It");
        using var client = new ApiClient(server.Settings with { Impersonation = jane });
        using var socket = await UpgradeAsync(client);

        Assert.Equal("x", await EchoAsync(socket, "x"));
        Assert.Equal("jane", Assert.Single(server.Requests.Single().Headers["Impersonate-User"]));
        Assert.Equal(2, server.Requests.Single().Headers["Impersonate-Group"].Length);
    }

    [Fact]
    public async Task The_TLS_server_name_is_sent_and_checked()
    {
        await using var server = await WebSocketServer.StartAsync(WebSocketServer.EchoAsync);
        using var client = new ApiClient(server.Settings with { TlsServerName = "kubernetes.default.svc" });
        using var socket = await UpgradeAsync(client);

        Assert.Equal(["kubernetes.default.svc"], server.ServerNames);
        using var other = new ApiClient(server.Settings with { TlsServerName = "other.example" });
        Assert.Equal(FailureKind.CertificateNameMismatch, (await Assert.ThrowsAsync<KubeApiException>(() => UpgradeAsync(other))).Failure);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task It_connects_through_a_proxy(string scheme)
    {
        await using var server = await WebSocketServer.StartAsync(WebSocketServer.EchoAsync);
        await using var proxy = new TestProxy(scheme);
        using var client = new ApiClient(server.Settings with { Proxy = proxy.Uri() });
        using var socket = await UpgradeAsync(client);

        Assert.Equal("x", await EchoAsync(socket, "x"));
        Assert.Equal([server.Uri.Authority], proxy.Targets);
    }

    [Fact]
    public async Task No_response_in_time_is_a_time_out()
    {
        await using var server = await WebSocketServer.StartAsync(
            c => Task.Delay(Timeout.Infinite, c.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var client = new ApiClient(server.Settings with { RequestTimeout = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(FailureKind.Timeout, (await Assert.ThrowsAsync<KubeApiException>(() => UpgradeAsync(client))).Failure);
    }

    [Fact]
    public async Task An_open_WebSocket_has_no_time_out()
    {
        await using var server = await WebSocketServer.StartAsync(async c =>
        {
            using var socket = await c.WebSockets.AcceptWebSocketAsync();
            await Task.Delay(600);
            await socket.SendAsync("late"u8.ToArray(), WebSocketMessageType.Binary, true, default);
        });
        using var client = new ApiClient(server.Settings with { RequestTimeout = TimeSpan.FromMilliseconds(300) });
        using var socket = await UpgradeAsync(client, []);

        Assert.Equal("late", await ReceiveAsync(socket));
    }

    [Fact]
    public async Task The_request_is_traced()
    {
        await using var server = await WebSocketServer.StartAsync(WebSocketServer.EchoAsync);
        var observer = new RecordingObserver();
        using var client = new ApiClient(server.Settings);
        using var socket = await UpgradeAsync(client.ObservedBy(observer));

        var trace = Assert.Single(observer.Traces);
        Assert.Equal(("GET", 101, Path), (trace.Method, trace.StatusCode, trace.Uri.PathAndQuery));
    }

    [Fact]
    public async Task A_refusal_has_the_Status_of_the_server()
    {
        await using var server = await WebSocketServer.StartAsync(c => RefuseAsync(c, 404, "NotFound"));
        using var client = new ApiClient(server.Settings);

        var e = await Assert.ThrowsAsync<KubeApiException>(() => UpgradeAsync(client));

        Assert.Equal((FailureKind.Refused, 404, "NotFound"), (e.Failure, e.StatusCode, e.Status.Reason));
    }

    [Fact]
    public async Task A_refusal_by_a_page_in_HTML_is_described_by_its_title()
    {
        await using var server = await WebSocketServer.StartAsync(c =>
        {
            c.Response.StatusCode = 403;
            c.Response.ContentType = "text/html";
            return c.Response.WriteAsync("<html><head><title>403 Forbidden</title></head><body>WebSockets are disabled</body></html>");
        });
        using var client = new ApiClient(server.Settings);

        var e = await Assert.ThrowsAsync<KubeApiException>(() => UpgradeAsync(client));

        Assert.Equal((FailureKind.Refused, 403, ForeignResponse.Advice), (e.Failure, e.StatusCode, e.RecommendedAction));
        Assert.Contains("403 Forbidden", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_without_an_upgrade_is_invalid()
    {
        await using var server = await WebSocketServer.StartAsync(c => c.Response.WriteAsync("hello"));
        using var client = new ApiClient(server.Settings);

        var e = await Assert.ThrowsAsync<KubeApiException>(() => UpgradeAsync(client));

        Assert.Equal(FailureKind.InvalidAnswer, e.Failure);
        Assert.Contains("200 instead of 101", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unoffered_subprotocol_is_invalid()
    {
        await using var server = await WebSocketServer.StartAsync(async c =>
        {
            c.Response.Headers["Sec-WebSocket-Protocol"] = "other";
            using var socket = await c.WebSockets.AcceptWebSocketAsync();
        });
        using var client = new ApiClient(server.Settings);

        Assert.Contains("'other'", (await Assert.ThrowsAsync<KubeApiException>(() => UpgradeAsync(client))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exec_whose_connection_breaks_is_not_retried_and_has_an_unknown_outcome()
    {
        await using var server = await WebSocketServer.StartAsync(c =>
        {
            c.Abort();
            return Task.CompletedTask;
        });
        using var client = new ApiClient(server.Settings);

        Assert.Equal(FailureKind.UnknownOutcome, (await Assert.ThrowsAsync<KubeApiException>(() => UpgradeAsync(client))).Failure);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Disposing_the_client_ends_an_open_WebSocket()
    {
        await using var server = await WebSocketServer.StartAsync(WebSocketServer.EchoAsync);
        var client = new ApiClient(server.Settings);
        using var socket = await UpgradeAsync(client);
        var receiving = ReceiveAsync(socket);

        client.Dispose();

        Assert.Equal(FailureKind.SessionClosed, await FailureOfAsync(receiving));
    }

    [Fact]
    public async Task A_broken_connection_is_a_failure_and_not_an_end()
    {
        await using var server = await WebSocketServer.StartAsync(async c =>
        {
            using var socket = await c.WebSockets.AcceptWebSocketAsync();
            await socket.ReceiveAsync(new byte[1], default);
            c.Abort();
        });
        using var client = new ApiClient(server.Settings);
        using var socket = await UpgradeAsync(client, []);

        await socket.SendAsync("x"u8.ToArray(), WebSocketMessageType.Binary, true, default);

        Assert.Equal(FailureKind.ConnectionFailed, await FailureOfAsync(ReceiveAsync(socket)));
    }

    private static Task<WebSocket> UpgradeAsync(ApiClient client, string[]? protocols = null) => client.UpgradeAsync(
        new ApiRequest(HttpMethod.Get, Path) { RepeatSafety = RepeatSafety.Never }, protocols ?? s_protocols, TimeSpan.FromSeconds(30), default);

    private static async Task<string> EchoAsync(WebSocket socket, string text)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Binary, true, default);
        return await ReceiveAsync(socket);
    }

    private static async Task<string> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[1024];
        var received = await socket.ReceiveAsync(buffer, default).WaitAsync(TimeSpan.FromSeconds(20));
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private static async Task<FailureKind?> FailureOfAsync(Task receiving) =>
        ((await Assert.ThrowsAsync<WebSocketException>(() => receiving)).InnerException as KubeApiException)?.Failure;

    private static Task RefuseAsync(HttpContext context, int code, string reason)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync($$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"no","code":{{code}}}""");
    }
}
