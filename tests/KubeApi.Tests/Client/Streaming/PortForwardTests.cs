using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Streaming;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Streams;
using KubeApi.Tests.Sandbox;
using KubeApi.Tests.Sandbox.Streams;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>Local ports that are forwarded to pods of a sandbox.</summary>
public sealed class PortForwardTests : IAsyncLifetime
{
    private const string Namespace = "default";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private SandboxServer _server = null!; // set before any test runs
    private SandboxClient _admin = null!; // set before any test runs
    private ApiClient _client = null!; // set before any test runs

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync();
        _admin = new SandboxClient(_server, _server.AdminToken);
        _client = TestClient.Admin(_server);
        await CreatePodAsync("web-1");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_page_is_served_and_counted()
    {
        using var forward = await StartAsync(Workload("http"));

        Assert.Equal("hello from web-1\n", await GetPageAsync(forward));
        Assert.Equal("hello from web-1\n", await GetPageAsync(forward, IPAddress.Loopback));

        Assert.Equal((2, "web-1", null), (forward.Connections, forward.Pod, forward.Error));
        // The response may be here before its request is counted.
        Assert.True(SpinWait.SpinUntil(() => forward is { BytesSent: > 20, BytesReceived: > 100 }, s_timeout));
        Assert.True(forward.Addresses.All(IPAddress.IsLoopback));
    }

