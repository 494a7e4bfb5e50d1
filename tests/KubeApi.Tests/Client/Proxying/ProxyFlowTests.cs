using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using KubeApi.Client.Proxying;

namespace KubeApi.Tests.Client.Proxying;

/// <summary>Large bodies pass in both directions; a waiting side makes the other one wait, and nothing is buffered in between.</summary>
public sealed class ProxyFlowTests
{
    private const long Download = 256L << 20;
    private const long Upload = 256L << 20;

    // The buffers of four sockets: Linux lets a receiving one grow to 32 MB, and a sending one to 4 MB.
    private const long MaxInFlight = 96L << 20;

    [Fact]
    public async Task A_large_response_is_paced_by_its_caller()
    {
        var sent = 0L;
        await using var server = new UpstreamServer(async (_, connection) =>
        {
            await connection.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Download}\r\n\r\n"));
            var part = new byte[1 << 20];
            for (; sent < Download; sent += part.Length)
            {
                await connection.WriteAsync(part);
            }
        });
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        using var caller = await ProxyCaller.ConnectAsync(proxy);
        await caller.WriteAsync("GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        await SettleAsync(() => Interlocked.Read(ref sent));
        Assert.InRange(sent, 1, MaxInFlight);

        Assert.InRange(await DrainAsync(caller.Stream), Download, Download + 1000);
    }

    [Fact]
    public async Task A_large_request_is_paced_by_its_server()
    {
        var (received, mayRead) = (0L, new TaskCompletionSource());
        await using var server = new UpstreamServer(async (_, connection) =>
        {
            await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
            await mayRead.Task;
            var buffer = new byte[1 << 20];
            while (received < Upload)
            {
                received += await connection.ReadAsync(buffer);
            }

            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        });
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        using var caller = await ProxyCaller.ConnectAsync(proxy);
        var sent = 0L;
        var sending = SendAsync();

        await SettleAsync(() => Interlocked.Read(ref sent));
        Assert.InRange(sent, 1, MaxInFlight);
        mayRead.SetResult();
        await sending;

        Assert.StartsWith("HTTP/1.1 200 OK", await caller.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(Upload, received);

        async Task SendAsync()
        {
            await caller.WriteAsync($"PUT /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {Upload}\r\n\r\n");
            var part = new byte[1 << 20];
            for (; sent < Upload; sent += part.Length)
            {
                await caller.Stream.WriteAsync(part);
            }
        }
    }

    private static async Task<long> DrainAsync(NetworkStream stream)
    {
        var (total, buffer) = (0L, new byte[1 << 20]);
        while (await stream.ReadAsync(buffer) is > 0 and var count)
        {
            total += count;
        }

        return total;
    }

    // Until data has moved, and then no data moves for half a second.
    private static async Task SettleAsync(Func<long> progress)
    {
        var (last, since, started) = (0L, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        while ((last == 0 || Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(0.5)) && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60))
        {
            await Task.Delay(20);
            if (progress() is var now && now != last)
            {
                (last, since) = (now, Stopwatch.GetTimestamp());
            }
        }
    }
}
