using System.Text.Json;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Sandbox.Faults;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Client.Watching;

/// <summary>
/// A watch during random writes, over connections that are cut at random bytes, of a server that expires versions, restarts, begins new versions, and
/// refuses requests. Takes a few seconds; longer with KUBEAPI_CHAOS=SECONDS.
/// </summary>
public sealed class WatchChaosTests : OwnSandboxTests
{
    // Before each of them, a number of writes.
    private const int Calm = 15;

    private static readonly ApiResource s_configMaps = new() { Name = "configmaps", Kind = "ConfigMap", Group = "", Version = "v1", Namespaced = true };

    [Theory]
    [InlineData(Representation.Object)]
    [InlineData(Representation.Table)]
    [InlineData(Representation.Metadata)]
    public async Task Each_change_is_reported_once_and_the_final_state_is_reached(Representation representation)
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("KUBEAPI_CHAOS"), out var longer) ? longer : 3;
        await Admin.PostAsync("/api/v1/namespaces", Sample.Named("chaos"));
        var settings = TestClient.Settings(Server);
        using var cutting = new CuttingHandler(HttpPipeline.Transport(settings, null), 7);
        using var client = new ApiClient(settings, cutting);
        using var end = new CancellationTokenSource();
        var observed = new WatchedState();
        var watching = Task.Run(async () =>
        {
            var options = new ListOptions { PageSize = 3, Representation = representation };
            await foreach (var e in ObjectWatch.RunAsync(client, s_configMaps, "chaos", options, marksLists: false, observed, new FastClock(), end.Token))
            {
                observed.Apply(e);
            }
        });
        await Admin.PostAsync("/api/v1/namespaces/chaos/configmaps", Sample.Named("first"));
        await observed.UntilAsync(s => s.ContainsKey("first"), watching);
        await WriteAsync(TimeSpan.FromSeconds(seconds), () => cutting.Cuts > 3 && observed.Relists > 1);
        cutting.IsCutting = false;
        Server.ClearFaults();
        await Admin.PostAsync("/api/v1/namespaces/chaos/configmaps", Sample.Named("last"));

        var final = JsonDocument.Parse((await Admin.GetAsync("/api/v1/namespaces/chaos/configmaps")).Body).RootElement.GetProperty("items").EnumerateArray()
            .Select(o => o.GetProperty("metadata")).ToDictionary(m => m.GetProperty("name").GetString()!, m => m.GetProperty("resourceVersion").GetString()!);
        await observed.UntilAsync(s => s.Count == final.Count && s.All(o => final.GetValueOrDefault(o.Key) == o.Value), watching);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        Assert.Empty(observed.Faults);
        Assert.True(cutting.Cuts > 3, $"{cutting.Cuts} cuts");
        Assert.True(observed.Relists > 1, $"{observed.Relists} relists");
    }

    // A busy machine may need longer for all disturbances.
    private async Task WriteAsync(TimeSpan time, Func<bool> isEnough)
    {
        var random = new Random(3);
        var until = DateTime.UtcNow + time;
        var disturbances = Disturbances();
        for (var i = 0; DateTime.UtcNow < until || ((!isEnough() || i < Calm * disturbances.Length) && DateTime.UtcNow < until + TimeSpan.FromSeconds(40)); i++)
        {
            if (i % Calm == Calm - 1)
            {
                await disturbances[i / Calm % disturbances.Length]();
            }

            var path = $"/api/v1/namespaces/chaos/configmaps/o{random.Next(7)}";
            _ = random.Next(3) switch
            {
                0 => await Admin.DeleteAsync(path),
                1 => await Admin.PostAsync("/api/v1/namespaces/chaos/configmaps", Sample.Named(path[^2..])),
                _ => await Admin.MergeAsync(path, $$$"""{"data":{"i":"{{{i}}}"}}"""),
            };
            await Task.Delay(random.Next(20));
        }
    }

    private Func<Task>[] Disturbances()
    {
        // Far enough apart for all writes in between.
        var version = 1_000_000_000L;
        return
        [
            Do(Server.EndWatches),
            Do(() => Refuse(429, "1")),
            Do(Server.ExpireHistory),
            Do(() => Server.RestartVersions(version -= 1_000_000)),
            () => Server.RestartAsync(TimeSpan.FromMilliseconds(50)),
            Do(() => Refuse(503, null)),
            Do(() => Refuse(410, null)),
            Do(() => Refuse(403, null)),
            Do(() => Refuse(500, null)),
        ];

        void Refuse(int status, string? retryAfter)
        {
            Server.Fail(new Fault { Status = status, RetryAfter = retryAfter, Method = "GET", Path = "/api/v1/namespaces/chaos/configmaps", Count = 2 });
            Server.EndWatches();
        }

        static Func<Task> Do(Action action) => () =>
        {
            action();
            return Task.CompletedTask;
        };
    }
}
