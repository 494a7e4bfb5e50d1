using System.Text.Json.Nodes;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox.Workloads;

/// <summary>A sandbox with running workloads, on a clock that only the test advances, with helpers for the tests.</summary>
internal sealed class LiveSandbox : IAsyncDisposable
{
    private LiveSandbox(SandboxServer server) => (Server, Admin) = (server, new SandboxClient(server, server.AdminToken));

    public SandboxServer Server { get; }

    public SandboxClient Admin { get; }

    public static async Task<LiveSandbox> StartAsync(SandboxOptions? options = null) =>
        new(await SandboxServer.StartAsync((options ?? new SandboxOptions()) with { TimeProvider = new StoppedClock() }));

    public void Advance(double seconds) => Server.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Creates an object in the namespace default, of a resource such as `apps/v1/deployments`, and returns it as in the response.</summary>
    public async Task<JsonObject> CreateAsync(string resource, string body)
    {
        var answer = await Admin.PostAsync(Path(resource), body);
        Assert.True(answer.Status == 201, answer.Body);
        return answer.Json;
    }

    public Task<JsonObject> PodAsync(string name, string spec, string annotations = "{}") => CreateAsync(
        "v1/pods", $$$"""{"metadata":{"name":"{{{name}}}","labels":{"app":"{{{name}}}"},"annotations":{{{annotations}}}},"spec":{{{spec}}}}""");

    /// <summary>Creates a workload whose pods have one container; further fields of its spec are passed as `"replicas":2,`.</summary>
    public Task<JsonObject> WorkloadAsync(
        string resource, string name, string spec = "", string image = "registry.local/busybox:1", string pod = "") => CreateAsync(
        resource, $$$"""
        {"metadata":{"name":"{{{name}}}"},"spec":{ {{{spec}}} "selector":{"matchLabels":{"app":"{{{name}}}"}},
         "template":{"metadata":{"labels":{"app":"{{{name}}}"}},"spec":{ {{{pod}}} "containers":[{"name":"main","image":"{{{image}}}"}] } } } }
        """);

    public async Task<JsonObject> GetAsync(string resource, string name)
    {
        var answer = await Admin.GetAsync($"{Path(resource)}/{name}");
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
    }

    public async Task<bool> ExistsAsync(string resource, string name) => (await Admin.GetAsync($"{Path(resource)}/{name}")).Status == 200;

    public async Task<IReadOnlyList<JsonObject>> ListAsync(string resource, string query = "") => (await Admin.GetAsync(Path(resource) + query)).Items;

    public async Task<JsonObject> PatchAsync(string resource, string name, string patch)
    {
        var answer = await Admin.SendAsync(HttpMethod.Patch, $"{Path(resource)}/{name}", patch, "application/strategic-merge-patch+json");
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json;
    }

    public async Task DeleteAsync(string resource, string name, string query = "") =>
        Assert.Equal(200, (await Admin.DeleteAsync($"{Path(resource)}/{name}{query}")).Status);

    /// <summary>The events of an object in the order of their first occurrence: `Type Reason Message`, and `xN` for repeated ones.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string name) =>
    [
        .. (await ListAsync("v1/events", $"?fieldSelector=involvedObject.name={name}"))
            .OrderBy(value => long.Parse(value["metadata"]!["resourceVersion"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture))
            .Select(value => $"{value["type"]} {value["reason"]} {value["message"]}" + (value["count"]?.GetValue<int>() > 1 ? $" x{value["count"]}" : "")),
    ];

    public ValueTask DisposeAsync()
    {
        Admin.Dispose();
        return Server.DisposeAsync();
    }

    /// <summary>`True Reason` of a condition; null if there is none.</summary>
    public static string? Condition(JsonObject value, string type) => (value["status"]?["conditions"] as JsonArray ?? [])
        .Where(condition => condition!["type"]!.GetValue<string>() == type).Select(
            condition => $"{condition!["status"]} {condition["reason"]}".TrimEnd()).FirstOrDefault();

    /// <summary>Members of the status, as `2 2 0`; `-` for a missing one.</summary>
    public static string Status(JsonObject value, params string[] names) => string.Join(' ', names.Select(name => value["status"]?[name]?.ToString() ?? "-"));

    private static string Path(string resource)
    {
        var parts = resource.Split('/');
        return parts[^1] is "nodes" ? "/api/v1/nodes" : $"/api{(parts.Length > 2 ? "s" : "")}/{string.Join('/', parts[..^1])}/namespaces/default/{parts[^1]}";
    }
}
