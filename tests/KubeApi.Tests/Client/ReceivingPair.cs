using System.Net;
using System.Net.Sockets;
using KubeApi.Client.Http;

namespace KubeApi.Tests.Client;

/// <summary>A <see cref="ReceivingStream"/> and the socket at its other end.</summary>
internal sealed class ReceivingPair : IAsyncDisposable
{
    private ReceivingPair(ReceivingStream stream, Socket peer) => (Stream, Peer) = (stream, peer);

    public ReceivingStream Stream { get; }

    public Socket Peer { get; }

    public static async Task<ReceivingPair> OpenAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var stream = await new ConnectionRace(((IPEndPoint)listener.LocalEndpoint).Port, _ => { }).RunAsync(() => [IPAddress.Loopback], default);
        return new ReceivingPair((ReceivingStream)stream, await listener.AcceptSocketAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Peer.Dispose();
        await Stream.DisposeAsync();
        await AssertThreadEndsAsync(Stream);
    }

    // A test that has awaited a read may itself run on the connection's thread.
    public static async Task AssertThreadEndsAsync(ReceivingStream stream) =>
        Assert.True(await Task.Run(() => stream.Thread.Join(TimeSpan.FromSeconds(30))), "The connection's thread has not ended.");
}
