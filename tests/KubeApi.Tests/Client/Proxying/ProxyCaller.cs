using System.Net;
using System.Net.Sockets;
using System.Text;
using KubeApi.Client.Proxying;

namespace KubeApi.Tests.Client.Proxying;

/// <summary>A caller of a proxy at the level of bytes.</summary>
internal sealed class ProxyCaller : IDisposable
{
    private readonly TcpClient _client = new();

    private ProxyCaller()
    {
    }

    /// <summary>The connection, even after one side has closed it.</summary>
    public NetworkStream Stream { get; private set; } = null!;

    public static async Task<ProxyCaller> ConnectAsync(ApiProxy proxy)
    {
        var caller = new ProxyCaller();
        await caller._client.ConnectAsync(IPAddress.Loopback, proxy.EndPoint.Port);
        caller.Stream = caller._client.GetStream();
        return caller;
    }

    /// <summary>Sends a request over a new connection, and returns all bytes until the proxy closes it.</summary>
    public static async Task<string> ExchangeAsync(ApiProxy proxy, string request)
    {
        using var caller = await ConnectAsync(proxy);
        await caller.WriteAsync(request);
        return await caller.ReadToEndAsync();
    }

    public ValueTask WriteAsync(string text) => Stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    public async Task<string> ReadToEndAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var all = new MemoryStream();
        await Stream.CopyToAsync(all, timeout.Token);
        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Reads until a text has arrived.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var all = new StringBuilder();
        var buffer = new byte[1024];
        while (!all.ToString().Contains(text, StringComparison.Ordinal))
        {
            var count = await Stream.ReadAsync(buffer, timeout.Token);
            Assert.True(count > 0, $"The connection ended after: {all}");
            all.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return all.ToString();
    }

    public void Dispose() => _client.Dispose();
}
