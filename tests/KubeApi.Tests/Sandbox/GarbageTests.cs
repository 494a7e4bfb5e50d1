using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox;

/// <summary>Objects are deleted with their owners. The effects of a request have happened when it returns, so these tests do not wait.</summary>
public sealed class GarbageTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private readonly SandboxClient _admin = fixture.Admin;

    [Theory]
    [InlineData("""{"propagationPolicy":"Background"}""", null)]
    [InlineData("""{"propagationPolicy":"Foreground"}""", null)]
    [InlineData("""{"propagationPolicy":"Orphan"}""", "[]")]
    [InlineData("""{"orphanDependents":true}""", "[]")]
    [InlineData("""{"orphanDependents":false}""", null)]
    [InlineData(null, null)]
    public async Task Dependents_are_deleted_or_kept_by_the_propagation_policy(string? options, string? owners)
    {
        var maps = await MapsAsync();
        var owner = await _admin.PostAsync(maps, Sample.Named("owner"));
        await OwnedAsync(maps, "child", owner);
        await OwnedAsync(maps, "grandchild", await _admin.GetAsync(maps + "/child"));

        Assert.Equal(200, (await _admin.DeleteAsync(maps + "/owner", options)).Status);

        Assert.Equal(404, (await _admin.GetAsync(maps + "/owner")).Status);
        var (child, grandchild) = (await _admin.GetAsync(maps + "/child"), await _admin.GetAsync(maps + "/grandchild"));
        Assert.Equal(owners is null ? (404, 404) : (200, 200), (child.Status, grandchild.Status));
        if (owners is not null)
        {
            // It no longer has an owner, but still owns the grandchild.
            Assert.Null(child.Json["metadata"]!["ownerReferences"]);
            Assert.NotNull(grandchild.Json["metadata"]!["ownerReferences"]);
        }
    }

    [Fact]
    public async Task Policies_are_read_from_the_query_and_default_by_kind()
    {
        var home = await fixture.CreateNamespaceAsync();
        var (maps, jobs) = ($"/api/v1/namespaces/{home}/configmaps", $"/apis/batch/v1/namespaces/{home}/jobs");
        const string job = """{"metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"registry.example/job"}]}}}}""";

        await OwnedAsync(maps, "kept", await _admin.PostAsync(jobs, job), "batch/v1", "Job");
        var warned = await _admin.DeleteAsync(jobs + "/j");
        Assert.Equal(
            "299 - \"child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set "
                + "propagationPolicy=Orphan to suppress this warning\"",
            warned.Headers["Warning"]);
        Assert.Equal(200, (await _admin.GetAsync(maps + "/kept")).Status);

        await OwnedAsync(maps, "gone", await _admin.PostAsync(jobs, job), "batch/v1", "Job");
        Assert.False((await _admin.DeleteAsync(jobs + "/j?propagationPolicy=Background")).Headers.ContainsKey("Warning"));
        Assert.Equal(404, (await _admin.GetAsync(maps + "/gone")).Status);
    }

    [Fact]
    public async Task A_foreground_deletion_waits_for_blocking_dependents()
    {
        var maps = await MapsAsync();
        var owner = await _admin.PostAsync(maps, Sample.Named("owner"));
        await OwnedAsync(maps, "blocking", owner, finalizer: "example.com/hold", blocks: true);
        await OwnedAsync(maps, "other", owner);

        var deleted = await _admin.DeleteAsync(maps + "/owner", """{"propagationPolicy":"Foreground"}""");

        Assert.Equal("""["foregroundDeletion"]""", deleted.Json["metadata"]!["finalizers"]!.ToJsonString());
        Assert.Equal(404, (await _admin.GetAsync(maps + "/other")).Status);
        Assert.NotNull((await _admin.GetAsync(maps + "/blocking")).Json["metadata"]!["deletionTimestamp"]);
        Assert.Equal(200, (await _admin.GetAsync(maps + "/owner")).Status);
        await _admin.MergeAsync(maps + "/blocking", """{"metadata":{"finalizers":null}}""");
        Assert.Equal(404, (await _admin.GetAsync(maps + "/owner")).Status);
    }

    [Fact]
    public async Task A_remaining_owner_keeps_an_object()
    {
        var maps = await MapsAsync();
        var (first, second) = (await _admin.PostAsync(maps, Sample.Named("first")), await _admin.PostAsync(maps, Sample.Named("second")));
        await _admin.PostAsync(maps, $$$"""{"metadata":{"name":"shared","ownerReferences":[{{{Reference(first)}}},{{{Reference(second)}}}]}}""");

        await _admin.DeleteAsync(maps + "/first");
        Assert.Equal(
            "second", Assert.Single((JsonArray)(await _admin.GetAsync(maps + "/shared")).Json["metadata"]!["ownerReferences"]!)!["name"]!.GetValue<string>());
        await _admin.DeleteAsync(maps + "/second");
        Assert.Equal(404, (await _admin.GetAsync(maps + "/shared")).Status);
    }

    [Fact]
    public async Task An_owner_that_is_missing_or_in_another_namespace_does_not_count()
    {
        var (maps, elsewhere) = (await MapsAsync(), await MapsAsync());
        var other = await _admin.PostAsync(elsewhere, Sample.Named("other"));
        await OwnedAsync(maps, "of-another-namespace", other);
        Assert.Equal(404, (await _admin.GetAsync(maps + "/of-another-namespace")).Status);

        var mine = await _admin.PostAsync(maps, Sample.Named("mine"));
        await _admin.PostAsync(
            maps,
            $$$"""{"metadata":{"name":"of-another-uid","ownerReferences":[{{{Reference(mine).Replace(Uid(mine), Guid.NewGuid().ToString(), StringComparison.Ordinal)}}}]}}""");
        Assert.Equal(404, (await _admin.GetAsync(maps + "/of-another-uid")).Status);

        // An owner of an unknown kind cannot be checked: the object stays.
        await _admin.PostAsync(maps, $$$"""{"metadata":{"name":"of-an-unknown-kind","ownerReferences":[{{{Reference(mine, "example.com/v1", "Thing")}}}]}}""");
        Assert.Equal(200, (await _admin.GetAsync(maps + "/of-an-unknown-kind")).Status);
    }

    [Fact]
    public async Task A_second_delete_can_change_the_policy()
    {
        var maps = await MapsAsync();
        var owner = await _admin.PostAsync(maps, """{"metadata":{"name":"owner","finalizers":["example.com/hold"]}}""");
        await OwnedAsync(maps, "child", owner);
        var first = await _admin.DeleteAsync(maps + "/owner", """{"propagationPolicy":"Background"}""");
        var again = await _admin.DeleteAsync(maps + "/owner", """{"propagationPolicy":"Background"}""");
        Assert.Equal(first.Version, again.Version);

        await _admin.DeleteAsync(maps + "/owner", """{"propagationPolicy":"Foreground"}""");
        // It does not block, so the collector releases the owner at once; the other finalizer still holds it.
        Assert.Equal("""["example.com/hold"]""", (await _admin.GetAsync(maps + "/owner")).Json["metadata"]!["finalizers"]!.ToJsonString());
    }

    [Theory]
    [InlineData(
        """{"propagationPolicy":"Background","orphanDependents":true}""",
        "propagationPolicy: Invalid value: \"Background\": orphanDependents and deletionPropagation cannot be both set")]
    [InlineData(
        """{"propagationPolicy":"Sometimes"}""",
        "propagationPolicy: Unsupported value: \"Sometimes\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"")]
    public async Task Contradictory_options_are_refused(string options, string error)
    {
        var maps = await MapsAsync();
        await _admin.PostAsync(maps, Sample.Named("m"));
        var refused = await _admin.DeleteAsync(maps + "/m", options);
        Assert.Equal((422, $"DeleteOptions.meta.k8s.io \"\" is invalid: {error}"), (refused.Status, refused.Message));
    }

    [Theory]
    [InlineData("""{"uid":"00000000-0000-0000-0000-000000000000"}""")]
    [InlineData("""{"resourceVersion":"1"}""")]
    public async Task Preconditions_must_hold(string preconditions)
    {
        var maps = await MapsAsync();
        await _admin.PostAsync(maps, Sample.Named("m"));
        Assert.Equal(409, (await _admin.DeleteAsync(maps + "/m", $$$"""{"preconditions":{{{preconditions}}} }""")).Status);
        Assert.Equal(200, (await _admin.GetAsync(maps + "/m")).Status);
    }

    [Fact]
    public async Task Options_in_the_body_win_over_the_query()
    {
        var maps = await MapsAsync();
        await _admin.PostAsync(maps, """{"metadata":{"name":"m"}}""");
        var refused = await _admin.DeleteAsync(maps + "/m", """{"dryRun":["some"]}""");
        Assert.Equal(
            (422, "DeleteOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"some\"]: supported values: \"All\""),
            (refused.Status, refused.Message));
        // The query has an option that the body does not have.
        Assert.Equal("Success", (await _admin.DeleteAsync(maps + "/m?propagationPolicy=Orphan", "{}")).Json["status"]!.ToString());
    }

    [Theory]
    [InlineData("""{"gracePeriodSeconds":"soon"}""", "json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64")]
    [InlineData("""{"preconditions":{"uid":5}}""", "json: cannot unmarshal number into Go struct field Preconditions.preconditions.uid of type types.UID")]
    [InlineData("""{"dryRun":"All"}""", "json: cannot unmarshal string into Go struct field DeleteOptions.dryRun of type []string")]
    [InlineData(
        "[]",
        "couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "
            + "\"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }")]
    public async Task Invalid_options_delete_nothing(string options, string message)
    {
        var maps = await MapsAsync();
        await _admin.PostAsync(maps, Sample.Named("m"));
        var refused = await _admin.DeleteAsync(maps + "/m", options);
        Assert.Equal((400, message), (refused.Status, refused.Message));
        Assert.Equal(200, (await _admin.GetAsync(maps + "/m")).Status);
    }

    [Fact]
    public async Task Creating_a_terminating_object_conflicts()
    {
        var maps = await MapsAsync();
        await _admin.PostAsync(maps, """{"metadata":{"name":"m","finalizers":["example.com/hold"]}}""");
        await _admin.DeleteAsync(maps + "/m");
        Assert.Equal("object is being deleted: configmaps \"m\" already exists", (await _admin.PostAsync(maps, Sample.Named("m"))).Message);
    }

    private async Task<string> MapsAsync() => $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";

    private async Task OwnedAsync(
        string maps, string name, SandboxResponse owner, string apiVersion = "v1", string kind = "ConfigMap", string? finalizer = null, bool blocks = false)
    {
        var finalizers = finalizer is null ? "" : $"\"finalizers\":[\"{finalizer}\"],";
        var reference = Reference(owner, apiVersion, kind, blocks);
        Assert.Equal(
            201, (await _admin.PostAsync(maps, $$$"""{"metadata":{"name":"{{{name}}}",{{{finalizers}}}"ownerReferences":[{{{reference}}}]}}""")).Status);
    }

    private static string Reference(SandboxResponse owner, string apiVersion = "v1", string kind = "ConfigMap", bool blocks = false) => new JsonObject
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["name"] = owner.Json["metadata"]!["name"]!.GetValue<string>(),
        ["uid"] = Uid(owner),
        ["blockOwnerDeletion"] = blocks,
    }.ToJsonString();

    private static string Uid(SandboxResponse response) => response.Json["metadata"]!["uid"]!.GetValue<string>();
}
