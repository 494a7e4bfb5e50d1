using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Streams;

/// <summary>Pods whose containers run.</summary>
internal static class RunningPod
{
    /// <summary>Creates a pod and reports its containers as running: main, whose other fields are given as JSON (`"tty": true`), and the others.</summary>
    public static async Task CreateAsync(
        SandboxClient admin, string @namespace, string name, string main = "", string annotations = "{}", bool isOnHostNetwork = false,
        params string[] others)
    {
        var pods = $"/api/v1/namespaces/{@namespace}/pods";
        var spec = (JsonObject)JsonNode.Parse("{" + main + "}")!;
        (spec["name"], spec["image"]) = ("main", "registry.example/main");
        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = JsonNode.Parse(annotations) },
            ["spec"] = new JsonObject
            {
                ["nodeName"] = "node1",
                ["hostNetwork"] = isOnHostNetwork,
                ["containers"] = new JsonArray([spec, .. others.Select(other => new JsonObject { ["name"] = other, ["image"] = "registry.example/other" })]),
            },
        };
        var created = await admin.PostAsync(pods, pod.ToJsonString());
        Assert.True(created.Status == 201, created.Body);
        await StartAsync(admin, $"{pods}/{name}/status", others.Prepend("main"));
    }

    /// <summary>Annotations with a script.</summary>
    public static string Script(string yaml) => new JsonObject { ["sandbox.kubeapi/script"] = yaml }.ToJsonString();

    private static async Task StartAsync(SandboxClient admin, string path, IEnumerable<string> containers)
    {
        var statuses = containers.Select(container => new JsonObject
        {
            ["name"] = container,
            ["image"] = "registry.example/image",
            ["imageID"] = "",
            ["ready"] = true,
            ["restartCount"] = 0,
            ["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = "2026-11-23T18:48:41Z" } },
        });
        var status = new JsonObject { ["phase"] = "Running", ["containerStatuses"] = new JsonArray([.. statuses]) };
        var started = await admin.MergeAsync(path, new JsonObject { ["status"] = status }.ToJsonString());
        Assert.True(started.Status == 200, started.Body);
    }
}
