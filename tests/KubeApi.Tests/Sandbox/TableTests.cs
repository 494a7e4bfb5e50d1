using System.Text.Json.Nodes;
using KubeApi.Sandbox.Tables;

namespace KubeApi.Tests.Sandbox;

/// <summary>Tables over the wire: equal to those of a real server, and their options.</summary>
public sealed class TableTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    [Fact]
    public async Task Columns_equal_those_of_a_real_server()
    {
        await using var story = await ExchangePlayer.StartAsync();
        var folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Exchanges", "tables", "columns");
        await story.PlayAsync([.. Directory.GetFiles(folder, "*.http").Select(file => "tables/columns/" + Path.GetFileNameWithoutExtension(file))]);
    }

    [Fact]
    public async Task Tables_are_sent_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story", "nightly", "creds");
        await story.Admin.PostAsync("/api/v1/namespaces", Sample.Named(story.Name("story")));
        await story.PlayAsync(
            "workloads/cronjob-create", "tables/cronjobs",
            "workloads/secret-create", "tables/secrets",
            "tables/serviceaccounts",
            "tables/clusterroles");
    }

    [Fact]
    public void Recorded_objects_have_the_recorded_cells()
    {
        var row = JsonNode.Parse(RecordedExchange.Read("tables/pods-include-object").Body)!["rows"]![0]!;
        Assert.Equal(row["cells"]!.ToJsonString(), Cells("pods", (JsonObject)row["object"]!, TimeSpan.FromSeconds(4)));
        var nodes = JsonNode.Parse(RecordedExchange.Read("tables/nodes").Body)!["rows"]![0]!;
        Assert.Equal(nodes["cells"]!.ToJsonString(), Cells("nodes", KubeApi.Sandbox.Json.Recorded.Object("bootstrap/node.json"), TimeSpan.FromSeconds(171)));

        static string Cells(string resource, JsonObject value, TimeSpan age)
        {
            var created = DateTimeOffset.Parse(value["metadata"]!["creationTimestamp"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
            return BuiltInColumns.For(resource).Cells(value, created + age).ToJsonString();
        }
    }

    [Fact]
    public async Task Rows_include_the_requested_part_of_their_object()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/secrets";
        await fixture.Admin.PostAsync(path, Sample.Named("s", null, ("stringData", new JsonObject { ["a"] = "b" })));
        Assert.Null((await RowAsync("None"))["object"]);
        Assert.Equal("PartialObjectMetadata", (await RowAsync("Metadata"))["object"]!["kind"]!.GetValue<string>());
        var whole = (await RowAsync("Object"))["object"]!;
        Assert.Equal(
            ("Secret", "v1", "Yg=="), (whole["kind"]!.GetValue<string>(), whole["apiVersion"]!.GetValue<string>(), whole["data"]!["a"]!.GetValue<string>()));
        var refused = await GetAsync(path + "?includeObject=All", Table);
        Assert.Equal(
            (400, "Unable to convert to Table as requested: includeObject: Invalid value: \"All\": must be 'Metadata', 'Object', 'None', or empty"), (
                refused.Status, refused.Message));

        async Task<JsonObject> RowAsync(string include) => (JsonObject)(await GetAsync($"{path}?includeObject={include}", Table)).Json["rows"]![0]!;
    }

    [Fact]
    public async Task Every_response_with_an_object_can_be_a_table()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        var created = await fixture.Admin.SendAsync(
            HttpMethod.Post, path, Sample.Named("c", null, Sample.Data("a", "1")), "application/json", ("Accept", Table));
        Assert.Equal((201, "Table", """["c",1,"0s"]"""), Describe(created));
        Assert.Equal(created.Version, created.Json["rows"]![0]!["object"]!["metadata"]!["resourceVersion"]!.GetValue<string>());
        var patched = await fixture.Admin.SendAsync(HttpMethod.Patch, path + "/c", """{"data":{"b":"2"}}""", "application/merge-patch+json", ("Accept", Table));
        Assert.Equal((200, "Table", 2), (patched.Status, patched.Json["kind"]!.GetValue<string>(), patched.Json["rows"]![0]!["cells"]![1]!.GetValue<int>()));
        Assert.Equal(
            "meta.k8s.io/v1beta1",
            (await GetAsync(path + "/c", Table.Replace("v=v1", "v=v1beta1", StringComparison.Ordinal))).Json["apiVersion"]!.GetValue<string>());
        // A Status is not converted.
        var deleted = await fixture.Admin.SendAsync(HttpMethod.Delete, path + "/c", null, "application/json", ("Accept", Table));
        Assert.Equal("Status", deleted.Json["kind"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_list_form_for_one_object_and_an_unknown_form_are_refused()
    {
        const string metadata = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
        const string path = "/apis/apps/v1/namespaces/default/deployments";
        var list = await GetAsync(path, metadata);
        Assert.Equal(
            (406, "NotAcceptable", "you requested PartialObjectMetadata, but the requested object is a list (*apps.DeploymentList)"), (
                list.Status, list.Reason, list.Message));
        var single = await GetAsync("/api/v1/namespaces/default", metadata.Replace("Metadata;", "MetadataList;", StringComparison.Ordinal));
        Assert.Equal(
            (406, "you requested PartialObjectMetadataList, but the requested object is not a list (*core.Namespace)"), (single.Status, single.Message));
        Assert.Equal(406, (await GetAsync(path + "?watch=1", metadata.Replace("Metadata;", "MetadataList;", StringComparison.Ordinal))).Status);
        Assert.Equal(406, (await GetAsync(path, "application/json;as=Table;v=v2;g=meta.k8s.io")).Status);
        Assert.Equal(
            "DeploymentList", (await GetAsync(path, "application/json;as=Table;v=v2;g=meta.k8s.io,application/json")).Json["kind"]!.GetValue<string>());
        Assert.Equal("PartialObjectMetadata", (await GetAsync("/api/v1/namespaces/default", metadata)).Json["kind"]!.GetValue<string>());
    }

    private static (int Status, string Kind, string Cells) Describe(SandboxResponse response) =>
        (response.Status, response.Json["kind"]!.GetValue<string>(), response.Json["rows"]![0]!["cells"]!.ToJsonString());

    private Task<SandboxResponse> GetAsync(string path, string accept) => fixture.Admin.SendAsync(HttpMethod.Get, path, null, "", ("Accept", accept));
}
