using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Client.Watching;

/// <summary>
/// A watch during random writes, over connections that are cut at random bytes. Takes a few seconds; longer with KUBEAPI_CHAOS=SECONDS.
/// </summary>
public sealed class WatchChaosTests : OwnSandboxTests
{
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
        var observed = new State();
        var watching = Task.Run(async () =>
        {
            var options = new ListOptions { PageSize = 3, Representation = representation };
            await foreach (var e in ObjectWatch.RunAsync(client, s_configMaps, "chaos", options, newOnly: false, observed, new FastClock(), end.Token))
            {
                observed.Apply(e);
            }
        });
        await Admin.PostAsync("/api/v1/namespaces/chaos/configmaps", Sample.Named("first"));
        await observed.UntilAsync(s => s.ContainsKey("first"), watching);
        await WriteAsync(TimeSpan.FromSeconds(seconds), () => cutting.Cuts > 3);
        cutting.IsCutting = false;
        await Admin.PostAsync("/api/v1/namespaces/chaos/configmaps", Sample.Named("last"));

        var final = JsonDocument.Parse((await Admin.GetAsync("/api/v1/namespaces/chaos/configmaps")).Body).RootElement.GetProperty("items").EnumerateArray()
            .Select(o => o.GetProperty("metadata")).ToDictionary(m => m.GetProperty("name").GetString()!, m => m.GetProperty("resourceVersion").GetString()!);
        await observed.UntilAsync(s => s.Count == final.Count && s.All(o => final.GetValueOrDefault(o.Key) == o.Value), watching);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        Assert.Empty(observed.Faults);
        Assert.True(cutting.Cuts > 3, $"{cutting.Cuts} cuts");
    }

    // A busy machine may need longer for a few cuts.
    private async Task WriteAsync(TimeSpan time, Func<bool> isEnough)
    {
        var random = new Random(3);
        var until = DateTime.UtcNow + time;
        for (var i = 0; DateTime.UtcNow < until || (!isEnough() && DateTime.UtcNow < until + TimeSpan.FromSeconds(20)); i++)
        {
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

    private sealed class State : IWatchObserver
    {
        private readonly Dictionary<string, string> _versions = [];

        public List<string> Faults { get; } = [];

        public void Apply(WatchEvent<ListItem> e)
        {
            var (name, version) = (e.Item.Key.Name, e.Item.Version);
            lock (_versions)
            {
                var isKnown = _versions.TryGetValue(name, out var before);
                if (isKnown != e.Type is not WatchEventType.Added)
                {
                    Faults.Add($"{e.Type} {name}");
                }

                if (e.Type == WatchEventType.Modified && before == version)
                {
                    Faults.Add($"{name} {version} twice");
                }

                if (e.Type == WatchEventType.Deleted)
                {
                    _versions.Remove(name);
                }
                else
                {
                    _versions[name] = version;
                }
            }
        }

        public async Task UntilAsync(Func<IReadOnlyDictionary<string, string>, bool> condition, Task watching)
        {
            for (var i = 0; i < 600; i++)
            {
                lock (_versions)
                {
                    if (condition(_versions))
                    {
                        return;
                    }
                }

                if (watching.IsFaulted)
                {
                    await watching;
                }

                await Task.Delay(100);
            }

            Assert.Fail($"not reached; known: {string.Join(", ", _versions)}");
        }

        public void Resuming(KubeApiException? failure, TimeSpan delay)
        {
        }

        public void Polling(KubeApiException refusal, TimeSpan interval) => throw refusal;

        public void Relisting()
        {
        }

        public void UnknownEvent(string type) => Faults.Add($"unknown {type}");
    }

    // Delays are a hundredth of their length.
    private sealed class FastClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromMinutes(1) ? dueTime / 100 : dueTime, period);
    }
}
