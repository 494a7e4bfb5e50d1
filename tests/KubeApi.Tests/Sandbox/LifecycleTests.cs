using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox;

/// <summary>The life of objects from creation to deletion.</summary>
public sealed class LifecycleTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private readonly SandboxClient _admin = fixture.Admin;

    [Fact]
    public async Task A_namespace_gets_a_service_account_and_the_root_certificate()
    {
        var home = await fixture.CreateNamespaceAsync();
        Assert.Equal(["default"], (await _admin.GetAsync($"/api/v1/namespaces/{home}/serviceaccounts")).Names);
        var certificates = await _admin.GetAsync($"/api/v1/namespaces/{home}/configmaps/kube-root-ca.crt");
        Assert.Equal(await File.ReadAllTextAsync(fixture.Server.CertificateAuthorityPath), certificates.Json["data"]!["ca.crt"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_namespace_is_deleted_with_its_objects()
    {
        var home = await fixture.CreateNamespaceAsync();
        await _admin.PostAsync($"/apis/batch/v1/namespaces/{home}/jobs", Job("j"));
        var deleted = await _admin.DeleteAsync("/api/v1/namespaces/" + home);
        Assert.Equal("Terminating", deleted.Json["status"]!["phase"]!.GetValue<string>());
        Assert.Equal(404, (await _admin.GetAsync("/api/v1/namespaces/" + home)).Status);
        Assert.Empty((await _admin.GetAsync($"/apis/batch/v1/namespaces/{home}/jobs")).Items);
        Assert.Equal(403, (await _admin.DeleteAsync("/api/v1/namespaces/kube-system")).Status);
    }

    [Fact]
    public async Task A_terminating_namespace_reports_remaining_content()
    {
        var home = await fixture.CreateNamespaceAsync();
        var held = $"/api/v1/namespaces/{home}/configmaps/held";
        await _admin.PostAsync($"/api/v1/namespaces/{home}/configmaps", """{"metadata":{"name":"held","finalizers":["example.com/hold"]}}""");
        await _admin.DeleteAsync("/api/v1/namespaces/" + home);
        var conditions = (await _admin.GetAsync("/api/v1/namespaces/" + home)).Json["status"]!["conditions"]!.AsArray()
            .Select(condition => $"{condition!["type"]}={condition["status"]} {condition["reason"]}: {condition["message"]}");
        Assert.Equal(
            [
                "NamespaceDeletionDiscoveryFailure=False ResourcesDiscovered: All resources successfully discovered",
                "NamespaceDeletionGroupVersionParsingFailure=False ParsedGroupVersions: All legacy kube types successfully parsed",
                "NamespaceDeletionContentFailure=False ContentDeleted: All content successfully deleted, may be waiting on finalization",
                "NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances",
                "NamespaceFinalizersRemaining=True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/hold in 1 "
                    + "resource instances",
            ],
            conditions);
        await _admin.MergeAsync(held, """{"metadata":{"finalizers":null}}""");
        Assert.Equal(404, (await _admin.GetAsync("/api/v1/namespaces/" + home)).Status);
    }

    [Fact]
    public async Task A_resource_served_in_two_versions_is_counted_once()
    {
        var home = await fixture.CreateNamespaceAsync();
        Assert.Equal(201, (await _admin.PostAsync(
            $"/apis/autoscaling/v2/namespaces/{home}/horizontalpodautoscalers",
            """{"metadata":{"name":"held","finalizers":["example.com/hold"]},"spec":{"maxReplicas":2,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"}}}""")).Status);
        await _admin.DeleteAsync("/api/v1/namespaces/" + home);
        var conditions = (await _admin.GetAsync("/api/v1/namespaces/" + home)).Json["status"]!["conditions"]!.ToJsonString();
        Assert.Contains("Some resources are remaining: horizontalpodautoscalers.autoscaling has 1 resource instances", conditions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_with_finalizers_is_released_by_finalize()
    {
        var home = await fixture.CreateNamespaceAsync();
        var path = "/api/v1/namespaces/" + home;
        Assert.Equal(
            200,
            (
                await _admin.PutAsync(
                    path + "/finalize", Sample.Named(home, null, ("spec", JsonNode.Parse("""{"finalizers":["kubernetes","example.com/mine"]}""")!)))).Status);
        // Not through the object itself.
        await _admin.MergeAsync(path, """{"spec":{"finalizers":[]}}""");
        await _admin.DeleteAsync(path);
        Assert.Equal("""["example.com/mine"]""", (await _admin.GetAsync(path)).Json["spec"]!["finalizers"]!.ToJsonString());
        await _admin.PutAsync(path + "/finalize", Sample.Named(home, null, ("spec", JsonNode.Parse("""{"finalizers":[]}""")!)));
        Assert.Equal(404, (await _admin.GetAsync(path)).Status);
    }

    [Fact]
    public async Task The_default_objects_of_a_namespace_are_recreated()
    {
        var home = await fixture.CreateNamespaceAsync();
        var (account, certificates) = ($"/api/v1/namespaces/{home}/serviceaccounts/default", $"/api/v1/namespaces/{home}/configmaps/kube-root-ca.crt");
        var first = (await _admin.GetAsync(account)).Json["metadata"]!["uid"]!.GetValue<string>();
        await _admin.DeleteAsync(account);
        await _admin.DeleteAsync(certificates);
        Assert.NotEqual(first, (await _admin.GetAsync(account)).Json["metadata"]!["uid"]!.GetValue<string>());
        await _admin.MergeAsync(certificates, """{"data":{"ca.crt":"mine"}}""");
        Assert.Equal(
            await File.ReadAllTextAsync(fixture.Server.CertificateAuthorityPath),
            (await _admin.GetAsync(certificates)).Json["data"]!["ca.crt"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_generation_counts_spec_changes_only()
    {
        var home = await fixture.CreateNamespaceAsync();
        var path = $"/apis/batch/v1/namespaces/{home}/jobs/j";
        Assert.Equal(1, Generation(await _admin.PostAsync($"/apis/batch/v1/namespaces/{home}/jobs", Job("j"))));
        Assert.Equal(1, Generation(await _admin.MergeAsync(path, """{"metadata":{"labels":{"a":"b"}}}""")));
        Assert.Equal(2, Generation(await _admin.MergeAsync(path, """{"spec":{"parallelism":3}}""")));
        Assert.Equal(2, Generation(await _admin.MergeAsync(path + "/status", """{"status":{"succeeded":1},"spec":{"parallelism":9}}""")));
        var job = (await _admin.GetAsync(path)).Json;
        Assert.Equal((3, 1), (job["spec"]!["parallelism"]!.GetValue<int>(), job["status"]!["succeeded"]!.GetValue<int>()));
        // The other way round: status is not written through the object itself.
        var replaced = await _admin.MergeAsync(path, """{"status":{"succeeded":9}}""");
        Assert.Equal(1, replaced.Json["status"]!["succeeded"]!.GetValue<int>());
        var map = await _admin.PostAsync($"/api/v1/namespaces/{home}/configmaps", Sample.Named("m"));
        Assert.Null(map.Json["metadata"]!["generation"]);
    }

    [Fact]
    public async Task Finalizers_hold_an_object_until_the_last_is_removed()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        await _admin.PostAsync(path, """{"metadata":{"name":"held","finalizers":["example.com/a"]}}""");
        var deleted = await _admin.DeleteAsync(path + "/held");
        Assert.NotNull(deleted.Json["metadata"]!["deletionTimestamp"]);
        Assert.Equal(200, (await _admin.GetAsync(path + "/held")).Status);
        await _admin.MergeAsync(path + "/held", """{"metadata":{"finalizers":null}}""");
        Assert.Equal(404, (await _admin.GetAsync(path + "/held")).Status);
    }

    [Fact]
    public async Task Dry_runs_leave_nothing_behind()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        var created = await _admin.PostAsync(path, Sample.Named("real", null, Sample.Data("a", "1")));
        Assert.Equal(201, (await _admin.PostAsync(path + "?dryRun=All", Sample.Named("dry"))).Status);
        Assert.Equal("2", (await _admin.MergeAsync(path + "/real?dryRun=All", """{"data":{"a":"2"}}""")).Json["data"]!["a"]!.GetValue<string>());
        Assert.Equal(200, (await _admin.DeleteAsync(path + "/real?dryRun=All")).Status);
        Assert.Equal(200, (await _admin.DeleteAsync(path + "?dryRun=All")).Status);
        var list = await _admin.GetAsync(path);
        Assert.Equal(["kube-root-ca.crt", "real"], list.Names);
        Assert.Equal(created.Version, (await _admin.GetAsync(path + "/real")).Version);
    }

    [Fact]
    public async Task Query_options_of_a_delete_count_only_without_a_body()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        await _admin.PostAsync(path, Sample.Named("a"));

        Assert.Equal(200, (await _admin.DeleteAsync(path + "/a", """{"kind":"DeleteOptions","apiVersion":"v1","dryRun":["All"]}""")).Status);
        Assert.Equal(200, (await _admin.GetAsync(path + "/a")).Status);
        Assert.Equal(200, (await _admin.DeleteAsync(path + "/a?dryRun=All", """{"kind":"DeleteOptions","apiVersion":"v1"}""")).Status);
        Assert.Equal(404, (await _admin.GetAsync(path + "/a")).Status);
    }

    [Fact]
    public async Task Numbers_keep_their_digits_and_the_last_duplicate_key_wins()
    {
        var path = $"/apis/apps/v1/namespaces/{await fixture.CreateNamespaceAsync()}/controllerrevisions";
        var created = await _admin.PostAsync(
            path, """{"metadata":{"name":"n"},"revision":1,"data":{"big":12345678901234567000,"pi":3.10,"a":1,"a":2,"App":"é😀<>&"}}""");
        Assert.Equal(201, created.Status);
        Assert.Contains("\"big\":12345678901234567000,\"pi\":3.10,\"a\":2", created.Body, StringComparison.Ordinal);
        Assert.Equal("é😀<>&", created.Json["data"]!["App"]!.GetValue<string>());
    }

    [Fact]
    public async Task Names_follow_the_rules_of_their_kind()
    {
        var home = await fixture.CreateNamespaceAsync();
        Assert.Equal(
            201,
            (await _admin.PostAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{home}/roles", Sample.Role("system:Some_Role", ["get"], ["pods"]))).Status);
        Assert.Equal(200, (await _admin.GetAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{home}/roles/system:Some_Role")).Status);
        var refused = await _admin.PostAsync("/api/v1/namespaces", Sample.Named("a.b"));
        Assert.Equal(422, refused.Status);
        Assert.Equal("""Namespace "a.b" is invalid: metadata.name: Invalid value: "a.b": must not contain dots""", refused.Message);
        Assert.Contains(
            "a lowercase RFC 1123 label must", (await _admin.PostAsync("/api/v1/namespaces", Sample.Named("A_B"))).Message, StringComparison.Ordinal);
        var nameless = await _admin.PostAsync($"/api/v1/namespaces/{home}/configmaps", "{}");
        Assert.Equal("ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required", nameless.Message);
    }

    [Fact]
    public async Task Mismatched_paths_have_distinct_errors()
    {
        var home = await fixture.CreateNamespaceAsync();
        var maps = $"/api/v1/namespaces/{home}/configmaps";
        await _admin.PostAsync(maps, Sample.Named("a"));
        Assert.Equal("the name of the object (b) does not match the name on the URL (a)", (await _admin.PutAsync(maps + "/a", Sample.Named("b"))).Message);
        Assert.Equal(404, (await _admin.PutAsync(maps + "/absent", Sample.Named("absent"))).Status);
        Assert.Equal(
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: no kind \"ConfigMap\" is registered for version \"apps/v1\" in scheme "
                + "\"pkg/runtime/scheme.go:111\"",
            (await _admin.PostAsync(maps, """{"apiVersion":"apps/v1","kind":"ConfigMap","metadata":{"name":"x"}}""")).Message);
        Assert.Equal(400, (await _admin.PostAsync(maps, """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"}}""")).Status);
        Assert.Equal(404, (await _admin.GetAsync("/api/v1/configmaps/a")).Status);
        Assert.Equal(404, (await _admin.GetAsync($"/api/v1/namespaces/{home}/nodes")).Status);
        Assert.Equal(405, (await _admin.PostAsync("/api/v1/configmaps", Sample.Named("x"))).Status);
        Assert.Equal(404, (await _admin.GetAsync(maps + "/a/flurb")).Status);
        Assert.Equal("404 page not found\n", (await _admin.GetAsync("/apis/nope.example.com/v1/things")).Body);
        var uid = await _admin.PutAsync(maps + "/a", """{"metadata":{"name":"a","uid":"00000000-0000-0000-0000-000000000000"}}""");
        Assert.Equal(409, uid.Status);
        Assert.Equal(413, (await _admin.PostAsync(maps, Sample.Named("big", null, Sample.Data("x", new string('y', 3_500_000))))).Status);
        Assert.Equal(415, (await _admin.SendAsync(HttpMethod.Patch, maps + "/a", "{}", "application/apply-patch+cbor")).Status);
        Assert.Equal(501, (await _admin.GetAsync($"/api/v1/nodes/node1/proxy")).Status);
    }

    [Fact]
    public async Task Some_kinds_are_created_by_a_replace_with_the_right_to_create()
    {
        var home = await fixture.CreateNamespaceAsync();
        var role = $"/apis/rbac.authorization.k8s.io/v1/namespaces/{home}/roles/new";
        Assert.Equal(
            "the name of the object (other) does not match the name on the URL (new)",
            (await _admin.PutAsync(role, Sample.Role("other", ["get"], ["pods"]))).Message);
        Assert.Equal(201, (await _admin.PutAsync(role + "?dryRun=All", Sample.Role("new", ["get"], ["pods"]))).Status);
        var created = await _admin.PutAsync(role, Sample.Role("new", ["get"], ["pods"]));
        Assert.Equal((201, "Update"), (created.Status, created.Json["metadata"]!["managedFields"]![0]!["operation"]!.GetValue<string>()));
        Assert.Equal(200, (await _admin.PutAsync(role, Sample.Role("new", ["list"], ["pods"]))).Status);
        Assert.Equal(
            201,
            (
                await _admin.PutAsync(
                    $"/api/v1/namespaces/{home}/limitranges/new",
                    Sample.Named("new", null, ("spec", JsonNode.Parse("""{"limits":[{"type":"Pod"}]}""")!)))).Status);

        // A user with the right to update, but not to create.
        await _admin.PostAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{home}/roles", Sample.Role("changer", ["update"], ["limitranges"]));
        await _admin.PostAsync(
            $"/apis/rbac.authorization.k8s.io/v1/namespaces/{home}/rolebindings",
            Sample.Binding("changer", "Role", "changer", "ServiceAccount", "default", home));
        using var changer = new SandboxClient(fixture.Server, fixture.Server.CreateServiceAccountToken(home, "default"));
        var refused = await changer.PutAsync(
            $"/api/v1/namespaces/{home}/limitranges/other", Sample.Named("other", null, ("spec", JsonNode.Parse("""{"limits":[]}""")!)));
        Assert.Equal(403, refused.Status);
        Assert.Contains("cannot create resource \"limitranges\"", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("configmaps", "data", 1_048_576, 201)]
    [InlineData("configmaps", "data", 1_048_577, 422)]
    [InlineData("configmaps", "binaryData", 1_048_577, 422)]
    [InlineData("secrets", "data", 1_048_576, 201)]
    [InlineData("secrets", "data", 1_048_577, 422)]
    public async Task The_size_of_data_is_limited(string resource, string member, int length, int status)
    {
        var text = resource == "configmaps" && member == "data" ? new string('y', length) : Convert.ToBase64String(new byte[length]);
        var response = await _admin.PostAsync(
            $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/{resource}", Sample.Named("big", null, (member, new JsonObject { ["x"] = text })));
        Assert.Equal(status, response.Status);
        if (status == 422)
        {
            var (kind, place) = resource == "secrets" ? ("Secret", "data") : ("ConfigMap", "[]");
            Assert.Equal($"{kind} \"big\" is invalid: {place}: Too long: may not be more than 1048576 bytes", response.Message);
        }
    }

    [Theory]
    [InlineData("""{"metadata":"x"}""")]
    [InlineData("""{"metadata":{"name":1}}""")]
    [InlineData("""{"metadata":{"name":"b","labels":{"a":1}}}""")]
    [InlineData("""{"metadata":{"name":"b","finalizers":"x"}}""")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"metadata":{"name":"b"}} x""")]
    public async Task An_invalid_object_is_refused(string body)
    {
        var response = await _admin.PostAsync($"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps", body);
        Assert.Equal((400, "BadRequest"), (response.Status, response.Reason));
    }

    private static int Generation(SandboxResponse response) => response.Json["metadata"]!["generation"]!.GetValue<int>();

    private static string Job(string name) => Sample.Named(
        name, null, (
            "spec", JsonNode.Parse("""{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"registry.example/job"}]}}}""")!));
}
