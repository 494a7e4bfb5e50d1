namespace KubeApi.Tests.Sandbox;

/// <summary>Responses in YAML, on request.</summary>
public sealed class YamlResponseTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private readonly SandboxClient _admin = fixture.Admin;

    [Fact]
    public async Task Objects_lists_and_errors_are_written_as_YAML_with_sorted_keys()
    {
        var home = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/secrets";
        await _admin.PostAsync(home, """{"metadata":{"name":"a"},"type":"example.com/b","stringData":{"k":"yes"}}""");
        var one = await GetAsync(home + "/a", "application/yaml");
        Assert.Equal("application/yaml", one.Headers["Content-Type"]);
        Assert.StartsWith("apiVersion: v1\ndata:\n  k: eWVz\nkind: Secret\nmetadata:\n  creationTimestamp: ", one.Body, StringComparison.Ordinal);
        Assert.EndsWith("\ntype: example.com/b\n", one.Body, StringComparison.Ordinal);
        var list = await GetAsync(home + "?limit=1", "application/yaml,application/json");
        Assert.StartsWith("apiVersion: v1\nitems:\n- data:\n    k: eWVz\n  metadata:\n", list.Body, StringComparison.Ordinal);
        var absent = await GetAsync(home + "/b", "application/yaml");
        Assert.Equal((404, "application/yaml"), (absent.Status, absent.Headers["Content-Type"]));
        Assert.Contains("\nreason: NotFound\n", absent.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json,application/yaml", 200, "application/json")]
    [InlineData("*/*,application/yaml", 200, "application/yaml")]
    [InlineData("*/*", 200, "application/json")]
    [InlineData("application/vnd.kubernetes.protobuf", 406, "application/json")]
    public async Task The_first_accepted_type_is_written_and_protobuf_alone_is_refused(string accept, int status, string type)
    {
        var response = await GetAsync("/api/v1/namespaces/default", accept);
        Assert.Equal((status, type), (response.Status, response.Headers["Content-Type"]));
    }

    [Fact]
    public async Task A_watch_is_not_available_as_YAML()
    {
        var refused = await GetAsync("/api/v1/namespaces?watch=true&timeoutSeconds=1", "application/yaml");
        Assert.Equal((406, "application/yaml"), (refused.Status, refused.Headers["Content-Type"]));
        Assert.Contains(
            "only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch", refused.Body,
            StringComparison.Ordinal);
        // The first accepted type wins.
        Assert.Equal(406, (await GetAsync("/api/v1/namespaces?watch=true&timeoutSeconds=1", "application/yaml,application/json")).Status);
        Assert.Equal(200, (await GetAsync("/api/v1/namespaces?watch=true&timeoutSeconds=1", "application/json,application/yaml")).Status);
    }

    private Task<SandboxResponse> GetAsync(string path, string accept) => _admin.SendAsync(HttpMethod.Get, path, headers: ("Accept", accept));
}
