using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Faults;
using KubeApi.Tests.Module;

namespace KubeApi.Tests.Client;

/// <summary>Retries over real connections, against a server with injected faults.</summary>
public sealed class RetryTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    private readonly ApiClient _client = TestClient.Admin(sandbox.Server);
    private readonly RecordingObserver _observer = new();

    private SandboxServer Server => sandbox.Server;

    public void Dispose()
    {
        _client.Dispose();
        Server.ClearFaults();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_read_waits_for_Retry_After(int status)
    {
        Server.Fail(new Fault { Count = 2, Status = status, RetryAfter = "0" });

        Assert.Equal(200, await SendAsync(HttpMethod.Get, "/version"));
        Assert.Equal([2, 3], _observer.Retries.Select(r => r.Attempt));
        Assert.Contains(status.ToString(), _observer.Retries.First().Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Break.Reset)]
    [InlineData(Break.Eof)]
    public async Task A_read_is_retried_when_its_connection_breaks(Break how)
    {
        // .NET itself does some of the retries, when a kept-alive connection ends.
        Server.Fail(new Fault { Count = 2, Break = how });

        Assert.Equal(200, await SendAsync(HttpMethod.Get, "/version"));
        Assert.Empty(Server.Faults);
    }

    [Fact]
    public async Task A_deferred_request_does_not_count_as_a_broken_connection()
    {
        Server.Fail(new Fault { Count = RetryPolicy.MaxFaults, Status = 429, RetryAfter = "0" });
        Server.Fail(new Fault { Count = 2, Break = Break.Reset });

        Assert.Equal(200, await SendAsync(HttpMethod.Get, "/version"));
        Assert.Equal(RetryPolicy.MaxFaults + 3, _observer.Retries.Last().Attempt);
        // The pauses start small again, too.
        Assert.InRange(_observer.Retries.Last().Delay, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2));
    }

    [Fact]
    public async Task The_error_has_the_number_of_attempts()
    {
        Server.Fail(new Fault { Count = 100, Status = 429, RetryAfter = "0" });

        var e = await Assert.ThrowsAsync<KubeApiException>(() => SendAsync(HttpMethod.Get, "/version"));

        Assert.Equal((429, RetryPolicy.MaxDeferred + 1), (e.StatusCode, e.Attempts));
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("Thu, 31 Dec 2099 00:00:00 GMT")]
    public async Task A_retry_beyond_the_time_out_is_not_started(string retryAfter)
    {
        Server.Fail(new Fault { Status = 429, RetryAfter = retryAfter });

        var e = await Assert.ThrowsAsync<KubeApiException>(() => SendAsync(HttpMethod.Get, "/version"));

        Assert.Equal((429, 1), (e.StatusCode, e.Attempts));
        Assert.True(e.RetryAfter > TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task The_pause_can_be_canceled()
    {
        Server.Fail(new Fault { Status = 503, RetryAfter = "60" });
        using var stop = new CancellationTokenSource();
        var client = _client.ObservedBy(new RecordingObserver { OnRetry = stop.Cancel });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(ApiRequest.Get("/version"), stop.Token));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_deferred_write_is_sent_again_with_its_body(int status)
    {
        var name = NewName();
        Server.Fail(new Fault { Count = 2, Method = "POST", Status = status, RetryAfter = "0" });

        Assert.Equal(201, await SendAsync(HttpMethod.Post, Maps, Map(name)));
        Assert.Equal(200, await SendAsync(HttpMethod.Get, $"{Maps}/{name}"));
    }

    [Theory]
    [InlineData("POST", 500)]
    [InlineData("PATCH", 500)]
    [InlineData("DELETE", 504)]
    public async Task A_write_is_not_retried_after_other_failures(string method, int status)
    {
        Server.Fail(new Fault { Count = 2, Method = method, Status = status, RetryAfter = "0" });

        await Assert.ThrowsAsync<KubeApiException>(() => SendAsync(new HttpMethod(method), Maps, Map("x")));

        Assert.Single(Server.Faults);
        Assert.Empty(_observer.Retries);
    }

    [Fact]
    public async Task A_404_after_a_repeated_DELETE_is_success()
    {
        var name = NewName();
        await SendAsync(HttpMethod.Post, Maps, Map(name));
        Server.Fail(new Fault { Method = "DELETE", Status = 503, RetryAfter = "0", After = true });

        var answer = await _client.SendForBytesAsync(new ApiRequest(HttpMethod.Delete, $"{Maps}/{name}") { RepeatSafety = RepeatSafety.Never }, default);

        Assert.Contains("\"Success\"", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        Assert.Equal(404, (await Assert.ThrowsAsync<KubeApiException>(() => SendAsync(HttpMethod.Delete, $"{Maps}/{name}"))).StatusCode);
    }

    [Fact]
    public async Task A_404_after_a_deferred_DELETE_is_a_failure()
    {
        Server.Fail(new Fault { Method = "DELETE", Status = 429, RetryAfter = "0" });

        var e = await Assert.ThrowsAsync<KubeApiException>(() => SendAsync(HttpMethod.Delete, $"{Maps}/{NewName()}"));

        Assert.Equal((404, 2), (e.StatusCode, e.Attempts));
    }

    [Fact]
    public async Task A_409_after_a_repeated_PUT_has_an_unknown_outcome()
    {
        var name = NewName();
        using var created = await _client.SendAsync(new ApiRequest(HttpMethod.Post, Maps) { RepeatSafety = RepeatSafety.Never, Body = Map(name) }, default);
        var body = await created.ReadAllAsync(default);
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("\"red\"", "\"blue\"", StringComparison.Ordinal));
        Server.Fail(new Fault { Method = "PUT", Status = 503, RetryAfter = "0", After = true });

        var e = await Assert.ThrowsAsync<KubeApiException>(() => SendAsync(HttpMethod.Put, $"{Maps}/{name}", changed));

        Assert.Equal((FailureKind.UnknownOutcome, 409, 2), (e.Failure, e.StatusCode, e.Attempts));
    }

    [Theory]
    [InlineData("POST", Break.Reset)]
    [InlineData("POST", Break.Eof)]
    [InlineData("PUT", Break.Reset)]
    [InlineData("DELETE", Break.Eof)]
    [InlineData("PATCH", Break.Reset)]
    public async Task A_write_whose_connection_breaks_has_an_unknown_outcome_and_is_sent_once(string method, Break how)
    {
        await SendAsync(HttpMethod.Get, "/version"); // so that the connection is reused
        Server.ClearRequests();
        Server.Fail(new Fault { Method = method, Break = how, After = true });

        var e = await Assert.ThrowsAsync<KubeApiException>(
            () => SendAsync(new HttpMethod(method), $"{Maps}/{NewName()}", method == "DELETE" ? null : Map("x")));

        Assert.Equal(FailureKind.UnknownOutcome, e.Failure);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("POST")]
    // Exec and attach run a command with a GET.
    [InlineData("GET")]
    public async Task A_request_without_a_body_is_not_repeated_by_the_HTTP_stack(string method)
    {
        await using var server = new RawServer(
            head => head.StartsWith("GET / ", StringComparison.Ordinal) ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" : null);
        using var client = new ApiClient(TestClient.Settings(Server) with { Server = server.Uri });
        using (await client.SendAsync(ApiRequest.Get("/"), default))
        {
        }

        var e = await Assert.ThrowsAsync<KubeApiException>(
            () => client.SendAsync(new ApiRequest(new HttpMethod(method), "/x") { RepeatSafety = RepeatSafety.Never }, default));

        Assert.Equal(FailureKind.UnknownOutcome, e.Failure);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_session_survives_a_restart_of_the_server()
    {
        await using var server = await SandboxServer.StartAsync();
        using var client = TestClient.Admin(server).ObservedBy(_observer);
        await client.SendForBytesAsync(ApiRequest.Get("/version"), default);
        var restart = server.RestartAsync(TimeSpan.FromSeconds(1));

        await client.SendForBytesAsync(ApiRequest.Get("/version"), default);
        await restart;
        await client.SendForBytesAsync(ApiRequest.Get("/version"), default);

        Assert.Equal(200, _observer.Traces.Last().StatusCode);
    }

    [Fact]
    public async Task A_response_that_breaks_off_is_reported_as_such()
    {
        Server.Fail(new Fault { Break = Break.Body, Path = "/apis" });

        var e = await Assert.ThrowsAsync<KubeApiException>(() => _client.SendForBytesAsync(ApiRequest.Get("/apis"), default));

        Assert.Equal(FailureKind.ConnectionFailed, e.Failure);
        Assert.Contains("in the middle of the response", e.Message, StringComparison.Ordinal);
        // Other sentences may follow.
        Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_out_says_that_a_write_may_have_been_carried_out()
    {
        Server.Fail(new Fault { Count = 2, Break = Break.Stall, Path = Maps });
        var impatient = _client.ObservedBy(_observer, TimeSpan.FromSeconds(2));

        var read = await Assert.ThrowsAsync<KubeApiException>(() => impatient.SendAsync(ApiRequest.Get(Maps), default));
        var write = await Assert.ThrowsAsync<KubeApiException>(
            () => impatient.SendAsync(new ApiRequest(HttpMethod.Post, Maps) { RepeatSafety = RepeatSafety.Never, Body = Map("x") }, default));

        Assert.Equal((FailureKind.Timeout, FailureKind.Timeout), (read.Failure, write.Failure));
        Assert.Contains("2 seconds", read.Message, StringComparison.Ordinal);
        Assert.Contains("may have carried out", write.RecommendedAction, StringComparison.Ordinal);
        Assert.Null(read.RecommendedAction);
        Assert.Equal((Remedy.LongerTimeout, Remedy.LongerTimeout), (read.Remedy, write.Remedy));
    }

    [Fact]
    public async Task A_stalled_body_times_out_and_a_slow_one_does_not()
    {
        // 1.7 MB: the slow body takes longer than the time-out, but none of its pauses does.
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 300 });
        using var client = new ApiClient(TestClient.Settings(server) with { RequestTimeout = TimeSpan.FromSeconds(5) });
        var slow = ApiRequest.Get("/api/v1/pods") with { Headers = new Dictionary<string, string> { ["Sandbox-Lists"] = "rate=250k" } };
        var held = ApiRequest.Get("/api/v1/pods") with { Headers = new Dictionary<string, string> { ["Sandbox-Lists"] = "hold-after=1" } };

        Assert.True((await client.SendForBytesAsync(slow, default)).Length > 1_000_000);
        Assert.Equal(FailureKind.Timeout, (await Assert.ThrowsAsync<KubeApiException>(() => client.SendForBytesAsync(held, default))).Failure);
    }

    [Fact]
    public async Task An_idle_watch_does_not_time_out()
    {
        using var client = new ApiClient(TestClient.Settings(Server) with { RequestTimeout = TimeSpan.FromMilliseconds(200) });
        using var watch = await client.SendAsync(ApiRequest.Get($"{Maps}?watch=1&timeoutSeconds=1") with { IsLongRunning = true }, default);

        Assert.NotEmpty(await watch.ReadAllAsync(default));
    }

    [Fact]
    public async Task A_watch_without_a_response_times_out()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions());
        server.Intercept = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };
        using var client = new ApiClient(TestClient.Settings(server) with { RequestTimeout = TimeSpan.FromSeconds(2) });
        var watch = ResourceRequests.Watch(ApiResource.Of("", "v1", "configmaps", true), "default", new ListOptions(), "1", TimeSpan.FromMinutes(5));

        Assert.Equal(FailureKind.Timeout, (await Assert.ThrowsAsync<KubeApiException>(() => client.SendAsync(watch, default))).Failure);
    }

    private static string NewName() => $"retry-{Guid.NewGuid():n}";

    private static byte[] Map(string name) =>
        Encoding.UTF8.GetBytes($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"},"data":{"colour":"red"}}""");

    private async Task<int> SendAsync(HttpMethod method, string path, byte[]? body = null)
    {
        var request = new ApiRequest(method, path) { Body = body, RepeatSafety = method == HttpMethod.Get ? RepeatSafety.Safe : RepeatSafety.Never };
        using var response = await _client.ObservedBy(_observer).SendAsync(request, default);
        await response.ReadAllAsync(default);
        return response.StatusCode;
    }
}
