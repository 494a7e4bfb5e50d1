using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>Tunnels that break at any byte, invalid frames, and frames that are rare.</summary>
public sealed class PortForwardTunnelTests
{
    private const int Runs = 1000;
    private const int Error = 1;
    private const int Data = 3;

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_cut_never_alters_data_and_never_looks_like_an_end()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var data = new byte[random.Next(1, 3000)];
            random.NextBytes(data);
            List<byte> frames = [.. Reply(Error), .. Reply(Data)];
            for (var at = 0; at < data.Length;)
            {
                var next = Math.Min(data.Length, at + random.Next(1, 500));
                frames.AddRange(SpdyFrame.Frame(Data, 0, data.AsSpan(at..next)));
                at = next;
            }

            frames.AddRange([.. SpdyFrame.EndStream(Error), .. SpdyFrame.EndStream(Data)]);
            // A message may end anywhere: the tunnel is a stream of bytes.
            var server = new ServerFrames();
            foreach (var piece in frames.Chunk(random.Next(1, 700)))
            {
                server.Message(piece, pieces: random.Next(1, 3));
            }

            var (bytes, isWhole) = (server.ToArray(), random.Next(4) == 0);
            var incoming = isWhole ? server.Close().ToArray() : bytes.AsMemory(0, random.Next(bytes.Length));
            var (received, failure) = await RunAsync(incoming, random, isReset: random.Next(2) == 0);

