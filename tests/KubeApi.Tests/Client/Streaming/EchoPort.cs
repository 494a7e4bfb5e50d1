using System.Net.Sockets;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>A port that echoes its input, and its client.</summary>
internal static class EchoPort
{
    public static async Task ServeAsync(Stream content)
    {
        var buffer = new byte[64 * 1024];
        while (await content.ReadAsync(buffer) is > 0 and var count)
        {
            await content.WriteAsync(buffer.AsMemory(0, count));
        }
    }

    public static async Task UseAsync(TcpClient client)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await client.GetStream().WriteAsync("ping"u8.ToArray(), timeout.Token);
        var received = new byte[4];
        await client.GetStream().ReadExactlyAsync(received, timeout.Token);
        Assert.Equal("ping"u8.ToArray(), received);
    }
}
