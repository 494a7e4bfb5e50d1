using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox;

/// <summary>Recorded tables of objects of controllers: the objects are created as the controllers did, with the metadata of the rows.</summary>
public sealed class TableExchangeTests
{
    private const string Controller = "?fieldManager=kube-controller-manager";

    private static readonly string[] s_ofTheServer = ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields"];

    [Fact]
    public async Task A_Deployment_and_its_ReplicaSet_are_shown_as_recorded()
    {
        await using var story = await StartAsync("story", "web", "web-79c7c45656");
        await story.PlayAsync("workloads/deployment-create");
        var apps = $"/apis/apps/v1/namespaces/{story.Name("story")}/";
        // Neither of the two pods of the first second was running.
        var status = JsonNode.Parse(RecordedExchange.Read("workloads/restart-patch").Body)!["status"]!;
        (status["observedGeneration"], status["replicas"], status["updatedReplicas"], status["unavailableReplicas"]) = (1, 2, 2, 2);
        var written = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["annotations"] = new JsonObject
                {
                    [
            "deployment.kubernetes.io/revision"
        ] = "1"
                }
            },
            ["status"] = status.DeepClone()
        };
        var deployment = await story.Admin.MergeAsync($"{apps}deployments/{story.Name("web")}/status{Controller}", written.ToJsonString());
        await story.PlayAsync("tables/deployments");

        var made = Assert.Single(Made(story, "tables/replicasets"));
        var labels = made["metadata"]!["labels"]!;
        var template = deployment.Json["spec"]!["template"]!.DeepClone();
        template["metadata"]!["labels"] = labels.DeepClone();
        made["spec"] = new JsonObject { ["replicas"] = 2, ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() }, ["template"] = template };
        await CreateAsync(story, apps + "replicasets", made);
        var path = $"{apps}replicasets/{story.Name("web-79c7c45656")}/status{Controller}";
        await story.Admin.MergeAsync(path, """{"status":{"replicas":2,"fullyLabeledReplicas":2,"observedGeneration":1,"terminatingReplicas":0}}""");
        await story.PlayAsync("tables/replicasets");
    }

    [Fact]
    public async Task The_endpoint_slice_of_a_Service_is_shown_as_recorded()
    {
        await using var story = await StartAsync("story", "web", "web-v6ssp");
        var home = $"namespaces/{story.Name("story")}/";
        var service = await story.Admin.PostAsync($"/api/v1/{home}services", story.Rename(RecordedExchange.Read("workloads/service-create").RequestBody));
        story.Learn("ba48d586-b814-4104-b533-fd650cef81ba", service.Json["metadata"]!["uid"]!.GetValue<string>());
        var made = Assert.Single(Made(story, "tables/endpointslices"));
        made["addressType"] = "IPv4";
        await CreateAsync(story, $"/apis/discovery.k8s.io/v1/{home}endpointslices", made);
        await story.PlayAsync("tables/endpointslices");
    }

    [Fact]
    public async Task Events_of_controllers_are_shown_as_recorded()
    {
        // Before the clock stops: later objects have no age.
        var now = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        // Not all names, so the order of the recording is kept.
        await using var story = await StartAsync("story", "my-job", "web-79c7c45656");
        var rows = JsonNode.Parse(story.Rename(RecordedExchange.Read("tables/events").Body))!["rows"]!.AsArray();
        foreach (var (made, row) in Made(story, "tables/events").Zip(rows))
        {
            var cells = row!["cells"]!.AsArray().Select(cell => cell!.ToString()).ToList();
            var (kind, name) = cells[3].Split('/') is [var first, var second] ? (first, second) : ("", "");
            made["involvedObject"] = new JsonObject { ["kind"] = kind, ["namespace"] = story.Name("story"), ["name"] = name };
            made["reason"] = cells[2];
            made["message"] = cells[6];
            made["source"] = new JsonObject { ["component"] = cells[5] };
            (made["firstTimestamp"], made["lastTimestamp"], made["count"], made["type"], made["reportingComponent"]) = (now, now, 1, cells[1], cells[5]);
            await CreateAsync(story, $"/api/v1/namespaces/{story.Name("story")}/events", made);
        }

        await story.PlayAsync("tables/events");
    }

    private static async Task<ExchangePlayer> StartAsync(params string[] names)
    {
        var story = await ExchangePlayer.StartAsync(new StoppedClock(), names);
        await story.Admin.PostAsync("/api/v1/namespaces", Sample.Named(story.Name("story")));
        return story;
    }

    // The metadata of the rows, without the fields that the server adds.
    private static List<JsonObject> Made(ExchangePlayer story, string exchange) =>
        [.. JsonNode.Parse(story.Rename(RecordedExchange.Read(exchange).Body))!["rows"]!.AsArray().Select(row =>
    {
        var metadata = row!["object"]!["metadata"]!.DeepClone().AsObject();
        foreach (var name in s_ofTheServer)
        {
            metadata.Remove(name);
        }

        return new JsonObject { ["metadata"] = metadata };
    })];

    private static async Task CreateAsync(ExchangePlayer story, string path, JsonObject value)
    {
        var created = await story.Admin.PostAsync(path + Controller, value.ToJsonString());
        Assert.True(created.Status == 201, created.Body);
    }
}
