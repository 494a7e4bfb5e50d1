using System.Collections.Concurrent;
using System.Net.Sockets;

namespace KubeApi.Tests.Client;

/// <summary>A plain server on 127.0.0.1 that reads requests and sends the bytes that a callback returns.</summary>
/// <param name="response">The response to the head of each request; null closes the connection.</param>
internal sealed class RawServer(Func<string, string?> response) : LoopbackServer
{
    private readonly ConcurrentQueue<string> _requests = [];

    public Uri Uri => new($"http://127.0.0.1:{Port}");

    /// <summary>The first lines of the requests so far.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    // Bodies are not read: the tests send none.
    protected override async Task ServeAsync(NetworkStream connection)
    {
        while (await ReadHeadAsync(connection) is { } head)
        {
            _requests.Enqueue(head.Split('\r')[0]);
            if (response(head) is not { } text)
            {
                return;
            }

            await WriteAsync(connection, text);
        }
    }
}
