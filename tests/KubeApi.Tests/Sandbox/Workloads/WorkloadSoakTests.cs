using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Sandbox;
using KubeApi.Tests.Module;
using Xunit.Abstractions;

namespace KubeApi.Tests.Sandbox.Workloads;

/// <summary>Minutes of creating and deleting workloads.</summary>
public sealed class WorkloadSoakTests(ITestOutputHelper output)
{
    private const int Parts = 10;
    private const int LeastPods = 1000;

    // Ten of the Deployment, ten of its second template, three of the Job, one that crashes.
    private const int PodsOfRound = 24;

    [SoakFact]
    public async Task Pods_are_created_and_deleted_without_leftovers()
    {
        await using var server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(server, server.AdminToken);
        var begin = (await admin.GetAsync("/api/v1/pods")).Version!;
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(admin, begin, stop.Token);

        var part = TimeSpan.FromMinutes(SoakFactAttribute.Minutes) / Parts;
        var (clock, memory, rounds) = (Stopwatch.StartNew(), new List<long>(), 0);
        while (memory.Count < Parts || rounds * PodsOfRound < LeastPods)
        {
            while (clock.Elapsed < part * (memory.Count + 1))
            {
                await RunAsync(admin, string.Create(CultureInfo.InvariantCulture, $"soak-{rounds++}"));
            }

            server.ClearRequests();
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
            output.WriteLine($"{clock.Elapsed:hh\\:mm\\:ss} {memory[^1] >> 20} MB, {rounds * PodsOfRound} pods");
        }

        Assert.Empty((await admin.GetAsync("/api/v1/pods")).Items);
        Assert.Equal(201, (await admin.PostAsync("/api/v1/namespaces/default/pods", Sample.Named(
            "last", null, ("spec", JsonNode.Parse("""{"containers":[{"name":"main","image":"i:1"}]}""")!)))).Status);
        var (added, deleted, alive) = await watching.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(((rounds * PodsOfRound) + 1, rounds * PodsOfRound), (added, deleted));
        Assert.Equal(["last"], alive);
        // The memory after the first part is the working set: the events of an hour, at most ten thousand.
        Assert.True(memory[^1] < memory[Parts / 2] * 1.5, $"MB after each part: {string.Join(' ', memory.Select(bytes => bytes >> 20))}");
    }

    private static async Task RunAsync(SandboxClient admin, string home)
    {
        const string pod = """{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"i:1"}]}}""";
        var apps = $"/apis/apps/v1/namespaces/{home}/deployments";
        Expect(201, await admin.PostAsync("/api/v1/namespaces", Sample.Named(home)));
        Expect(201, await admin.PostAsync(
            $"/api/v1/namespaces/{home}/services", Sample.Named(
                "web", null, ("spec", JsonNode.Parse("""{"selector":{"app":"web"},"ports":[{"port":80}]}""")!))));
        Expect(201, await admin.PostAsync(
            apps, Sample.Named(
                "web", null, ("spec", JsonNode.Parse($$$"""{"replicas":10,"selector":{"matchLabels":{"app":"web"}},"template":{{{pod}}}}""")!))));
        Expect(201, await admin.PostAsync(
            $"/apis/batch/v1/namespaces/{home}/jobs", Sample.Named("once", null, ("spec", JsonNode.Parse(
                """{"completions":3,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"i:1"}]}}}""")!))));
        Expect(201, await admin.PostAsync($"/api/v1/namespaces/{home}/pods", Sample.Named(
            "crash", null, ("spec", JsonNode.Parse("""{"containers":[{"name":"main","image":"fail.example/crash:1"}]}""")!))));
        Expect(200, await admin.MergeAsync(apps + "/web", """{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"i:2"}]}}}}"""));
        var web = (await admin.GetAsync(apps + "/web")).Json["status"]!;
        Assert.Equal("10 10", $"{web["replicas"]} {web["availableReplicas"]}");
        Expect(200, await admin.DeleteAsync($"/api/v1/namespaces/{home}"));
        Expect(404, await admin.GetAsync($"/api/v1/namespaces/{home}"));
    }

    /// <summary>Watches all pods until it sees one named last.</summary>
    private static async Task<(int Added, int Deleted, IEnumerable<string> Alive)> WatchAsync(SandboxClient admin, string version, CancellationToken stop)
    {
        var (added, deleted, alive) = (0, 0, new HashSet<string>(StringComparer.Ordinal));
        while (true)
        {
            using var lines = await admin.WatchAsync($"/api/v1/pods?watch=1&timeoutSeconds=10&resourceVersion={version}");
            while (await lines.ReadLineAsync(stop) is { } line)
            {
                var change = JsonNode.Parse(line)!;
                var metadata = change["object"]!["metadata"]!;
                var name = metadata["name"]!.GetValue<string>();
                version = metadata["resourceVersion"]!.GetValue<string>();
                switch (change["type"]!.GetValue<string>())
                {
                    case "ADDED":
                        added++;
                        Assert.True(alive.Add(name == "crash" ? metadata["uid"]!.GetValue<string>() : name));
                        break;
                    case "DELETED":
                        deleted++;
                        Assert.True(alive.Remove(name == "crash" ? metadata["uid"]!.GetValue<string>() : name));
                        break;
                }

                if (name == "last")
                {
                    return (added, deleted, alive);
                }
            }
        }
    }

    private static void Expect(int status, SandboxResponse answer) =>
        Assert.True(answer.Status == status, $"{answer.Status} in place of {status}: {answer.Body}");
}
