namespace KubeApi.Tests.Sandbox;

/// <summary>Pods get their node by a binding, once.</summary>
public sealed class BindingTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Pod = """{"metadata":{"name":"a"},"spec":{"containers":[{"name":"main","image":"x"}]}}""";

    private readonly SandboxClient _admin = fixture.Admin;

    [Theory]
    [InlineData("pods/a/binding")]
    [InlineData("bindings")]
    public async Task A_binding_gives_a_pod_its_node(string path)
    {
        var home = await HomeAsync();
        var created = await _admin.PostAsync(home + "pods", Pod);
        var bound = await _admin.PostAsync(home + path, Binding("node1"));
        Assert.Equal((201, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}"""), (bound.Status, bound.Body.Trim()));
        var pod = (await _admin.GetAsync(home + "pods/a")).Json;
        Assert.Equal("node1", pod["spec"]!["nodeName"]!.GetValue<string>());
        var condition = Assert.Single(pod["status"]!["conditions"]!.AsArray())!;
        Assert.Equal(("PodScheduled", "True"), (condition["type"]!.GetValue<string>(), condition["status"]!.GetValue<string>()));
        Assert.Equal("x", pod["metadata"]!["labels"]!["by"]!.GetValue<string>());
        Assert.Equal(created.Json["metadata"]!["managedFields"]!.ToJsonString(), pod["metadata"]!["managedFields"]!.ToJsonString());
        Assert.Equal(1, pod["metadata"]!["generation"]!.GetValue<int>());
        var again = await _admin.PostAsync(home + path, Binding("node2"));
        Assert.Equal(
            (409, """Operation cannot be fulfilled on pods/binding "a": pod a is already assigned to node "node1" """.TrimEnd()),
            (again.Status, again.Message));
    }

    [Fact]
    public async Task A_binding_names_a_node_and_the_pod_of_its_path()
    {
        var home = await HomeAsync();
        await _admin.PostAsync(home + "pods", Pod);
        Assert.Equal(404, (await _admin.PostAsync(home + "pods/b/binding", """{"target":{"name":"node1"}}""")).Status);
        Assert.Equal("name in URL does not match name in Binding object", (await _admin.PostAsync(home + "pods/b/binding", Binding("node1"))).Message);
        Assert.Equal("""Binding "a" is invalid: target.name: Required value""", (await _admin.PostAsync(home + "pods/a/binding", """{"target":{}}""")).Message);
        Assert.Equal(
            """Binding "a" is invalid: target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>" """.TrimEnd(),
            (await _admin.PostAsync(home + "pods/a/binding", """{"target":{"kind":"Pod","name":"x"}}""")).Message);
    }

    [Fact]
    public async Task A_binding_may_say_which_version_of_the_pod_it_means()
    {
        var home = await HomeAsync();
        var version = (await _admin.PostAsync(home + "pods", Pod)).Version;
        var refused = await _admin.PostAsync(home + "pods/a/binding", """{"metadata":{"name":"a","resourceVersion":"1"},"target":{"name":"node1"}}""");
        Assert.Equal(409, refused.Status);
        Assert.Equal(
            $"Operation cannot be fulfilled on pods \"a\": StorageError: invalid object, Code: 4, Key: /registry/pods/{home.Split('/')[^2]}/a, "
                + "ResourceVersion: 0, "
            + $"AdditionalErrorMsg: Precondition failed: ResourceVersion in precondition: 1, ResourceVersion in object meta: {version}",
            refused.Message);
        Assert.Equal(
            201,
            (
                await _admin.PostAsync(
                    home + "pods/a/binding", $$$"""{"metadata":{"name":"a","resourceVersion":"{{{version}}}"},"target":{"name":"node1"}}""")).Status);
    }

    [Theory]
    [InlineData("pods/a/binding")]
    [InlineData("bindings")]
    public async Task A_field_that_a_binding_does_not_have_is_told(string path)
    {
        var home = await HomeAsync();
        await _admin.PostAsync(home + "pods", Pod);
        const string body = """{"metadata":{"name":"a"},"colour":1,"target":{"name":"node1"}}""";
        var refused = await _admin.PostAsync($"{home}{path}?fieldValidation=Strict", body);
        Assert.Equal(
            (400, """Binding in version "v1" cannot be handled as a Binding: strict decoding error: unknown field "colour" """.TrimEnd()),
            (refused.Status, refused.Message));
        var warned = await _admin.PostAsync(home + path, body);
        Assert.Equal((201, """299 - "unknown field \"colour\"" """.TrimEnd()), (warned.Status, warned.Headers["Warning"]));
    }

    [Fact]
    public async Task A_dry_run_binds_nothing()
    {
        var home = await HomeAsync();
        await _admin.PostAsync(home + "pods", Pod);
        Assert.Equal(201, (await _admin.PostAsync(home + "pods/a/binding?dryRun=All", Binding("node1"))).Status);
        Assert.Null((await _admin.GetAsync(home + "pods/a")).Json["spec"]!["nodeName"]);
    }

    [Fact]
    public async Task A_pod_behind_a_gate_waits_for_its_node()
    {
        var home = await HomeAsync();
        var created = await _admin.PostAsync(
            home + "pods", """{"metadata":{"name":"a"},"spec":{"schedulingGates":[{"name":"gate"}],"containers":[{"name":"main","image":"x"}]}}""");
        Assert.Equal(
            $$"""[{"type":"PodScheduled","status":"False","lastProbeTime":null,"lastTransitionTime":"{{created.Json["metadata"]!["creationTimestamp"]}}","reason":"SchedulingGated","message":"Scheduling is blocked due to non-empty scheduling gates"}]""",
            created.Json["status"]!["conditions"]!.ToJsonString());
        Assert.Equal(
            "Operation cannot be fulfilled on pods/binding \"a\": pod a has non-empty .spec.schedulingGates",
            (await _admin.PostAsync(home + "pods/a/binding", Binding("node1"))).Message);
        await _admin.MergeAsync(home + "pods/a", """{"spec":{"schedulingGates":null}}""");
        Assert.Equal(201, (await _admin.PostAsync(home + "pods/a/binding", Binding("node1"))).Status);
    }

    [Fact]
    public async Task A_binding_ends_the_nomination_of_its_pod()
    {
        var home = await HomeAsync();
        await _admin.PostAsync(home + "pods", Pod);
        await _admin.MergeAsync(home + "pods/a/status", """{"status":{"nominatedNodeName":"node2"}}""");
        await _admin.PostAsync(home + "pods/a/binding", Binding("node1"));
        Assert.Null((await _admin.GetAsync(home + "pods/a")).Json["status"]!["nominatedNodeName"]);
    }

    [Fact]
    public async Task A_binding_says_no_other_namespace_than_its_path()
    {
        var home = await HomeAsync();
        await _admin.PostAsync(home + "pods", Pod);
        var refused = await _admin.PostAsync(home + "bindings", """{"metadata":{"name":"a","namespace":"other"},"target":{"name":"node1"}}""");
        Assert.Equal((400, "the namespace of the provided object does not match the namespace sent on the request"), (refused.Status, refused.Message));
    }

    private static string Binding(string node) => $$$"""{"metadata":{"name":"a","labels":{"by":"x"}},"target":{"kind":"Node","name":"{{{node}}}"}}""";

    private async Task<string> HomeAsync() => $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/";
}