            Assert.True(data.AsSpan().StartsWith(received), $"run {seed}");
            Assert.Equal((seed, isWhole ? (FailureKind?)null : FailureKind.StreamBroken), (seed, failure?.Failure));
            Assert.True(!isWhole || received.Length == data.Length, $"run {seed}");
        }
    }

    [Fact]
    public async Task Fuzzed_frames_end_or_fail_as_broken_streams()
    {
        byte[] frames =
        [
            .. Reply(Error), .. Reply(Data), .. SpdyFrame.Frame(Data, 0, "data"u8), .. SpdyFrame.Frame(SpdyFrame.Control | SpdyFrame.Ping, 0, [0, 0, 0, 2]),
            .. SpdyFrame.Frame(Error, 0, "error"u8), .. SpdyFrame.EndStream(Error), .. SpdyFrame.EndStream(Data),
        ];
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var changed = frames.ToArray();
            for (var changes = random.Next(1, 8); changes > 0; changes--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            var (_, failure) = await RunAsync(new ServerFrames().Message(changed).Close().ToArray(), random).WaitAsync(TimeSpan.FromSeconds(30));

            Assert.True(failure is null or { Failure: FailureKind.StreamBroken }, $"run {seed}: {failure}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_of_the_server_fails_the_connection_and_retires_the_tunnel(bool isResetFirst)
    {
        var (reset, error) = (SpdyFrame.ResetStream(Data), SpdyFrame.Frame(Error, SpdyFrame.Final, "connection refused "u8));
        byte[] frames =
        [
            .. Reply(Error), .. Reply(Data), .. SpdyFrame.Frame(Data, 0, "part"u8), .. isResetFirst ? reset : error, .. isResetFirst ? error : reset,
        ];
        var server = new ScriptedConnection(new ServerFrames().Message(frames).ToArray(), begin: _opened.Task);
        using var tunnel = Open(server);

        var (received, failure) = await RunAsync(tunnel);

        Assert.Equal("part"u8.ToArray(), received);
        Assert.Equal((FailureKind.StreamBroken, "no program in the pod listens on the port (connection refused)"), (failure!.Failure, failure.Message));
        Assert.False(tunnel.IsOpen);
    }

    [Theory]
    [InlineData(3, "The server reset the connection.")]
    [InlineData(7, "The server closed the connection.")]
    public async Task A_reset_and_a_server_that_leaves_are_failures(int type, string message)
    {
        var leaving = SpdyFrame.Frame(SpdyFrame.Control | type, 0, [0, 0, 0, Data, 0, 0, 0, 5]);
        byte[] frames = [.. Reply(Error), .. Reply(Data), .. leaving, .. SpdyFrame.EndStream(Error)];
        using var tunnel = Open(new ScriptedConnection(new ServerFrames().Message(frames).Close().ToArray(), begin: _opened.Task));

        var (_, failure) = await RunAsync(tunnel);

        Assert.Equal((FailureKind.StreamBroken, message), (failure!.Failure, failure.Message));
        Assert.True(SpinWait.SpinUntil(() => !tunnel.IsOpen, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_ping_is_sent_back()
    {
        var ping = SpdyFrame.Frame(SpdyFrame.Control | SpdyFrame.Ping, 0, [0, 0, 0, 2]);
        byte[] frames = [.. ping, .. Reply(Error), .. Reply(Data), .. SpdyFrame.EndStream(Error), .. SpdyFrame.EndStream(Data)];
        var server = new ScriptedConnection(new ServerFrames().Message(frames).Close().ToArray(), begin: _opened.Task);
        using var tunnel = Open(server);

        Assert.Null((await RunAsync(tunnel)).Failure);

        Assert.Equal(ping, server.Sent[1]);
    }

    [Fact]
    public async Task A_connection_that_is_not_read_stalls_the_tunnel_until_it_is_closed()
    {
        var server = new ServerFrames().Message([.. Reply(Error), .. Reply(Data)]);
        for (var i = 0; i < 100; i++)
        {
            server.Message(SpdyFrame.Frame(Data, 0, "data"u8));
        }

        using var tunnel = Open(new ScriptedConnection(server.ToArray(), new Random(1), begin: _opened.Task));
        tunnel.Enter();
        var connecting = tunnel.ConnectAsync(8080, default);
        _opened.SetResult();
        using (await connecting)
        {
            Assert.True(SpinWait.SpinUntil(() => tunnel.IsStalled, TimeSpan.FromSeconds(30)));
        }

        Assert.True(SpinWait.SpinUntil(() => !tunnel.IsStalled, TimeSpan.FromSeconds(30)));
        Assert.Equal(0, tunnel.Users);
    }

    [Fact]
    public async Task A_server_that_opens_no_stream_fails_the_connection()
    {
        await using var server = await WebSocketServer.StartAsync(async c =>
        {
            c.Response.Headers["Sec-WebSocket-Protocol"] = "SPDY/3.1+portforward.k8s.io";
            using var socket = await c.WebSockets.AcceptWebSocketAsync();
            await Task.Delay(Timeout.Infinite, c.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var client = new ApiClient(server.Settings);
        using var stop = new CancellationTokenSource();
        var tunnels = new PortForwardTunnels(new PortForwardTarget(client, "ns", "Pod/web", "80") { Pod = "web" }, stop.Token);
        var place = new PortForwardPlace("web", "uid", 80, 80, false);
        await tunnels.PrepareAsync(place);

        var e = await Assert.ThrowsAsync<KubeApiException>(() => tunnels.ConnectAsync(place, default));
        await stop.CancelAsync();

        Assert.Equal((FailureKind.StreamBroken, "The server did not open a stream within 15 s."), (e.Failure, e.Message));
        // The prepared tunnel, and the one for the next connection.
        Assert.InRange(server.Requests.Count, 1, 2);
    }

    private static PortForwardTunnel Open(ScriptedConnection server) => new(server.WebSocket("spdy"));

    private static byte[] Reply(byte stream) => SpdyFrame.Frame(SpdyFrame.Control | SpdyFrame.Reply, 0, [0, 0, 0, stream]);

    private static async Task<(byte[] Received, KubeApiException? Failure)> RunAsync(ReadOnlyMemory<byte> incoming, Random random, bool isReset = false)
    {
        var opened = new TaskCompletionSource();
        using var tunnel = Open(new ScriptedConnection(incoming, random, isReset, opened.Task));
        return await RunAsync(tunnel, opened);
    }

    private Task<(byte[] Received, KubeApiException? Failure)> RunAsync(PortForwardTunnel tunnel) => RunAsync(tunnel, _opened);

    private static async Task<(byte[] Received, KubeApiException? Failure)> RunAsync(PortForwardTunnel tunnel, TaskCompletionSource opened)
    {
        try
        {
            tunnel.Enter();
            // The frames that open the streams are sent before the first await.
            var connecting = tunnel.ConnectAsync(8080, default);
            opened.SetResult();
            using var connection = await connecting;
            return await connection.ReadToEndAsync();
        }
        catch (KubeApiException e)
        {
            return ([], e);
        }
    }
}
