using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

/// <summary>Error responses of servers other than an API server, and Warning headers as sent.</summary>
public sealed class ForeignResponseTests
{
    private const string Page = "<html><body>404 Not Found</body></html>";

    [Theory]
    [InlineData("404 Not Found", "text/html", Page)]
    [InlineData("403 Forbidden", "text/html; charset=utf-8", "<html>")]
    [InlineData("409 Conflict", "text/html", "<html>")]
    [InlineData("422 Unprocessable Entity", "text/html", "<html>")]
    [InlineData("404 Not Found", "text/plain", "default backend - 404")]
    [InlineData("403 Forbidden", "text/plain", "Access denied")]
    [InlineData("404 Not Found", "application/json", """{"type":"error","status":"404","message":"not found"}""")]
    [InlineData("404 Not Found", null, "")]
    public async Task An_error_response_without_a_Status_is_not_interpreted_by_its_code(string status, string? type, string body)
    {
        var e = await FailAsync(HttpMethod.Get, "/api/v1/namespaces/default/pods/web", status, type, body);

        Assert.Equal((FailureKind.InvalidAnswer, 0), (e.Failure, e.StatusCode));
        Assert.Contains($"/api/v1/namespaces/default/pods/web is not a Kubernetes API server's: {status}", e.Message, StringComparison.Ordinal);
        Assert.Contains("If the server is below a path, the address includes it", e.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("404 Not Found", "application/json", """{"kind":"Status","code":404,"reason":"NotFound","message":"pods \"web\" not found"}""", 404)]
    [InlineData("404 Not Found", "text/plain", "404 page not found\n", 404)]
    [InlineData("401 Unauthorized", "text/html", "<html>", 401)]
    [InlineData("429 Too Many Requests", "text/plain", "Too many requests", 429)]
    [InlineData("408 Request Time-out", "text/html", "<html>", 408)]
    [InlineData("413 Request Entity Too Large", "text/html", "<html>", 413)]
    [InlineData("414 URI Too Long", "text/html", "<html>", 414)]
    [InlineData("431 Request Header Fields Too Large", "text/plain", "431 Request Header Fields Too Large", 431)]
    [InlineData("502 Bad Gateway", "text/html", "<html>", 502)]
    [InlineData("404 Not Found", "application/json", "{\"kind\":\"Sta", 404)]
    public async Task Codes_that_any_server_may_send_are_kept(string status, string type, string body, int code)
    {
        var e = await FailAsync(HttpMethod.Get, "/api/v1/nodes/a", status, type, body);

        Assert.Equal((FailureKind.Refused, code), (e.Failure, e.StatusCode));
    }

    [Theory]
    [InlineData("<html><head><title>Bad\nGateway</title></head><body>much more</body></html>", "Bad Gateway")]
    [InlineData("<html><body><h1>It failed</h1></body></html>", "It failed")]
    [InlineData("<html>", "502 Bad Gateway")]
    public async Task A_page_is_one_line_of_text_in_a_message(string page, string message) =>
        Assert.Equal(message, (await FailAsync(HttpMethod.Get, "/api/v1/nodes/a", "502 Bad Gateway", "text/html", page)).Message);

    [Theory]
    [InlineData("413 Request Entity Too Large", "The body of the request is larger than the server or a proxy in front of it accepts.")]
    [InlineData("414 URI Too Long", "The address of the request has 15 characters, more than the server or a proxy in front of it accepts.")]
    [InlineData("431 Too Large", "The headers of the request are larger than the server or a proxy in front of it accepts. Its address has 15 characters.")]
    public async Task A_request_that_is_too_large_for_a_proxy_is_reported_as_such(string status, string message)
    {
        var e = await FailAsync(HttpMethod.Get, "/api/v1/nodes/a", status, "text/html", $"<html><title>{status}</title></html>");

        Assert.Equal((message, null), (e.Message, e.RecommendedAction));
    }

    [Fact]
    public async Task A_response_that_is_not_an_object_is_reported_with_the_whole_address()
    {
        await using var server = new RawServer(_ => "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi");
        using var client = Client(server, "/k8s/clusters/c-1");
        var request = ResourceRequests.Get(PodRequests.Pods, "default", "web", new ListOptions(), "log");

        var e = await Assert.ThrowsAsync<KubeApiException>(() => ObjectReader.GetAsync(client, request, default));

        Assert.Equal((FailureKind.NotJson, "/k8s/clusters/c-1/api/v1/namespaces/default/pods/web/log"), (e.Failure, e.RequestUri!.AbsolutePath));
    }

    // For example, the login page of a proxy whose session has expired.
    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    public async Task A_page_in_the_place_of_JSON_is_reported_with_its_type(string type)
    {
        await using var server = new RawServer(_ => $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: 14\r\n\r\n<html>a</html>");
        using var client = Client(server);

        var e = await Assert.ThrowsAsync<KubeApiException>(() => MetadataReader.ReadUidAsync(client, PodRequests.Pods, "default", "web", default));

        Assert.Equal($"The response to GET /api/v1/namespaces/default/pods/web ({type}) is not valid JSON.", e.Message);
        Assert.Equal((FailureKind.InvalidAnswer, type == "text/html" ? ForeignResponse.Advice : null), (e.Failure, e.RecommendedAction));
    }

    [Fact]
    public async Task A_response_to_HEAD_is_recognized_by_its_content_type()
    {
        Assert.Equal(404, (await FailAsync(HttpMethod.Head, "/api/v1/nodes/a", "404 Not Found", "application/json", "")).StatusCode);
        Assert.Equal(FailureKind.InvalidAnswer, (await FailAsync(HttpMethod.Head, "/api/v1/nodes/a", "404 Not Found", "text/html", "")).Failure);
    }

    [Fact]
    public async Task An_error_of_an_application_behind_a_service_proxy_is_no_wrong_address() =>
        Assert.Null((
            await FailAsync(HttpMethod.Get, "/api/v1/namespaces/default/services/web/proxy/none", "404 Not Found", "text/html", Page)).RecommendedAction);

    [Theory]
    [InlineData("unknown field \\\"größe€\\\"", "unknown field \"größe€\"")]
    [InlineData("unknown field =?utf-8?q?gr=C3=B6=C3=9Fe?=", "unknown field größe")]
    public async Task A_warning_is_decoded_and_reported(string sent, string told)
    {
        await using var server = new RawServer(
            _ => $"HTTP/1.1 200 OK\r\nWarning: 299 - \"{sent}\"\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}");
        using var client = Client(server);
        var observer = new RecordingObserver();

        await client.ObservedBy(observer).SendForBytesAsync(new ApiRequest(HttpMethod.Get, "/version") { RepeatSafety = RepeatSafety.Safe }, default);

        Assert.Equal([told], observer.Warnings);
    }

    private static async Task<KubeApiException> FailAsync(HttpMethod method, string path, string status, string? type, string body)
    {
        await using var server = new RawServer(_ =>
            $"HTTP/1.1 {status}\r\n{(type is null ? "" : $"Content-Type: {type}\r\n")}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        using var client = Client(server);
        return await Assert.ThrowsAsync<KubeApiException>(
            () => client.SendForBytesAsync(new ApiRequest(method, path) { RepeatSafety = RepeatSafety.Safe }, default));
    }

    private static ApiClient Client(RawServer server, string path = "/") =>
        new(new ConnectionSettings { Server = new Uri(server.Uri, path), Name = "test", Source = "test", Credential = new AnonymousCredential("nothing") });
}
