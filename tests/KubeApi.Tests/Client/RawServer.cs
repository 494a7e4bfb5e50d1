using System.Collections.Concurrent;
using System.Net.Sockets;

namespace KubeApi.Tests.Client;

/// <summary>A plain server on 127.0.0.1 that reads requests and answers as it is told, byte by byte.</summary>
/// <param name="response">The answer to each request's head; null closes the connection.</param>
internal sealed class RawServer(Func<string, string?> response) : LoopbackServer
{
    private readonly ConcurrentQueue<string> _requests = [];

    public Uri Uri => new($"http://127.0.0.1:{Port}");

    /// <summary>The first lines of the requests so far.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    // Bodies are not looked for: the tests send none.
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
