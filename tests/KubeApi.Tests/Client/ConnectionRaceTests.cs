using System.Net;
using System.Net.Sockets;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

/// <summary>Successful and failed connection attempts.</summary>
public sealed class ConnectionRaceTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    [LinuxFact]
    public async Task A_pending_connection_ends_when_it_is_canceled()
    {
        using var silent = new SilentListener(IPAddress.Loopback);
        using var stop = new CancellationTokenSource();
        var connecting = new ConnectionRace(silent.Port, _ => { }).RunAsync(() => [IPAddress.Loopback], stop.Token).AsTask();
        Assert.NotSame(connecting, await Task.WhenAny(connecting, Task.Delay(300)));

        await stop.CancelAsync();

        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(s_timeout));
        Assert.Equal(stop.Token, e.CancellationToken);
    }

    [LinuxFact]
    public async Task A_request_ends_after_the_connect_time_out()
    {
        using var silent = new SilentListener(IPAddress.Loopback);
        using var client = new ApiClient(Settings(silent.Port) with { ConnectTimeout = TimeSpan.FromMilliseconds(300) });

        var e = await Assert.ThrowsAsync<KubeApiException>(() => GetAsync(client).WaitAsync(s_timeout));

        Assert.Equal(FailureKind.Timeout, e.Failure);
    }

    [LinuxFact]
    public async Task Cancelling_a_request_while_it_connects_ends_it_at_once()
    {
        using var silent = new SilentListener(IPAddress.Loopback);
        using var client = new ApiClient(Settings(silent.Port));
        using var stop = new CancellationTokenSource(300);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GetAsync(client, stop.Token).WaitAsync(s_timeout));
    }

    [LinuxFact]
    public async Task The_second_address_family_is_tried_while_the_first_is_silent()
    {
        using var silent = new SilentListener(IPAddress.IPv6Loopback);
        using var listener = new TcpListener(IPAddress.Loopback, silent.Port);
        listener.Start();

        await using var stream = await new ConnectionRace(silent.Port, _ => { })
            .RunAsync(() => [IPAddress.IPv6Loopback, IPAddress.Loopback], default).AsTask().WaitAsync(s_timeout);

        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)((ReceivingStream)stream).Socket.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task The_first_address_that_accepts_wins_and_the_others_are_not_tried()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        var port = ((IPEndPoint)first.LocalEndpoint).Port;
        using var second = new TcpListener(IPAddress.IPv6Loopback, port);
        second.Start();

        await using var stream = await new ConnectionRace(port, _ => { }).RunAsync(
            () => [IPAddress.Parse("127.0.0.2"), IPAddress.Loopback, IPAddress.IPv6Loopback], default);
        await Task.Delay(400);

        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)((ReceivingStream)stream).Socket.RemoteEndPoint!).Address);
        Assert.False(second.Pending());
    }

    [Fact]
    public async Task A_failed_connection_reports_the_error_of_its_addresses()
    {
        var port = FreePort();
        var failure = await Assert.ThrowsAsync<SocketException>(
            () => new ConnectionRace(port, _ => { }).RunAsync(() => [IPAddress.IPv6Loopback, IPAddress.Loopback], default).AsTask().WaitAsync(s_timeout));
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);

        failure = await Assert.ThrowsAsync<SocketException>(
            () => new ConnectionRace(port, _ => { }).RunAsync(() => [], default).AsTask().WaitAsync(s_timeout));
        Assert.Equal(SocketError.HostNotFound, failure.SocketErrorCode);

        var unknown = new InvalidOperationException("no resolver");
        Assert.Same(unknown, await Assert.ThrowsAsync<InvalidOperationException>(
            () => new ConnectionRace(port, _ => { }).RunAsync(() => throw unknown, default).AsTask().WaitAsync(s_timeout)));
    }

    [Fact]
    public async Task Connections_receive_on_their_own_thread_on_Linux_only()
    {
        await using var server = new RawServer(_ => "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var handler = HttpPipeline.Transport(Settings(server.Port), null);
        var open = handler.ConnectCallback!;
        var streams = new List<Stream>();
        handler.ConnectCallback = async (context, token) =>
        {
            streams.Add(await open(context, token));
            streams.Add(await KeptAliveConnection.OpenOrdinaryAsync([IPAddress.Loopback], context.DnsEndPoint.Port, token));
            return streams[^1];
        };
        using var invoker = new HttpMessageInvoker(handler);

        using var response = await invoker.SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Uri), default);

        Assert.Equal(OperatingSystem.IsLinux() ? typeof(ReceivingStream) : typeof(NetworkStream), streams[0].GetType());
        Assert.Equal((typeof(NetworkStream), 200), (streams[1].GetType(), (int)response.StatusCode));
        streams.ForEach(stream => stream.Dispose());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static ConnectionSettings Settings(int port) => new() { Server = new Uri($"http://127.0.0.1:{port}"), Name = "test", Source = "test" };

    private static async Task<int> GetAsync(ApiClient client, CancellationToken cancellationToken = default)
    {
        using var response = await client.SendAsync(ApiRequest.Get("/version"), cancellationToken);
        return response.StatusCode;
    }
}
