using System.Net.Sockets;
using System.Text;
using KubeApi.Client.Proxying;

namespace KubeApi.Tests.Client.Proxying;

/// <summary>A caller can find the end of each response, whatever length the server declares.</summary>
public sealed class ProxyFramingTests
{
    private const string Request = "GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private const string Chunks = "Transfer-Encoding: chunked\r\n\r\n21\r\nabcdefghijklmnopqrstuvwxyz0123456\r\n0\r\n\r\n";

    [Theory]
    [InlineData("Content-Length: 3\r\n")]
    [InlineData("Content-Length: 3\r\nContent-Length: 4\r\n")]
    public async Task Chunked_encoding_wins_over_Content_Length(string lengths)
    {
        var response = await ExchangeAsync(lengths + Chunks, Request);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length", response, StringComparison.Ordinal);
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n21\r\nabcdefghijklmnopqrstuvwxyz0123456\r\n0\r\n\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_HTTP_1_0_caller_sees_the_end_of_chunks_as_the_end_of_the_connection()
    {
        var response = await ExchangeAsync("Content-Length: 3\r\n" + Chunks, "GET /a HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");

        Assert.Equal("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcdefghijklmnopqrstuvwxyz0123456", response);
    }

    [Theory]
    [InlineData("Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde")]
    [InlineData("Content-Length: 5\r\nContent-Length: 3\r\n\r\nabcde")]
    [InlineData("Content-Length: 3, 5\r\n\r\nabcde")]
    [InlineData("Content-Length: -3\r\n\r\nabcde")]
    [InlineData("Content-Length: 3x\r\n\r\nabcde")]
    public async Task A_response_with_an_ambiguous_or_invalid_length_is_not_forwarded(string headersAndBody)
    {
        var response = await ExchangeAsync(headersAndBody, Request);

        Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\n", response, StringComparison.Ordinal);
        Assert.Single(response.Split("\r\n"), line => line.StartsWith("Content-Length:", StringComparison.Ordinal));
        Assert.DoesNotContain("abc", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_length_twice_is_one_length() => Assert.Equal(
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc",
        await ExchangeAsync("Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", Request));

    private static async Task<string> ExchangeAsync(string headersAndBody, string request)
    {
        await using var server = new UpstreamServer(async (_, connection) =>
        {
            await connection.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\n{headersAndBody}"));
            connection.Socket.Shutdown(SocketShutdown.Send);
        });
        using var client = server.CreateClient();
        using var proxy = new ApiProxy(client, new ApiProxyOptions());
        return await ProxyCaller.ExchangeAsync(proxy, request);
    }
}
