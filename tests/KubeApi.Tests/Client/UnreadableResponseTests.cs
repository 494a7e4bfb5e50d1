using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

/// <summary>Responses that are not HTTP, or whose headers are too large: the connection works, and a write may have been carried out.</summary>
public sealed class UnreadableResponseTests
{
    private static readonly string s_largeHead = $"HTTP/1.1 200 OK\r\nX-A: {new string('a', 100_000)}\r\nContent-Length: 2\r\n\r\n{{}}";

    public static TheoryData<string, string> Heads => new()
    {
        { "garbage\r\n\r\n", "The response from {0} is not valid HTTP." },
        { "HTTP/1.1 200 OK\r\nno header\r\n\r\n", "The response from {0} is not valid HTTP." },
        { s_largeHead, "The response from {0} has more than 64 KB of headers." },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task A_write_has_an_unknown_outcome(string head, string message)
    {
        await using var server = new RawServer(_ => head);

        var e = await FailAsync(server, new ApiRequest(HttpMethod.Post, "/api/v1/namespaces") { RepeatSafety = RepeatSafety.Never });

        Assert.Equal(FailureKind.UnknownOutcome, e.Failure);
        Assert.Equal($"The outcome of the POST is unknown. {Named(message, server)}", e.Message);
        Assert.Contains("read the object", e.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public async Task A_read_names_the_response_and_not_the_connection(string head, string message)
    {
        await using var server = new RawServer(_ => head);

        var e = await FailAsync(server, ApiRequest.Get("/version"));

        Assert.Equal((FailureKind.ConnectionFailed, Named(message, server)), (e.Failure, e.Message));
        Assert.DoesNotContain("firewall", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 99", "", "the server, or a proxy in between, closed it before the end")]
    [InlineData("Transfer-Encoding: chunked", "zzz\r\n", "the rest of the response is not valid HTTP")]
    public async Task A_body_that_breaks_off_is_explained_without_the_words_of_the_runtime(string header, string body, string reason)
    {
        var server = new RawServer(_ => $"HTTP/1.1 200 OK\r\n{header}\r\n\r\n{body}");
        var port = server.Port;
        using var client = Client(server);
        using var response = await client.SendAsync(ApiRequest.Get("/version"), default);
        await server.DisposeAsync();

        var e = await Assert.ThrowsAsync<KubeApiException>(async () => await response.Body.CopyToAsync(Stream.Null));

        Assert.Equal($"The connection to 127.0.0.1:{port} was lost in the middle of the response: {reason}.", e.Message);
    }

    private static string Named(string message, RawServer server) => message.Replace("{0}", $"127.0.0.1:{server.Port}", StringComparison.Ordinal);

    private static ApiClient Client(RawServer server) =>
        new(new ConnectionSettings { Server = server.Uri, Name = "n", Source = "s", RequestTimeout = TimeSpan.FromMinutes(1) });

    private static async Task<KubeApiException> FailAsync(RawServer server, ApiRequest request)
    {
        using var client = Client(server);
        return await Assert.ThrowsAsync<KubeApiException>(() => client.SendAsync(request, default));
    }
}
