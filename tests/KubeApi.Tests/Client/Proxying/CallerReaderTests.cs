using System.Net;
using System.Net.Sockets;
using KubeApi.Client.Proxying;

namespace KubeApi.Tests.Client.Proxying;

public sealed class CallerReaderTests
{
    [Fact]
    public async Task Reading_the_head_of_a_request_has_one_time_limit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
        using var accepted = await listener.AcceptTcpClientAsync();
        var reader = new CallerReader(accepted.GetStream(), TimeSpan.FromSeconds(1));
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        var reading = reader.ReadHeadAsync();
        // No pause is as long as the limit.
        while (!reading.IsCompleted && !stop.IsCancellationRequested)
        {
            await caller.GetStream().WriteAsync("x"u8.ToArray());
            await Task.Delay(50);
        }

        await Assert.ThrowsAsync<TimeoutException>(() => reading);
    }
}
