using System.Net.Sockets;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Proxying;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Client.Proxying;

/// <summary>The bytes that the proxy sends to the server and to the caller.</summary>
public sealed class ApiProxyTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Fact]
    public async Task A_request_is_forwarded_byte_for_byte_without_the_callers_credentials()
    {
        await using var server = UpstreamServer.Responding(Ok);
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());

        var response = await ProxyCaller.ExchangeAsync(
            proxy,
            "GET /api/v1/x%2fy~%7E{a}|\"?q=%20%2F..&<z> HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer mine\r\nCookie: a=b\r\n"
                + "X-Forwarded-For: 1.2.3.4\r\n"
                + "X-Forwarded-Host: evil\r\nForwarded: for=1\r\nX-Remote-User: root\r\nX-Drop: 1\r\nImpersonate-User: jane\r\nimpersonate-group: a\r\n"
                + "Impersonate-Group: b\r\nConnection: close, X-Drop, Impersonate-User\r\nAccept: */*\r\nX-Two: 1\r\nX-Two: 2\r\n\r\n");

        Assert.Equal("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", response);
        var lines = Assert.Single(server.Heads).Split("\r\n");
        Assert.Equal("GET /base/api/v1/x%2fy~%7E{a}|\"?q=%20%2F..&<z> HTTP/1.1", lines[0]);
        Assert.Equal(
            ["Accept: */*", $"Host: 127.0.0.1:{server.Port}", "Impersonate-Group: b", "Impersonate-User: jane", "Impersonate-group: a", "X-Two: 1", "X-Two: 2"],
            lines[1..^2].Select(l => l.Replace("Impersonate-group: b", "Impersonate-Group: b", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal((1L, 0L), (proxy.Requests, proxy.Refused));
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 1\r\n\r\nx")]
    [InlineData("HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://a/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n")]
    public async Task A_response_is_returned_unchanged_and_the_connection_is_kept(string expected)
    {
        await using var server = UpstreamServer.Responding(expected);
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        const string request = "GET /a HTTP/1.1\r\nHost: localhost\r\n";

        var response = await ProxyCaller.ExchangeAsync(proxy, $"{request}\r\n{request}Connection: close\r\n\r\n");

        Assert.StartsWith(expected, response, StringComparison.Ordinal);
        Assert.Equal(2, response.Split("HTTP/1.1 ").Length - 1);
        Assert.Equal(2, server.Heads.Count);
    }

    [Theory]
    [InlineData("Content-Length: 3\r\n\r\nabc")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n")]
    public async Task A_body_is_forwarded(string body)
    {
        await using var server = new UpstreamServer(async (head, connection) =>
        {
            var isChunked = head.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal);
            if (isChunked)
            {
                await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
            }

            var received = "";
            var buffer = new byte[64];
            while (isChunked ? !received.EndsWith("0\r\n\r\n", StringComparison.Ordinal) : received.Length < 3)
            {
                received += Encoding.Latin1.GetString(buffer, 0, await connection.ReadAsync(buffer));
            }

            await connection.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 201 Created\r\nContent-Length: {received.Length}\r\n\r\n{received}"));
        });
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());

        var response = await ProxyCaller.ExchangeAsync(proxy, $"POST /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: a/b\r\n{body}");

        Assert.StartsWith("HTTP/1.1 201 Created\r\n", response, StringComparison.Ordinal);
        Assert.Equal("abc", string.Concat(response.Split("\r\n\r\n", 2)[1].Where(char.IsAsciiLetter)));
        Assert.Contains("\r\nContent-Type: a/b\r\n", server.Heads.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5\r\nab")]
    [InlineData("2\r\nabc\r\n0\r\n\r\n")]
    [InlineData("2;x=y\r\nab\r\n0\r\n\r\n")]
    [InlineData("2\nab\r\n0\r\n\r\n")]
    [InlineData("-2\r\nab\r\n0\r\n\r\n")]
    [InlineData("0\r\nX: y\r\n\r\n")]
    public async Task A_body_with_invalid_chunks_never_looks_complete(string chunks)
    {
        var received = new TaskCompletionSource<string>();
        await using var server = new UpstreamServer(async (_, connection) =>
        {
            await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
            var (all, buffer, count) = ("", new byte[64], 0);
            try
            {
                while ((count = await connection.ReadAsync(buffer)) > 0)
                {
                    all += Encoding.Latin1.GetString(buffer, 0, count);
                }
            }
            catch (IOException)
            {
                // A reset is an end too.
            }

            received.SetResult(all);
        });
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        using var caller = await ProxyCaller.ConnectAsync(proxy);

        await caller.WriteAsync($"POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");
        caller.Stream.Socket.Shutdown(SocketShutdown.Send);
        var response = await caller.ReadToEndAsync();

        Assert.DoesNotContain("0\r\n\r\n", await received.Task.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        Assert.DoesNotContain(" 200 ", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /a HTTP/1.1\r\nHost: evil.example\r\n\r\n", "403", "AcceptHosts")]
    [InlineData("POST /a HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nContent-Length: 2\r\n\r\n{}", "403", "https://evil.example")]
    [InlineData("GET /api/v1/namespaces/a/pods/b/exec HTTP/1.1\r\nHost: localhost\r\n\r\n", "403", "RejectPaths: '^/api/.*/pods/.*/exec'")]
    [InlineData("GET http://localhost/a HTTP/1.1\r\nHost: localhost\r\n\r\n", "400", "target")]
    [InlineData(
        "GET /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /b HTTP/1.1\r\n\r\n", "400",
        "Transfer-Encoding")]
    public async Task A_refusal_has_a_reason_and_reaches_no_server(string request, string code, string why)
    {
        await using var server = UpstreamServer.Responding(Ok);
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        using var caller = await ProxyCaller.ConnectAsync(proxy);
        await caller.WriteAsync(request);
        caller.Stream.Socket.Shutdown(SocketShutdown.Send);

        var response = await caller.ReadToEndAsync();

        Assert.StartsWith($"HTTP/1.1 {code} ", response, StringComparison.Ordinal);
        Assert.Equal(1, response.Split("HTTP/1.1 ").Length - 1);
        var status = Status.TryParse(Encoding.Latin1.GetBytes(response.Split("\r\n\r\n", 2)[1]));
        Assert.Contains(why, status!.Message, StringComparison.Ordinal);
        Assert.Empty(server.Heads);
        Assert.Equal((1L, 1L), (proxy.Requests, proxy.Refused));
        Assert.Contains(why, Assert.Single(proxy.Refusals).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_response_never_looks_complete()
    {
        await using var server = new UpstreamServer(async (_, connection) =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"u8.ToArray());
            throw new IOException("The server ends.");
        });
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());

        var response = await ProxyCaller.ExchangeAsync(proxy, "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.EndsWith("2\r\nab\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_server_is_a_502_with_the_reason()
    {
        var server = UpstreamServer.Responding(Ok);
        await server.DisposeAsync();
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());

        var response = await ProxyCaller.ExchangeAsync(proxy, "GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\n", response, StringComparison.Ordinal);
        Assert.Contains("refused", response, StringComparison.Ordinal);
    }

    // A request that may have been carried out is not sent again, whatever the server responds.
    [Fact]
    public async Task A_request_is_sent_once()
    {
        await using var server = new UpstreamServer((_, _) => throw new IOException("The server ends."));
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());

        var response = await ProxyCaller.ExchangeAsync(proxy, "DELETE /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 502 ", response, StringComparison.Ordinal);
        Assert.Single(server.Heads);
    }

    [Fact]
    public async Task A_caller_that_disconnects_ends_its_watch()
    {
        var ended = new TaskCompletionSource();
        await using var server = new UpstreamServer(async (_, connection) =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
            Assert.Equal(0, await connection.ReadAsync(new byte[1]));
            ended.SetResult();
        });
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        using (var caller = await ProxyCaller.ConnectAsync(proxy))
        {
            await caller.WriteAsync("GET /a?watch=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            // The response headers arrive before the first event.
            await caller.ReadUntilAsync("\r\n\r\n");
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopping_the_proxy_or_closing_the_client_ends_all_connections(bool closesClient)
    {
        await using var server = new UpstreamServer(
            (_, connection) => connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"u8.ToArray()).AsTask());
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        using var caller = await ProxyCaller.ConnectAsync(proxy);
        await caller.WriteAsync("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await caller.ReadUntilAsync("a\r\n");

        (closesClient ? (IDisposable)client : proxy).Dispose();

        Assert.DoesNotContain("0\r\n\r\n", await caller.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        Assert.False(proxy.IsRunning);
        await Assert.ThrowsAsync<SocketException>(() => ProxyCaller.ConnectAsync(proxy));
    }

    [Fact]
    public async Task A_port_in_use_is_an_error()
    {
        await using var server = UpstreamServer.Responding(Ok);
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());

        var failure = Assert.Throws<KubeApiException>(() => new ApiProxy(client, new ApiProxyOptions { Port = proxy.EndPoint.Port }));

        Assert.Equal(FailureKind.CannotListen, failure.Failure);
        Assert.Equal($"Cannot listen on 127.0.0.1:{proxy.EndPoint.Port}: the port is in use.", failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Expect: 100-continue\r\n")]
    public async Task A_refused_credential_is_renewed_before_a_large_body_is_sent(string expect)
    {
        var received = 0L;
        await using var server = await WebSocketServer.StartAsync(async context =>
        {
            if (context.Request.Headers.Authorization != "Bearer new")
            {
                context.Response.StatusCode = 401;
                return;
            }

            var buffer = new byte[65536];
            while (await context.Request.Body.ReadAsync(buffer) is > 0 and var count)
            {
                received += count;
            }

            await context.Response.WriteAsync("done");
        });
        using var client = new ApiClient(server.Settings with { Credential = new RenewableCredential("old", "new") });
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        const int length = 1_000_000;

        var response = await ProxyCaller.ExchangeAsync(
            proxy, $"PUT /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{expect}Content-Length: {length}\r\n\r\n{new string('x', length)}");

        Assert.Contains("done", response, StringComparison.Ordinal);
        Assert.Equal(expect.Length > 0, response.StartsWith("HTTP/1.1 100 Continue\r\n\r\n", StringComparison.Ordinal));
        Assert.Equal(length, received);
        Assert.DoesNotContain("Bearer", response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SPDY/3.1")]
    [InlineData("websocket")]
    public async Task Upgrades_to_any_protocol_pass_in_both_directions(string protocol)
    {
        await using var server = new UpstreamServer(async (_, connection) =>
        {
            await connection.WriteAsync(Encoding.Latin1.GetBytes(
                $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\nX-Stream-Protocol-Version: v4\r\n\r\nfrom server "));
            var buffer = new byte[64];
            while (await connection.ReadAsync(buffer) is > 0 and var count)
            {
                await connection.WriteAsync(buffer.AsMemory(0, count));
                if (buffer[count - 1] == (byte)'.')
                {
                    throw new IOException("The server ends.");
                }
            }
        });
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        using var caller = await ProxyCaller.ConnectAsync(proxy);

        await caller.WriteAsync(
            $"POST /x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\nX-Stream-Protocol-Version: v4\r\n"
                + "X-Stream-Protocol-Version: v3\r\nContent-Length: 0\r\n\r\nearly");
        await caller.ReadUntilAsync("from server early");
        await caller.WriteAsync(" late.");

        Assert.Equal(" late.", await caller.ReadToEndAsync());
        var head = Assert.Single(server.Heads);
        Assert.Contains($"\r\nUpgrade: {protocol}\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Stream-Protocol-Version: v4\r\nX-Stream-Protocol-Version: v3\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_WebSocket_passes()
    {
        await using var server = await WebSocketServer.StartAsync(WebSocketServer.EchoAsync);
        using var client = new ApiClient(server.Settings);
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.AddSubProtocol("v5.channel.k8s.io");
        socket.Options.AddSubProtocol("v4.channel.k8s.io");

        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{proxy.EndPoint.Port}/x"), default);
        await socket.SendAsync("hello"u8.ToArray(), System.Net.WebSockets.WebSocketMessageType.Text, true, default);
        var buffer = new byte[64];
        var received = await socket.ReceiveAsync(buffer, default);

        Assert.Equal("v5.channel.k8s.io", socket.SubProtocol);
        Assert.Equal("hello", Encoding.ASCII.GetString(buffer, 0, received.Count));
        await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, default);
    }
}
