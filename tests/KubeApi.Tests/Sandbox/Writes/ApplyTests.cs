using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Writes;

/// <summary>Applies, updates and their field managers over HTTP, beyond the recordings.</summary>
public sealed class ApplyTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Deployment = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},
        "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"registry.example/web:1"}]}}}}
        """;

    private readonly SandboxClient _admin = fixture.Admin;

    [Fact]
    public async Task YAML_is_applied_and_defaults_have_no_manager()
    {
        var path = await PathAsync("web");
        var created = await ApplyAsync(
            path,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - {name: main, image: "registry.example/web:1"}
            """);
        Assert.Equal(201, created.Status);
        Assert.Equal(1, created.Json["spec"]!["replicas"]!.GetValue<int>());
        Assert.Equal(
            """
            {"f:spec":{"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:app":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"main\"}":{".":{},"f:image":{},"f:name":{}}}}}}}
            """.Trim(),
            Owners(created)["me/Apply/"]);
    }

    [Fact]
    public async Task A_status_has_its_own_managers()
    {
        var path = await PathAsync("web");
        await ApplyAsync(path, Deployment);
        var status = await ApplyAsync(
            path + "/status", """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":7},"status":{"replicas":2}}""");
        Assert.Equal((200, 2, 2), (status.Status, status.Json["spec"]!["replicas"]!.GetValue<int>(), status.Json["status"]!["replicas"]!.GetValue<int>()));
        Assert.Equal("""{"f:status":{"f:replicas":{}}}""", Owners(status)["me/Apply/status"]);
        Assert.Contains("f:replicas", Owners(status)["me/Apply/"], StringComparison.Ordinal);
        Assert.Equal(1, Generation(status));
    }

    [Fact]
    public async Task A_status_is_replaced_without_the_rest()
    {
        var path = await PathAsync("web");
        await _admin.PostAsync(path[..^4], Deployment);
        var replaced = await _admin.PutAsync(
            path + "/status", """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"status":{"replicas":3}}""");
        Assert.Equal((200, 3, "web:1"), (replaced.Status, replaced.Json["status"]!["replicas"]!.GetValue<int>(), Image(replaced)));
        Assert.Equal("""{"f:status":{"f:replicas":{}}}""", Owners(replaced)["recorder/Update/status"]);
        Assert.Equal(1, Generation(replaced));
    }

    [Fact]
    public async Task Scaling_takes_over_the_replicas_and_a_later_apply_conflicts()
    {
        var path = await PathAsync("web");
        await ApplyAsync(path, Deployment);
        await _admin.SendAsync(HttpMethod.Patch, path + "/scale?fieldManager=scaler", """{"spec":{"replicas":5}}""", "application/merge-patch+json");
        var scaled = await _admin.GetAsync(path);
        Assert.Equal((5, 2), (scaled.Json["spec"]!["replicas"]!.GetValue<int>(), Generation(scaled)));
        Assert.Equal("""{"f:spec":{"f:replicas":{}}}""", Owners(scaled)["scaler/Update/scale"]);
        Assert.DoesNotContain("f:replicas", Owners(scaled)["me/Apply/"], StringComparison.Ordinal);
        var conflict = await ApplyAsync(path, Deployment);
        Assert.Equal(409, conflict.Status);
        Assert.Equal("""Apply failed with 1 conflict: conflict with "scaler" with subresource "scale" using apps/v1: .spec.replicas""", conflict.Message);
    }

    [Fact]
    public async Task A_write_without_changes_keeps_the_version_and_the_time()
    {
        var path = await PathAsync("web");
        var created = await ApplyAsync(path, Deployment);
        Assert.Equal(created.Body, (await ApplyAsync(path, Deployment)).Body);
        Assert.Equal(created.Body, (await _admin.MergeAsync(path, "{}")).Body);
        var dry = await ApplyAsync(path, Deployment.Replace("web:1", "web:2", StringComparison.Ordinal), "&dryRun=All");
        Assert.Equal(("web:2", created.Version, 2), (Image(dry), dry.Version, Generation(dry)));
        Assert.Equal(created.Body, (await _admin.GetAsync(path)).Body);
    }

    [Fact]
    public async Task Managers_that_apply_the_same_value_share_it()
    {
        var path = await PathAsync("web");
        await ApplyAsync(path, Deployment);
        var shared = await _admin.SendAsync(HttpMethod.Patch, path + "?fieldManager=other", Deployment, "application/apply-patch+yaml");
        Assert.Equal(200, shared.Status);
        Assert.Equal(Owners(shared)["me/Apply/"], Owners(shared)["other/Apply/"]);
        var left = await ApplyAsync(path, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"}}""");
        Assert.Equal(2, left.Json["spec"]!["replicas"]!.GetValue<int>());
        Assert.False(Owners(left).ContainsKey("me/Apply/"));
    }

    [Fact]
    public async Task Managers_can_be_cleared_and_are_restored_by_an_apply()
    {
        var path = await PathAsync("web");
        await _admin.PostAsync(path[..^4], Deployment);
        var cleared = await _admin.MergeAsync(path, """{"metadata":{"managedFields":[{}]}}""");
        Assert.Empty(Owners(cleared));
        Assert.Empty(Owners(await _admin.MergeAsync(path, """{"metadata":{"labels":{"a":"b"}}}""")));
        var applied = await ApplyAsync(path, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","labels":{"a":"b"}}}""");
        Assert.Equal(["before-first-apply/Update/", "me/Apply/"], Owners(applied).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Concurrent_applies_of_a_new_object_own_their_parts()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps/a";
        var applies = Enumerable.Range(0, 20).Select(i => _admin.SendAsync(
            HttpMethod.Patch,
            $"{path}?fieldManager=m{i}",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k" + i + "\":\"v\"}}",
            "application/apply-patch+yaml"));
        var responses = await Task.WhenAll(applies);
        Assert.Equal(1, responses.Count(response => response.Status == 201));
        Assert.Equal(19, responses.Count(response => response.Status == 200));
        var result = await _admin.GetAsync(path);
        Assert.Equal(20, result.Json["data"]!.AsObject().Count);
        Assert.Equal(20, Owners(result).Count);
    }

    [Fact]
    public async Task A_strategic_patch_changes_one_container_and_the_generation()
    {
        var path = await PathAsync("web");
        await _admin.PostAsync(path[..^4], Deployment);
        var patched = await _admin.SendAsync(
            HttpMethod.Patch, path, """{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"registry.example/side"}]}}}}""",
            "application/strategic-merge-patch+json");
        Assert.Equal(2, patched.Json["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Count);
        Assert.Equal(2, Generation(patched));
        Assert.Equal(2, Generation(await _admin.MergeAsync(path, """{"metadata":{"labels":{"a":"b"}}}""")));
    }

    [Theory]
    [InlineData(
        "?fieldValidation=Strict", 400,
        """ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "data.a", unknown field "x" """)]
    [InlineData(
        "?fieldValidation=Sometimes", 422,
        """CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Sometimes": supported values: "", "Ignore", "Strict", "Warn" """)]
    [InlineData("", 201, """299 - "duplicate field \"data.a\"", 299 - "unknown field \"x\"" """)]
    [InlineData("?fieldValidation=Ignore", 201, null)]
    public async Task Unknown_and_duplicate_fields_are_refused_reported_or_ignored(string query, int status, string? expected)
    {
        var maps = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        var response = await _admin.PostAsync(maps + query, """{"metadata":{"name":"a"},"data":{"a":"1","a":"2"},"x":1}""");
        Assert.Equal((status, expected?.Trim()), (response.Status, status == 201 ? response.Headers.GetValueOrDefault("Warning") : response.Message));
    }

    [Fact]
    public async Task Patches_respect_field_validation()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps/a";
        await _admin.PostAsync(path[..^2], """{"metadata":{"name":"a"}}""");
        Assert.Equal("""299 - "unknown field \"metadata.x\"" """.Trim(), (await _admin.MergeAsync(path, """{"metadata":{"x":1}}""")).Headers["Warning"]);
        var refused = await _admin.MergeAsync(path + "?fieldValidation=Strict", """{"metadata":{"x":1}}""");
        Assert.Equal(422, refused.Status);
        Assert.EndsWith("""strict decoding error: unknown field "metadata.x" """.Trim(), refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?fieldManager=me", "application/apply-patch+yaml", 400)]
    [InlineData("", "application/strategic-merge-patch+json", 400)]
    public async Task Malformed_patches_are_refused(string query, string type, int status)
    {
        var path = await PathAsync("web");
        await _admin.PostAsync(path[..^4], Deployment);
        Assert.Equal(status, (await _admin.SendAsync(HttpMethod.Patch, path + query, "[1]", type)).Status);
    }

    [Fact]
    public async Task A_malformed_scale_is_refused()
    {
        var path = await PathAsync("web");
        await _admin.PostAsync(path[..^4], Deployment);
        var refused = await _admin.MergeAsync(path + "/scale", """{"spec":{"replicas":"many"}}""");
        Assert.Equal(
            (400, true), (refused.Status, refused.Message!.EndsWith("Go struct field ScaleSpec.spec.replicas of type int32", StringComparison.Ordinal)));
        Assert.Equal(422, (await _admin.MergeAsync(path + "/scale", """{"spec":{"replicas":-1}}""")).Status);
    }

    [Fact]
    public async Task A_duplicate_key_in_an_applied_object_is_a_warning()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps/a";
        var body = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"b":"1","b":"2"}}""";
        Assert.Equal(400, (await ApplyAsync(path, body, "&fieldValidation=Strict")).Status);
        Assert.Equal("""299 - "duplicate field \"data.b\"" """.Trim(), (await ApplyAsync(path, body)).Headers["Warning"]);
    }

    [Fact]
    public async Task Applying_a_new_object_needs_the_right_to_create()
    {
        var home = await fixture.CreateNamespaceAsync();
        await _admin.PostAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{home}/roles", Sample.Role("patcher", ["patch"], ["configmaps"]));
        await _admin.PostAsync(
            $"/apis/rbac.authorization.k8s.io/v1/namespaces/{home}/rolebindings",
            """{"metadata":{"name":"p"},"roleRef":{"kind":"Role","name":"patcher"},"subjects":[{"kind":"User","name":"viewer","apiGroup":"rbac.authorization.k8s.io"}]}""");
        var refused = await fixture.Viewer.SendAsync(
            HttpMethod.Patch,
            $"/api/v1/namespaces/{home}/configmaps/a?fieldManager=me",
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""",
            "application/apply-patch+yaml");
        Assert.Equal(403, refused.Status);
        Assert.Contains("cannot create resource", refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> PathAsync(string name) => $"/apis/apps/v1/namespaces/{await fixture.CreateNamespaceAsync()}/deployments/{name}";

    private Task<SandboxResponse> ApplyAsync(string path, string body, string query = "") =>
        _admin.SendAsync(HttpMethod.Patch, $"{path}?fieldManager=me{query}", body, "application/apply-patch+yaml");

    // manager/operation/subresource: fields
    private static Dictionary<string, string> Owners(SandboxResponse response) => (response.Json["metadata"]!["managedFields"] as JsonArray ?? [])
        .ToDictionary(entry => $"{entry!["manager"]}/{entry["operation"]}/{entry["subresource"]}", entry => entry!["fieldsV1"]!.ToJsonString(s_plain));

    private static readonly System.Text.Json.JsonSerializerOptions s_plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static int Generation(SandboxResponse response) => response.Json["metadata"]!["generation"]!.GetValue<int>();

    private static string Image(SandboxResponse response) =>
        response.Json["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>().Split('/')[1];
}
