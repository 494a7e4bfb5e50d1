using System.Net;
using System.Net.Sockets;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

/// <summary>Servers that fall silent at each stage: the error has the stage, the address and the time.</summary>
public sealed class DeadServerTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _waiting = [];

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _waiting.ForEach(s => s.Dispose());
        _listener.Dispose();
    }

    [Fact]
    public async Task A_silent_server_is_reported_with_its_address_and_the_request()
    {
        _listener.Start();

        var e = await GetVersionAsync("http", 2);

        Assert.Equal($"No response to GET /version from 127.0.0.1:{Port} within 2 seconds: 127.0.0.1 accepted the connection.", e.Message);
    }

    [Fact]
    public async Task An_unfinished_TLS_handshake_is_reported_with_its_address()
    {
        _listener.Start();

        var e = await GetVersionAsync("https", 30);

        Assert.StartsWith($"No connection to 127.0.0.1:{Port} within ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("seconds: 127.0.0.1 accepted the connection, but did not complete the TLS handshake.", e.Message, StringComparison.Ordinal);
    }

    // Linux drops packets to a full queue, like a firewall.
    [UnixTheory]
    [InlineData(30)]
    [InlineData(0.4)]
    public async Task An_unaccepted_connection_is_reported_with_its_address(double requestTimeout)
    {
        _listener.Start(0);
        for (var i = 0; i < 3; i++)
        {
            _waiting.Add(new Socket(SocketType.Stream, ProtocolType.Tcp) { Blocking = false });
            _ = _waiting[^1].ConnectAsync(IPAddress.Loopback, Port);
        }

        await Task.Delay(200);
        var e = await GetVersionAsync("https", requestTimeout);

        Assert.StartsWith($"No connection to 127.0.0.1:{Port} within ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("seconds: 127.0.0.1 did not accept the connection.", e.Message, StringComparison.Ordinal);
    }

    // The response to a watch is endless, but a failure is not.
    [Fact]
    public async Task A_failure_of_a_watch_that_stalls_is_reported_by_its_code()
    {
        await using var server = new RawServer(_ => "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{");
        using var client = new ApiClient(
            new ConnectionSettings { Server = server.Uri, Name = "n", Source = "s", RequestTimeout = TimeSpan.FromSeconds(0.3) });
        var request = ResourceRequests.Watch(PodRequests.Pods, "default", new ListOptions(), "1", TimeSpan.FromMinutes(5));

        var e = await Assert.ThrowsAsync<KubeApiException>(() => client.SendAsync(request, default).WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal((FailureKind.Refused, 500), (e.Failure, e.StatusCode));
    }

    private async Task<KubeApiException> GetVersionAsync(string scheme, double requestTimeout)
    {
        using var client = new ApiClient(new ConnectionSettings
        {
            Server = new Uri($"{scheme}://127.0.0.1:{Port}"),
            Name = "n",
            Source = "s",
            ConnectTimeout = TimeSpan.FromSeconds(1.5),
            RequestTimeout = TimeSpan.FromSeconds(requestTimeout),
        });
        var e = await Assert.ThrowsAsync<KubeApiException>(() => client.SendAsync(ApiRequest.Get("/version"), default));
        Assert.Equal((FailureKind.Timeout, 1), (e.Failure, e.Attempts));
        return e;
    }
}
