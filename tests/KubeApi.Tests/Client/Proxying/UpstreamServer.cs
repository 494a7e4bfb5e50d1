using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Http;

namespace KubeApi.Tests.Client.Proxying;

/// <summary>A plain server behind a proxy. Records the heads of requests, and a callback of the test handles the rest.</summary>
internal sealed class UpstreamServer(Func<string, NetworkStream, Task> serve) : LoopbackServer
{
    /// <summary>The heads so far, each with its empty line.</summary>
    public ConcurrentQueue<string> Heads { get; } = [];

    /// <summary>A server that responds to each request with the same bytes.</summary>
    public static UpstreamServer Responding(string response) =>
        new((_, connection) => connection.WriteAsync(Encoding.Latin1.GetBytes(response)).AsTask());

    public ApiClient CreateClient() => new(new ConnectionSettings
    {
        Server = new Uri($"http://127.0.0.1:{Port}/base/"),
        Name = "test",
        Source = "test",
        Credential = new AnonymousCredential("nothing"),
    });

    protected override async Task ServeAsync(NetworkStream connection)
    {
        while (await ReadHeadAsync(connection) is { } head)
        {
            Heads.Enqueue(head);
            await serve(head, connection);
        }
    }
}
