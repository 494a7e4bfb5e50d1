using System.Text.Json.Nodes;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox.CustomResources;

public sealed class DefinitionTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private readonly SandboxClient _admin = fixture.Admin;

    [Fact]
    public async Task A_definition_is_established_and_discovered_at_once()
    {
        var widgets = await Widgets.DefineAsync(_admin, "{}");
        var conditions = (await _admin.GetAsync(widgets.Definition)).Json["status"]!["conditions"]!.AsArray().Select(
            condition => $"{condition!["type"]}={condition["status"]}");
        Assert.Equal(["NamesAccepted=True", "Established=True"], conditions);
        Assert.Equal(200, (await _admin.GetAsync(widgets.Path)).Status);
        Assert.Equal("widgets", (await _admin.GetAsync($"/apis/{widgets.Group}/v1")).Json["resources"]![0]!["name"]!.GetValue<string>());
        Assert.Equal($"{widgets.Group}/v1", (await _admin.GetAsync($"/apis/{widgets.Group}")).Json["preferredVersion"]!["groupVersion"]!.GetValue<string>());
        Assert.Contains((await _admin.GetAsync("/apis")).Json["groups"]!.AsArray(), group => group!["name"]!.GetValue<string>() == widgets.Group);
        Assert.Contains($"/apis/{widgets.Group}/v1", (await _admin.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_served_version_has_an_APIService_that_is_recreated()
    {
        const string services = "/apis/apiregistration.k8s.io/v1/apiservices";
        var widgets = await Widgets.DefineAsync(_admin, "{}");
        var service = $"{services}/v1.{widgets.Group}";
        Assert.Equal(
            $$"""{"group":"{{widgets.Group}}","version":"v1","groupPriorityMinimum":1000,"versionPriority":100}""",
            (await _admin.GetAsync(service)).Json["spec"]!.ToJsonString());

        await _admin.DeleteAsync(service);
        Assert.Equal(200, (await _admin.GetAsync(service)).Status);
        await _admin.DeleteAsync(widgets.Definition);
        Assert.Equal(404, (await _admin.GetAsync(service)).Status);
    }

    [Fact]
    public async Task A_definition_changes_the_ETag_of_aggregated_discovery()
    {
        const string accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
        var before = await _admin.SendAsync(HttpMethod.Get, "/apis", null, "", ("Accept", accept));
        var widgets = await Widgets.DefineAsync(_admin, "{}", """{"subresources":{"status":{}}}""");
        var after = await _admin.SendAsync(HttpMethod.Get, "/apis", null, "", ("Accept", accept), ("If-None-Match", before.Headers["ETag"]));
        Assert.Equal(200, after.Status);
        var group = after.Items.Single(item => item["metadata"]!["name"]!.GetValue<string>() == widgets.Group);
        Assert.Equal("status", group["versions"]![0]!["resources"]![0]!["subresources"]![0]!["subresource"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_definition_changes_OpenAPI_which_is_cached_by_ETag()
    {
        var widgets = await Widgets.DefineAsync(_admin, """{"spec":{"type":"object","properties":{"color":{"type":"string"}}}}""");
        var name = string.Join('.', widgets.Group.Split('.').Reverse()) + ".v1.Widget";
        var url = (await _admin.GetAsync("/openapi/v3")).Json["paths"]![$"apis/{widgets.Group}/v1"]!["serverRelativeURL"]!.GetValue<string>();
        var document = await _admin.GetAsync(url);
        Assert.Equal("string", document.Json["components"]!["schemas"]![name]!["properties"]!["spec"]!["properties"]!["color"]!["type"]!.GetValue<string>());
        Assert.Equal(304, (await _admin.SendAsync(HttpMethod.Get, url, null, "", ("If-None-Match", document.Headers["ETag"]))).Status);
        await _admin.MergeAsync(widgets.Definition, Widgets.Versions(Widgets.Version("v1", """{"spec":{"type":"object"}}""")));
        Assert.Equal(301, (await _admin.GetAsync(url)).Status);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"other.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"},"versions":[V1]}}""",
        """metadata.name: Invalid value: "other.example.com": must be spec.names.plural+"."+spec.group""")]
    [InlineData("""{"metadata":{"name":"widgets.example.com"},"spec":{"group":"example.com","scope":"Cluster","names":{"plural":"widgets","kind":"Widget"},"versions":[{"name":"v1","served":true,"storage":true}]}}""",
        "spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required")]
    [InlineData("""{"metadata":{"name":"deployments.apps"},"spec":{"group":"apps","scope":"Namespaced","names":{"plural":"deployments","kind":"Deployment"},"versions":[V1]}}""",
        """spec.group: Invalid value: "apps": should be a domain with at least one dot""")]
    [InlineData("""{"metadata":{"name":"widgets.example.com"},"spec":{"group":"example.com","scope":"Cluster","names":{"plural":"widgets","kind":"Widget"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"$ref":"#"}}}}}]}}""",
        "spec.versions: Forbidden: $ref is not supported, and items must be a schema object and not an array")]
    [InlineData("""{"metadata":{"name":"widgets.example.com"},"spec":{"group":"example.com","scope":"Cluster","names":{"plural":"widgets","kind":"Widget"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"array","items":[{"type":"string"}]}}}}}]}}""",
        "spec.versions: Forbidden: $ref is not supported, and items must be a schema object and not an array")]
    public async Task An_invalid_definition_is_refused(string body, params string[] expected)
    {
        var refused = await _admin.PostAsync(Widgets.Definitions, body.Replace("V1", Widgets.Version("v1"), StringComparison.Ordinal));
        Assert.Equal(expected.Select(line => line.Trim()), Widgets.Causes(refused));
    }

    [Fact]
    public async Task Deep_objects_and_deep_schemas_are_stored_listed_and_deleted()
    {
        var widgets = await Widgets.DefineAsync(_admin, """{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}""");
        Assert.Equal(201, (await CreateAsync($$"""{{Repeat("{\"a\":")}}1{{Repeat("}")}}""")).Status);
        var table = await _admin.SendAsync(HttpMethod.Get, widgets.Path, null, "", ("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
        Assert.Equal(200, table.Status);
        Assert.Equal(200, (await _admin.DeleteAsync(widgets.Path + "/deep")).Status);

        var schema = $$$"""{{{Repeat("{\"type\":\"object\",\"properties\":{\"a\":")}}}{"type":"string"}{{{Repeat("}}")}}}""";
        var replaced = Widgets.Version("v1").Replace("\"properties\":{}", $"\"properties\":{{\"spec\":{schema}}}", StringComparison.Ordinal);
        Assert.Equal(200, (await _admin.MergeAsync(widgets.Definition, Widgets.Versions(replaced))).Status);
        Assert.Equal(201, (await CreateAsync("{}")).Status);
        Assert.Equal(200, (await _admin.DeleteAsync(widgets.Definition)).Status);
        Assert.Equal(404, (await _admin.GetAsync(widgets.Definition)).Status);

        static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, 100));
        Task<SandboxResponse> CreateAsync(string spec) => _admin.PostAsync(
            widgets.Path, $$$"""{"apiVersion":"{{{widgets.Group}}}/v1","kind":"Widget","metadata":{"name":"deep"},"spec":{{{spec}}}}""");
    }

    [Fact]
    public async Task One_version_is_stored_and_stored_versions_cannot_be_removed()
    {
        var group = Widgets.NewGroup();
        var two = await _admin.PostAsync(Widgets.Definitions, Widgets.Body(group, Widgets.Version("v1"), Widgets.Version("v1")));
        Assert.Contains(Widgets.Causes(two), cause => cause.EndsWith(": must have exactly one version marked as storage version", StringComparison.Ordinal));

        var widgets = await Widgets.DefineAsync(_admin, "{}");
        var kind = await _admin.MergeAsync(widgets.Definition, """{"spec":{"names":{"kind":"Gadget"}}}""");
        Assert.Equal(["""spec.names.kind: Invalid value: "Gadget": field is immutable"""], Widgets.Causes(kind));
    }

    [Fact]
    public async Task Versions_can_be_added_and_removed_and_share_their_objects()
    {
        const string spec = """{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}""";
        var widgets = await Widgets.DefineAsync(
            _admin, [Widgets.Version("v1", spec), Widgets.Version("v1beta1", spec, """{"deprecated":true}"""), Widgets.Version("v2", spec)]);
        await widgets.CreateAsync("one", """{"spec":{"a":1}}""");
        var versions = (await _admin.GetAsync($"/apis/{widgets.Group}")).Json["versions"]!.AsArray().Select(version => version!["version"]!.GetValue<string>());
        Assert.Equal(["v2", "v1", "v1beta1"], versions);
        var other = await _admin.GetAsync(widgets.Objects("v2") + "/one");
        Assert.Equal(($"{widgets.Group}/v2", 1), (other.Json["apiVersion"]!.GetValue<string>(), other.Json["spec"]!["a"]!.GetValue<int>()));
        Assert.Equal($"299 - \"{widgets.Group}/v1beta1 Widget is deprecated\"", (await _admin.GetAsync(widgets.Objects("v1beta1"))).Headers["Warning"]);

        await _admin.MergeAsync(
            widgets.Definition,
            Widgets.Versions(
                Widgets.Version("v1", spec), Widgets.Version("v2", spec).Replace("\"served\":true", "\"served\":false", StringComparison.Ordinal)));
        Assert.Equal(404, (await _admin.GetAsync(widgets.Objects("v2"))).Status);
        Assert.Equal(404, (await _admin.GetAsync(widgets.Objects("v1beta1"))).Status);
        Assert.Equal(["one"], (await _admin.GetAsync(widgets.Path)).Names);
    }

    [Fact]
    public async Task A_definition_is_deleted_with_its_objects_unless_a_finalizer_holds_one()
    {
        var widgets = await Widgets.DefineAsync(_admin, "{}");
        await widgets.CreateAsync("free", """{"spec":{}}""");
        await _admin.PostAsync(
            widgets.Path, $$$"""{"apiVersion":"{{{widgets.Group}}}/v1","kind":"Widget","metadata":{"name":"held","finalizers":["example.com/hold"]}}""");
        Assert.Equal(200, (await _admin.DeleteAsync(widgets.Definition + "?dryRun=All")).Status);
        Assert.Equal(2, (await _admin.GetAsync(widgets.Path)).Items.Count);

        await _admin.DeleteAsync(widgets.Definition);
        Assert.Equal(["held"], (await _admin.GetAsync(widgets.Path)).Names);
        Assert.Equal(["customresourcecleanup.apiextensions.k8s.io"], Finalizers(await _admin.GetAsync(widgets.Definition)));
        var refused = await widgets.CreateAsync("late", """{"spec":{}}""");
        Assert.Equal((405, "MethodNotAllowed"), (refused.Status, refused.Reason));
        await _admin.MergeAsync(widgets.Path + "/held", """{"metadata":{"finalizers":null}}""");
        Assert.Equal(404, (await _admin.GetAsync(widgets.Definition)).Status);
        Assert.Equal(404, (await _admin.GetAsync(widgets.Path)).Status);
    }

    [Fact]
    public async Task Watches_see_the_deletion_of_the_objects()
    {
        var widgets = await Widgets.DefineAsync(_admin, "{}");
        await widgets.CreateAsync("one", """{"spec":{}}""");
        using var watch = await _admin.WatchAsync(widgets.Path + "?watch=true");
        Assert.Equal("ADDED", Type(await watch.ReadLineAsync()));
        await _admin.DeleteAsync(widgets.Definition);
        Assert.Equal("DELETED", Type(await watch.ReadLineAsync()));
    }

    [Fact]
    public async Task A_definition_is_loaded_before_the_initial_objects()
    {
        var folder = Directory.CreateTempSubdirectory("kubeapi-test-");
        try
        {
            // The object precedes its definition.
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "a.json"), """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"one"},"spec":{}}""");
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "b.json"),
                Widgets.Body("example.com", Widgets.Version("v1", """{"spec":{"type":"object","properties":{"size":{"type":"integer","default":3}}}}"""))
                    .Replace(
                        "{\"metadata\"", "{\"apiVersion\":\"apiextensions.k8s.io/v1\",\"kind\":\"CustomResourceDefinition\",\"metadata\"",
                        StringComparison.Ordinal));
            await using var server = await SandboxServer.StartAsync(new SandboxOptions { State = folder.FullName });
            using var admin = new SandboxClient(server, server.AdminToken);
            Assert.Equal(3, (await admin.GetAsync(new Widgets(admin, "example.com").Path + "/one")).Json["spec"]!["size"]!.GetValue<int>());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Type(string? line) => JsonNode.Parse(line!)!["type"]!.GetValue<string>();

    private static IEnumerable<string> Finalizers(SandboxResponse response) =>
        response.Json["metadata"]!["finalizers"]!.AsArray().Select(finalizer => finalizer!.GetValue<string>());
}
