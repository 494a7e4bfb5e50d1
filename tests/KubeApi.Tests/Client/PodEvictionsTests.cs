using System.Net;
using System.Text;
using KubeApi.Client.Configuration;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;
using KubeApi.Tests.Client.Streaming.Copying;

namespace KubeApi.Tests.Client;

/// <summary>Evictions against a server with scripted responses: protected pods are retried, and a missing pod counts as evicted.</summary>
public sealed class PodEvictionsTests
{
    private const string Protected =
        """{"kind":"Status","code":429,"reason":"TooManyRequests","message":"Cannot evict.","details":{"causes":[{"reason":"DisruptionBudget","message":"web needs 2"}]}}""";

    [Fact]
    public async Task A_protected_pod_is_retried_and_reported_once()
    {
        var steps = await EvictAsync(TimeSpan.FromMinutes(1), (429, Protected), (429, Protected), (201, "{}"));

        Assert.Equal([new EvictionStep(0, EvictionState.Blocked, "web needs 2"), new EvictionStep(0, EvictionState.Accepted)], steps);
    }

    [Fact]
    public async Task A_pod_that_stays_protected_times_out_with_the_reason() =>
        Assert.Equal([new EvictionStep(0, EvictionState.TimedOut, "web needs 2")], await EvictAsync(TimeSpan.Zero, (429, Protected)));

    [Theory]
    [InlineData(404)]
    [InlineData(409)]
    public async Task A_missing_pod_counts_as_evicted(int status) => Assert.Equal(
        [new EvictionStep(0, EvictionState.Accepted)], await EvictAsync(TimeSpan.Zero, (status, $$"""{"kind":"Status","code":{{status}}}""")));

    [Fact]
    public async Task A_refusal_is_a_failure() =>
        Assert.Equal(EvictionState.Failed, Assert.Single(await EvictAsync(TimeSpan.Zero, (403, """{"kind":"Status","code":403}"""))).State);

    [Fact]
    public async Task The_grace_period_and_the_UID_are_sent()
    {
        var server = new ScriptedServer((201, "{}"));

        await EvictAsync(TimeSpan.Zero, server);

        Assert.Equal(
            """
            {"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"web-1","namespace":"shop"},"deleteOptions":{"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":5,"preconditions":{"uid":"u-1"}}}
            """,
            server.LastBody);
    }

    private static Task<List<EvictionStep>> EvictAsync(TimeSpan timeout, params (int Status, string Body)[] responses) =>
        EvictAsync(timeout, new ScriptedServer(responses));

    private static async Task<List<EvictionStep>> EvictAsync(TimeSpan timeout, ScriptedServer server)
    {
        var settings = new ConnectionSettings { Server = new Uri("https://scripted"), Name = "test", Source = "test" };
        using var client = new ApiClient(settings, server);
        var evictions = new PodEvictions(client, new DeleteOptions { GracePeriodSeconds = 5 }, new InstantClock(), timeout);
        List<EvictionStep> steps = [];
        await foreach (var step in evictions.RunAsync([("shop", "web-1", "u-1")]))
        {
            steps.Add(step);
        }

        return steps;
    }

    private sealed class ScriptedServer(params (int Status, string Body)[] responses) : HttpMessageHandler
    {
        private int _next;

        public string LastBody { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            LastBody = await request.Content!.ReadAsStringAsync(cancellationToken);
            var (status, body) = responses[_next++];
            return new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}
