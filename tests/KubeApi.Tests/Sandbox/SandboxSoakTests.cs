using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Sandbox;
using KubeApi.Tests.Module;
using Xunit.Abstractions;

namespace KubeApi.Tests.Sandbox;

/// <summary>A sandbox that is written to and watched for minutes.</summary>
public sealed class SandboxSoakTests(ITestOutputHelper output)
{
    private const string Path = "/api/v1/namespaces/default/configmaps";
    private const int Watches = 8;

    [SoakFact]
    public async Task Memory_stays_flat_and_no_watch_misses_a_write()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        var begin = (await admin.GetAsync(Path)).Version!;
        using var stop = new CancellationTokenSource();
        var watching = Enumerable.Range(0, Watches).Select(number => WatchAsync(admin, begin, number % 2 == 0, stop.Token)).ToList();

        var total = TimeSpan.FromMinutes(SoakFactAttribute.Minutes);
        var clock = Stopwatch.StartNew();
        var memory = new List<long>();
        var rates = new List<double>();
        var writes = 0;
        // What the first tenth leaves behind is the working set, not a leak.
        for (var tenth = 1; tenth <= 10; tenth++)
        {
            var (before, start) = (writes, clock.Elapsed);
            while (clock.Elapsed < total * tenth / 10)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"soak-{writes}");
                Assert.Equal(201, (await admin.PostAsync(Path, Sample.Named(name, null, Sample.Data("a", new string('x', 1000))))).Status);
                Assert.Equal(200, (await admin.MergeAsync($"{Path}/{name}", """{"data":{"b":"2"}}""")).Status);
                Assert.Equal(200, (await admin.DeleteAsync($"{Path}/{name}")).Status);
                writes += 3;
            }

            rates.Add((writes - before) / (clock.Elapsed - start).TotalSeconds);
            server.ClearRequests();
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        }

        var last = (await admin.PostAsync(Path, Sample.Named("last"))).Version!;
        foreach (var watch in watching)
        {
            var (events, seen) = await watch.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal((writes + 1, last), (events, seen));
        }

        output.WriteLine($"{writes} writes; MB after each tenth: {string.Join(' ', memory.Select(bytes => bytes >> 20))}; writes per second: {string.Join(' ', rates.Select(rate => (int)rate))}");
        Assert.True(memory[^1] < memory[0] * 1.5, $"{memory[0]} bytes after the first tenth, {memory[^1]} at the end");
    }

    /// <summary>Watches, and again where it was whenever the server ends it, until it sees the object `last`.</summary>
    private static async Task<(int Events, string Version)> WatchAsync(SandboxClient admin, string version, bool asTable, CancellationToken stop)
    {
        var events = 0;
        while (true)
        {
            using var lines = await admin.WatchAsync($"{Path}?watch=1&timeoutSeconds=10&resourceVersion={version}", asTable ? "application/json;as=Table;v=v1;g=meta.k8s.io" : "application/json");
            while (await lines.ReadLineAsync(stop) is { } line)
            {
                var value = JsonNode.Parse(line)!["object"]!;
                Assert.NotEqual("Status", value["kind"]!.GetValue<string>());
                version = value["metadata"]!["resourceVersion"]!.GetValue<string>();
                events++;
                if (line.Contains("\"name\":\"last\"", StringComparison.Ordinal))
                {
                    return (events, version);
                }
            }
        }
    }
}
