using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Writes;

/// <summary>422 with all causes at once.</summary>
public sealed class ValidationTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Spec = """
        "selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"x"}]}}
        """;

    private readonly SandboxClient _admin = fixture.Admin;

    [Theory]
    [InlineData("""{"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"b"}},"spec":{"containers":[{"name":"m","image":"x"}]}}}""",
        """spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`""")]
    [InlineData("""{"selector":{"matchLabels":{"app":"a"}},"template":{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"image":"x","imagePullPolicy":"Often"},{"name":"n"}],"restartPolicy":"Never"}},"replicas":-1}""",
        """spec.template.spec.containers[0].imagePullPolicy: Unsupported value: "Often": supported values: "Always", "IfNotPresent", "Never" """,
        "spec.template.spec.containers[0].name: Required value",
        "spec.replicas: Invalid value: -1: must be greater than or equal to 0",
        "spec.template.spec.containers[1].image: Required value",
        """spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always" """)]
    [InlineData("{}", "spec.selector: Required value", "spec.template.spec.containers: Required value")]
    public async Task All_errors_of_a_spec_are_reported_at_once(string spec, params string[] expected)
    {
        var path = $"/apis/apps/v1/namespaces/{await fixture.CreateNamespaceAsync()}/deployments";
        var refused = await _admin.PostAsync(path, $$"""{"metadata":{"name":"web"},"spec":{{spec}}}""");
        Assert.Equal(expected.Select(line => line.Trim()).Order(), Causes(refused).Order());
    }

    [Fact]
    public async Task A_selector_is_immutable()
    {
        var path = $"/apis/apps/v1/namespaces/{await fixture.CreateNamespaceAsync()}/deployments";
        await _admin.PostAsync(path, """{"metadata":{"name":"web"},"spec":{SPEC}}""".Replace("SPEC", Spec, StringComparison.Ordinal));
        var refused = await _admin.MergeAsync(
            path + "/web", """{"spec":{"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}}}}}""");
        Assert.Equal(["""spec.selector: Invalid value: {"matchLabels":{"app":"x"}}: field is immutable"""], Causes(refused));
    }

    [Fact]
    public async Task An_immutable_config_map_cannot_change_except_for_its_labels()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        await _admin.PostAsync(path, """{"metadata":{"name":"a"},"data":{"a":"1"},"immutable":true}""");
        Assert.Equal(["data: Forbidden: field is immutable when `immutable` is set"], Causes(await _admin.MergeAsync(path + "/a", """{"data":{"a":"2"}}""")));
        Assert.Equal(
            ["immutable: Forbidden: field is immutable when `immutable` is set"], Causes(await _admin.MergeAsync(path + "/a", """{"immutable":false}""")));
        Assert.Equal(200, (await _admin.MergeAsync(path + "/a", """{"metadata":{"labels":{"b":"c"}}}""")).Status);
    }

    [Theory]
    [InlineData("labels", "a b", "x", "metadata.labels: Invalid value: \"a b\": name part must consist of")]
    [InlineData("labels", "a", "x y", "metadata.labels: Invalid value: \"x y\": a valid label must be")]
    [InlineData(
        "labels", "Example.com/a", "x", "metadata.labels: Invalid value: \"Example.com/a\": prefix part a lowercase RFC 1123 subdomain must consist of")]
    [InlineData("labels", "/a", "x", "metadata.labels: Invalid value: \"/a\": prefix part must be non-empty")]
    [InlineData("labels", "a/b/c", "x", "metadata.labels: Invalid value: \"a/b/c\": a qualified name must consist of")]
    [InlineData("annotations", "a b", "x y", "metadata.annotations: Invalid value: \"a b\": name part must consist of")]
    public async Task Labels_and_annotations_are_validated(string member, string key, string value, string expected)
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        var body = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "a", [member] = new JsonObject { [key] = value } } };
        Assert.StartsWith(expected, Assert.Single(Causes(await _admin.PostAsync(path, body.ToJsonString()))), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Causes(SandboxResponse response)
    {
        Assert.True(response.Status == 422, response.Body);
        return response.Json["details"]!["causes"]!.AsArray().Select(cause => $"{cause!["field"]}: {cause["message"]}");
    }
}