    [Fact]
    public async Task Bytes_arrive_unchanged_in_both_directions_over_many_connections_at_once()
    {
        _server.Streams.OnConnect(connection => EchoPort.ServeAsync(connection.Content));
        using var forward = await StartAsync(Pod("9000"));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            var sent = new byte[number == 0 ? 5_000_000 : 20_000 + number];
            new Random(number).NextBytes(sent);
            using var client = await ConnectAsync(forward);
            var stream = client.GetStream();
            var sending = stream.WriteAsync(sent).AsTask();
            var received = new byte[sent.Length];
            await stream.ReadExactlyAsync(received);
            await sending;
            Assert.Equal(SHA256.HashData(sent), SHA256.HashData(received));
        }));

        Assert.Equal((50, null), (forward.Connections, forward.Error));
        Assert.True(SpinWait.SpinUntil(() => forward.BytesSent == forward.BytesReceived, s_timeout));
    }

    [Fact]
    public async Task A_half_closed_client_still_gets_its_response()
    {
        _server.Streams.OnConnect(async connection =>
        {
            var buffer = new byte[5];
            await connection.Content.ReadExactlyAsync(buffer);
            await Task.Delay(300);
            await connection.Content.WriteAsync(new byte[300_000]);
        });
        using var forward = await StartAsync(Pod("9000"));
        using var client = await ConnectAsync(forward);

        var stream = client.GetStream();

        await stream.WriteAsync("hello"u8.ToArray());
        client.Client.Shutdown(SocketShutdown.Send);

        Assert.Equal(300_000, (await ReadAllAsync(stream)).Length);
    }

    [Fact]
    public async Task A_cut_resets_the_connection_and_new_connections_work()
    {
        _server.Streams.OnConnect(connection => EchoPort.ServeAsync(connection.Content));
        using var forward = await StartAsync(Pod("9000"));
        using var client = await ConnectAsync(forward);
        await EchoPort.UseAsync(client);

        _server.Streams.Cut();

        await AssertResetAsync(client);
        Assert.NotNull(forward.Error);
        using var next = await ConnectAsync(forward);
        await EchoPort.UseAsync(next);
    }

    [Fact]
    public async Task A_port_without_a_listener_resets_only_its_own_connection()
    {
        _server.Streams.OnConnect(connection => connection.Port == 9000 ? EchoPort.ServeAsync(connection.Content) : null);
        using var forward = await StartAsync(Pod("9000"));
        using var other = await StartAsync(Pod("1"));
        using var open = await ConnectAsync(forward);
        await EchoPort.UseAsync(open);
        using var refused = await ConnectAsync(other);

        await AssertResetAsync(refused);

        Assert.Contains("connection refused", other.Error!, StringComparison.Ordinal);
        await EchoPort.UseAsync(open);
        Assert.Null(forward.Error);
    }

    [Fact]
    public async Task Connections_follow_the_replacement_pod()
    {
        using var forward = await StartAsync(Workload("8080"));
        Assert.Equal("hello from web-1\n", await GetPageAsync(forward));
        await _admin.DeleteAsync($"/api/v1/namespaces/{Namespace}/pods/web-1", """{"gracePeriodSeconds":0}""");
        // A pod that was found shortly before is used again, and the sandbox's one still serves its tunnel.
        await Task.Delay(300);
        var page = GetPageAsync(forward);
        await Task.Delay(300);
        await CreatePodAsync("web-2");

        Assert.Equal("hello from web-2\n", await page);
        Assert.Equal("web-2", forward.Pod);
    }

    [Fact]
    public async Task A_restart_of_the_server_delays_a_connection()
    {
        using var forward = await StartAsync(Workload("8080"));
        Assert.Equal("hello from web-1\n", await GetPageAsync(forward));

        // The containers of the sandbox run in the server.
        _server.Streams.OnConnect(connection => EchoPort.ServeAsync(connection.Content));
        var restarting = _server.RestartAsync(TimeSpan.FromMilliseconds(500));
        Assert.True(SpinWait.SpinUntil(() => restarting.IsCompleted || !IsListening(), s_timeout));
        using var client = await ConnectAsync(forward);
        await EchoPort.UseAsync(client);

        await restarting;
    }

    [Fact]
    public async Task A_port_forward_ends_with_its_client_or_when_it_is_disposed()
    {
        _server.Streams.OnConnect(connection => EchoPort.ServeAsync(connection.Content));
        var disposed = await StartAsync(Pod("9000"));
        using var other = TestClient.Admin(_server);
        using var closed = await StartAsync(Pod("9000") with { Client = other });
        using var first = await ConnectAsync(disposed);
        using var second = await ConnectAsync(closed);
        await EchoPort.UseAsync(first);
        await EchoPort.UseAsync(second);

        disposed.Dispose();
        other.Dispose();

        foreach (var (forward, client) in new[] { (disposed, first), (closed, second) })
        {
            Assert.False(forward.IsRunning);
            await AssertResetAsync(client);
            await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(forward));
            Assert.True(SpinWait.SpinUntil(() => forward.OpenConnections == 0, TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public async Task A_wait_ends_when_the_port_responds_and_reports_why_it_does_not()
    {
        var isListening = false;
        _server.Streams.OnConnect(connection => Volatile.Read(ref isListening) ? EchoPort.ServeAsync(connection.Content) : null);
        using var forward = await StartAsync(Pod("9000"));

        var e = await Assert.ThrowsAsync<KubeApiException>(() => forward.WaitAsync(TimeSpan.FromSeconds(3), default));
        Assert.Equal(FailureKind.Timeout, e.Failure);
        Assert.Contains("connection refused", e.Message, StringComparison.Ordinal);

        var waiting = forward.WaitAsync(TimeSpan.FromSeconds(30), default);
        await Task.Delay(200);
        Assert.False(waiting.IsCompleted);
        Volatile.Write(ref isListening, true);
        await waiting;
    }

    [Fact]
    public async Task Connections_share_tunnels_of_which_the_pod_notices_nothing()
    {
        var connected = 0;
        _server.Streams.OnConnect(connection =>
        {
            Interlocked.Increment(ref connected);
            return EchoPort.ServeAsync(connection.Content);
        });
        using var forward = await StartAsync(Pod("9000"));
        for (var i = 0; i < 30; i++)
        {
            await UseOnceAsync(forward);
        }

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => UseOnceAsync(forward)));

        Assert.Equal((80, null), (Volatile.Read(ref connected), forward.Error));
        Assert.Equal(0, UpgradesTo("?ports=9000"));
        Assert.InRange(UpgradesTo(""), 1, 40);
    }

    [Fact]
    public async Task Tunnels_that_are_cut_are_replaced()
    {
        _server.Streams.OnConnect(connection => EchoPort.ServeAsync(connection.Content));
        using var forward = await StartAsync(Pod("9000"));
        for (var round = 0; round < 10; round++)
        {
            await UseOnceAsync(forward);
            _server.Streams.Cut();
            // A server that is still cutting may accept a connection, and reset it.
            for (var isUsed = false; !isUsed;)
            {
                isUsed = await TryUseAsync(forward);
            }
        }

        static async Task<bool> TryUseAsync(PortForward forward)
        {
            try
            {
                await UseOnceAsync(forward);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task A_server_without_tunnels_gets_a_WebSocket_for_each_connection()
    {
        var connected = 0;
        _server.Streams.OnConnect(connection =>
        {
            Interlocked.Increment(ref connected);
            return EchoPort.ServeAsync(connection.Content);
        });
        _server.Streams.Flow = new StreamFlow { IsVersion4Only = true };
        using var forward = await StartAsync(Pod("9000"));

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => UseOnceAsync(forward)));
        await UseOnceAsync(forward);

        Assert.Equal((6, null), (Volatile.Read(ref connected), forward.Error));
        Assert.Equal((6, 1), (UpgradesTo("?ports=9000"), UpgradesTo("")));
    }

    [Fact]
    public async Task A_local_port_in_use_is_a_failure()
    {
        using var taken = await StartAsync(Pod("9000"));

        var e = await Assert.ThrowsAsync<KubeApiException>(() => StartAsync(Pod("9000"), taken.LocalPort));

        Assert.Equal((FailureKind.CannotListen, $"Cannot listen on 127.0.0.1:{taken.LocalPort}: the port is in use."), (e.Failure, e.Message));
    }

    private PortForwardTarget Pod(string port) => new(_client, Namespace, "web-1", port) { Pod = "web-1" };

    private PortForwardTarget Workload(string port) => new(_client, Namespace, "Deployment/web", port) { LabelSelector = "app=web" };

    private static async Task<PortForward> StartAsync(PortForwardTarget target, int localPort = 0) =>
        new(target, await target.FindAsync(default), localPort, []);

    private int UpgradesTo(string query) =>
        _server.Requests.Count(r => r.PathAndQuery.EndsWith($"/portforward{query}", StringComparison.Ordinal));

    private bool IsListening()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, _server.Uri.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task CreatePodAsync(string name)
    {
        await RunningPod.CreateAsync(_admin, Namespace, name, """ "ports": [{"containerPort": 8080, "name": "http"}] """);
        await _admin.MergeAsync($"/api/v1/namespaces/{Namespace}/pods/{name}", """{"metadata":{"labels":{"app":"web"}}}""");
    }

    private static async Task UseOnceAsync(PortForward forward)
    {
        using var client = await ConnectAsync(forward);
        await EchoPort.UseAsync(client);
    }

    private static async Task<TcpClient> ConnectAsync(PortForward forward)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, forward.LocalPort);
        return client;
    }

    private static async Task<string> GetPageAsync(PortForward forward, IPAddress? address = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address ?? forward.Addresses[^1], forward.LocalPort);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        return Encoding.UTF8.GetString(await ReadAllAsync(client.GetStream())).Split("\r\n\r\n")[1];
    }

    private static async Task<byte[]> ReadAllAsync(NetworkStream stream)
    {
        using var all = new MemoryStream();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await stream.CopyToAsync(all, timeout.Token);
        return all.ToArray();
    }

    private static async Task AssertResetAsync(TcpClient client)
    {
        var e = await Assert.ThrowsAsync<IOException>(() => ReadAllAsync(client.GetStream()));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(e.InnerException).SocketErrorCode);
    }
}
