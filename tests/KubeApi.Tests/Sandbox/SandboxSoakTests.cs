using System.Diagnostics;
using System.Text.Json.Nodes;
using KubeApi.Sandbox;
using KubeApi.Tests.Module;
using Xunit.Abstractions;

namespace KubeApi.Tests.Sandbox;

/// <summary>Minutes of writes and watches against one sandbox.</summary>
public sealed class SandboxSoakTests(ITestOutputHelper output)
{
    private const int Watches = 8;
    private const int Parts = 10;

    [SoakFact]
    public async Task Memory_and_rate_stay_flat_and_no_watch_misses_a_write()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        var work = new SoakRound(admin);
        await work.PrepareAsync();
        var begin = (await admin.GetAsync(SoakRound.Path)).Version!;
        using var stop = new CancellationTokenSource();
        var watching = Enumerable.Range(0, Watches)
            .Select(
                number =>
                    (IsSelected: number % 4 < 2, Task: WatchAsync(admin, begin, isSelected: number % 4 < 2, asTable: number % 2 == 0, stop.Token))).ToList();

        var part = TimeSpan.FromMinutes(SoakFactAttribute.Minutes) / Parts;
        var clock = Stopwatch.StartNew();
        var (memory, pace, rounds) = (new List<long>(), new List<double>(), 0);
        while (memory.Count < Parts)
        {
            var (before, start) = (rounds, clock.Elapsed);
            while (clock.Elapsed < part * (memory.Count + 1))
            {
                await work.RunAsync(rounds++);
            }

            pace.Add((rounds - before) / (clock.Elapsed - start).TotalSeconds);
            server.ClearRequests();
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
            output.WriteLine($"{clock.Elapsed:hh\\:mm\\:ss} {memory[^1] >> 20} MB, {pace[^1]:0} rounds/s");
        }

        var last = (await admin.PostAsync(SoakRound.Path, Sample.Named("last", Sample.Label("colour", "blue")))).Version!;
        foreach (var (isSelected, task) in watching)
        {
            var (events, seen) = await task.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal((rounds * SoakRound.Events(isSelected) + 1, last), (events, seen));
        }

        // The memory after the first part is the working set, not a leak. The minimum rate allows for a busy machine: a rate that depended on all
        // earlier writes would fall to a fraction.
        Assert.True(memory[^1] < memory[0] * 1.5, $"{memory[0]} bytes after the first part, {memory[^1]} at the end");
        Assert.True(pace.TakeLast(3).Max() > pace.Order().ElementAt(Parts / 2) / 2, $"rounds per second: {string.Join(' ', pace.Select(rate => (int)rate))}");
    }

    /// <summary>Watches, resuming whenever the server ends the watch, until it sees the object `last`.</summary>
    private static async Task<(int Events, string Version)> WatchAsync(
        SandboxClient admin, string version, bool isSelected, bool asTable, CancellationToken stop)
    {
        var events = 0;
        var selector = isSelected ? $"&labelSelector={SoakRound.Selector}" : "";
        while (true)
        {
            using var lines = await admin.WatchAsync(
                $"{SoakRound.Path}?watch=1&timeoutSeconds=10&resourceVersion={version}{selector}", asTable
                    ? "application/json;as=Table;v=v1;g=meta.k8s.io"
                    : "application/json");
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
