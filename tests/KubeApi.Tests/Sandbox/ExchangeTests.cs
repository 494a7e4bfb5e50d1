using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox;

/// <summary>The sandbox responds like a real server.</summary>
/// <remarks>
/// Recordings that are not played are listed with a reason in `Fixtures/Exchanges/not-played.txt`; <see cref="ExchangeListTests"/> keeps the list
/// complete.
/// </remarks>
public class ExchangeTests
{
    [Fact]
    public async Task Objects_are_created_read_changed_and_deleted_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync(
            "story", "settings", "absent", "dry", "color", "blue", "red", "green", "size", "10", "shape", "round", "demo", "tier", "front");
        await story.PlayAsync(
            "objects/namespace-create",
            "objects/create",
            "objects/create-already-exists",
            "objects/create-dry-run",
            "objects/create-invalid-name",
            "objects/create-invalid-pod",
            "objects/create-malformed-json",
            "objects/create-namespace-mismatch",
            "objects/create-namespace-missing",
            "objects/create-unknown-field-strict",
            "objects/create-unknown-field-warn",
            "objects/create-unsupported-media-type",
            "objects/get",
            "objects/get-not-found",
            "objects/get-not-acceptable",
            "objects/method-not-allowed",
            "objects/unknown-resource",
            "objects/replace",
            "objects/replace-conflict",
            "objects/replace-no-change",
            "objects/patch-merge",
            "objects/patch-json",
            "objects/patch-json-test-failed",
            "objects/patch-bad-media-type",
            "objects/patch-strategic",
            "delete/get-uid", "delete/dry-run", "delete/precondition-failed", "delete/ok", "delete/again");
    }

    // Its message has the number of bytes of a value, which keeps its length.
    [Fact]
    public async Task A_kind_that_does_not_match_its_path_is_refused_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story", "settings", "tier", "front");
        await PrepareAsync(story, "story");
        await story.PlayAsync("objects/create-wrong-kind");
    }

    [Fact]
    public async Task Versions_are_optional_for_a_replace_but_binding_if_given()
    {
        await using var story = await ExchangePlayer.StartAsync("story4", "own");
        await PrepareAsync(story, "story4");
        var created = await story.Admin.PostAsync(
            $"/api/v1/namespaces/{story.Name("story4")}/configmaps?fieldManager=kubeapi", Sample.Named(story.Name("own"), null, Sample.Data("a", "1")));
        await story.PlayAsync("objects/replace-without-resource-version");
        story.Learn("22658", created.Version!);
        await story.PlayAsync("objects/patch-merge-stale-resource-version", "objects/create-with-resource-version", "objects/quota-create");
    }

    [Fact]
    public async Task Applied_fields_have_owners_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story", "applied", "other", "kubeapi", "1", "2", "9", "10");
        await PrepareAsync(story, "story");
        await story.PlayAsync(
            "apply/create",
            "apply/same-again",
            "apply/remove-field",
            "apply/conflict",
            "apply/force",
            "apply/dry-run",
            "apply/no-field-manager",
            "apply/managed-fields-present");
    }

    [Fact]
    public async Task Updates_and_applies_are_separate_managers_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story4", "own", "d");
        await PrepareAsync(story, "story4");
        await story.PlayAsync(
            "apply/own-update-then-apply-create",
            "apply/own-update-then-apply-conflict",
            "apply/own-update-then-apply-forced-keeps-dropped-field",
            "apply/stale-resource-version",
            "apply/foreign-uid",
            "apply/unknown-field",
            "objects/replace-without-resource-version",
            "objects/patch-merge-stale-resource-version");
    }

    [Fact]
    public async Task Generated_names_have_five_characters_of_the_safe_alphabet()
    {
        await using var story = await ExchangePlayer.StartAsync("story");
        await PrepareAsync(story, "story");
        var exchange = RecordedExchange.Read("objects/create-generate-name");
        var created = await story.Admin.PostAsync($"/api/v1/namespaces/{story.Name("story")}/configmaps", exchange.RequestBody);
        Assert.Equal(exchange.Status, created.Status);
        Assert.Matches("^gen-[bcdfghjklmnpqrstvwxz2456789]{5}$", created.Json["metadata"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Lists_are_selected_and_paged_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story", "absent");
        await PrepareAsync(story, "story");
        await CreatePagesAsync(story, "story");
        await story.PlayAsync(
            "lists/page-1",
            "lists/page-2",
            "lists/page-3",
            "lists/bad-continue",
            "lists/empty",
            "lists/field-selector",
            "lists/field-selector-pods-phase",
            "lists/field-selector-unsupported",
            "lists/label-selector-bad",
            "lists/label-selector-set",
            "lists/namespace-absent",
            "lists/resource-version-bad");
        await story.PlayAsync("watch/from-start", "watch/send-initial-events", "watch/future", "delete/collection");
    }

    [Fact]
    public async Task Metadata_alone_is_listed_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story", "applied", "other", "kubeapi");
        await PrepareAsync(story, "story");
        await story.PlayAsync("apply/create", "apply/same-again", "apply/remove-field", "apply/conflict", "apply/force");
        var path = $"/api/v1/namespaces/{story.Name("story")}/configmaps";
        await story.Admin.PostAsync(path, """{"metadata":{"generateName":"gen-","name":"gen-c2gs8"},"data":{"color":"blue","size":"1"}}""");
        await CreatePagesAsync(story, "story");
        foreach (var name in (string[])["x", "y", "z"])
        {
            await story.Admin.PostAsync(path, Sample.Named(name));
        }

        await story.PlayAsync("lists/partial-metadata", "tables/configmaps");
    }

    [Theory]
    [InlineData("watch/add-modify-delete", 1)]
    [InlineData("watch/table", 2)]
    public async Task Changes_are_watched_as_recorded(string exchange, int times)
    {
        await using var story = await ExchangePlayer.StartAsync("story", "seen");
        await PrepareAsync(story, "story");
        var path = $"/api/v1/namespaces/{story.Name("story")}/configmaps";
        story.Learn("752", (await story.Admin.GetAsync(path)).Version!);
        for (var time = 0; time < times; time++)
        {
            await story.Admin.PostAsync(path, Sample.Named(story.Name("seen")));
            await story.Admin.MergeAsync($"{path}/{story.Name("seen")}", """{"metadata":{"managedFields":[{}]},"data":{"k":"v"}}""");
            await story.Admin.DeleteAsync($"{path}/{story.Name("seen")}");
        }

        await story.PlayAsync(exchange, "watch/label-selector-leaves");
    }

    [Fact]
    public async Task A_future_version_is_refused_with_the_current_one()
    {
        await using var story = await ExchangePlayer.StartAsync("story");
        await PrepareAsync(story, "story");
        var list = await story.Admin.GetAsync($"/api/v1/namespaces/{story.Name("story")}/configmaps");
        story.Learn("681", list.Version!);
        await story.PlayAsync("lists/resource-version-future");
    }

    [Fact]
    public async Task Expired_versions_are_gone_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story3");
        await PrepareAsync(story, "story3");
        await story.Admin.PostAsync($"/api/v1/namespaces/{story.Name("story3")}/configmaps", Sample.Named("later"));
        var old = await story.Admin.GetAsync($"/api/v1/namespaces/{story.Name("story3")}/configmaps?limit=1");
        story.Server.ExpireHistory();
        var now = await story.Admin.GetAsync($"/api/v1/namespaces/{story.Name("story3")}/configmaps");
        story.Learn("21775", old.Version!);
        story.Learn("21786", now.Version!);
        story.Learn(RecordedExchange.Read("lists/continue-expired").Path.Split("continue=")[1], old.Continue!);
        await story.PlayAsync("lists/exact-version-expired", "watch/too-old", "watch/too-old-bookmarks", "lists/continue-expired");
    }

    [Fact]
    public async Task Credentials_are_checked_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story4");
        await PrepareAsync(story, "story4");
        await story.PlayAsync(
            "auth/anonymous-version",
            "auth/anonymous-whoami",
            "auth/bad-token",
            "auth/bad-token-version",
            "auth/impersonate",
            "auth/impersonate-forbidden",
            "auth/pods-anonymous",
            "auth/root-anonymous",
            "auth/root-viewer-forbidden",
            "auth/rules-viewer",
            "auth/can-i-no",
            "auth/can-i-yes",
            "auth/serviceaccount-own-namespace-pods",
            "auth/serviceaccount-root",
            "auth/serviceaccount-version",
            "auth/whoami",
            "watch/forbidden");
    }

    [Fact]
    public async Task Paths_respond_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync();
        await story.PlayAsync(
            "server/healthz",
            "server/livez-verbose",
            "server/readyz-verbose",
            "server/not-found-path",
            "logs/pod-not-found",
            "server/version",
            "discovery/api-v1",
            "discovery/apis-legacy",
            "discovery/apis-aggregated",
            "discovery/group-batch");
        await story.PlayAsync([.. RecordedExchange.Names("discovery/groups")]);
        const string etag = "A74552DF419C4697E3A22F67B8FE55FD8F2CC33F6134FF206B16341598294CDE9896C7F67B2819217E6BB70E74F97FCC864DDFCDB02FDA565699CC7D6E3CC377";
        var document = await story.Admin.SendAsync(
            HttpMethod.Get, "/apis", null, "", ("Accept", RecordedExchange.Read("discovery/apis-aggregated").RequestHeaders["Accept"]));
        story.Learn(etag, document.Headers["ETag"].Trim('"'));
        await story.PlayAsync("discovery/apis-aggregated-not-modified");
    }

    [Fact]
    public async Task Schemas_equal_the_recorded_ones_byte_for_byte()
    {
        await using var story = await ExchangePlayer.StartAsync();
        await story.PlayAsync([.. RecordedExchange.Names("openapi")]);
    }

    [Fact]
    public async Task Roles_are_listed_with_a_custom_one_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("reader");
        foreach (var list in (string[])["bootstrap/roles", "bootstrap/rolebindings"])
        {
            var recorded = RecordedExchange.Read(list);
            var own = (JsonObject)JsonNode.Parse(
                RecordedExchange.Rename(recorded.Body, new Dictionary<string, string> { ["reader"] = story.Name("reader") }))!["items"]![0]!;
            foreach (var made in (string[])["uid", "resourceVersion", "creationTimestamp", "managedFields"])
            {
                ((JsonObject)own["metadata"]!).Remove(made);
            }

            var path = recorded.Path.Replace("/v1/", "/v1/namespaces/default/", StringComparison.Ordinal);
            Assert.Equal(201, (await story.Admin.PostAsync(path + "?fieldManager=kubectl-client-side-apply", own.ToJsonString())).Status);
            await story.PlayAsync(list);
        }
    }

    [Fact]
    public async Task Objects_of_controllers_are_read_as_recorded()
    {
        await using var story = await ExchangePlayer.RestoreAsync(
            ["workloads/job-by-name", "workloads/pods", "workloads/status-get"], "story", "my-job", "web", "my-job-fxb6h", "web-79c7c45656-pn5xz",
            "web-79c7c45656-zsjqq");
        await story.PlayAsync(
            "workloads/status-get", "workloads/job-by-name", "workloads/jobs-all-namespaces", "workloads/pods", "tables/pods", "tables/pods-include-object",
            "tables/pods-page", "tables/jobs");
    }

    [Fact]
    public async Task A_limit_is_ignored_for_version_zero_as_recorded()
    {
        await using var story = await ExchangePlayer.RestoreAsync(
            ["lists/resource-version-0-ignores-limit"],
            ["story4", .. Enumerable.Range(0, 20).Select(number => string.Create(CultureInfo.InvariantCulture, $"load-{number}"))]);
        await story.PlayAsync("lists/resource-version-0-ignores-limit");
    }

    [Fact]
    public async Task Workloads_get_defaults_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story", "web", "nightly", "my-job", "creds");
        await PrepareAsync(story, "story");
        await story.PlayAsync(
            "workloads/deployment-create",
            "workloads/job-create",
            "workloads/cronjob-create",
            "workloads/pdb-create",
            "workloads/secret-create",
            "workloads/serviceaccount-token");
        // The status that controllers had written by then.
        var path = $"/apis/apps/v1/namespaces/{story.Name("story")}/deployments/{story.Name("web")}";
        var status = await story.Admin.MergeAsync(path + "/status", """{"status":{"replicas":2}}""");
        story.Learn("701", status.Version!);
        await story.PlayAsync("workloads/scale-get", "workloads/scale-patch");
    }

    [Fact]
    public async Task A_restart_and_a_foreground_deletion_continue_from_recorded_objects()
    {
        // Managers of the same second are sorted by name.
        var clock = new StoppedClock();
        await using var story = await ExchangePlayer.StartAsync(clock, "story", "web");
        await PrepareAsync(story, "story");
        await story.PlayAsync("workloads/deployment-create");
        var path = $"/apis/apps/v1/namespaces/{story.Name("story")}/deployments/{story.Name("web")}";
        await story.Admin.MergeAsync(path + "/scale", """{"spec":{"replicas":3}}""");
        await WriteStatusAsync("workloads/restart-patch");
        await story.PlayAsync("workloads/restart-patch");
        await WriteStatusAsync("delete/deployment-foreground");
        // It waits for its dependents, which are not deleted.
        story.Server.AreControllersHeld = true;
        await story.PlayAsync("delete/deployment-foreground");
        clock.Advance(TimeSpan.FromSeconds(26));
        await WriteStatusAsync("delete/deployment-terminating");
        await story.PlayAsync("delete/deployment-terminating");

        async Task WriteStatusAsync(string exchange)
        {
            var recorded = JsonNode.Parse(RecordedExchange.Read(exchange).Body)!;
            var written = new JsonObject
            {
                ["metadata"] = new JsonObject { ["annotations"] = recorded["metadata"]!["annotations"]!.DeepClone() },
                ["status"] = recorded["status"]!.DeepClone(),
            };
            var response = await story.Admin.MergeAsync(path + "/status?fieldManager=kube-controller-manager", written.ToJsonString());
            Assert.True(response.Status == 200, response.Body);
        }
    }

    [Fact]
    public async Task APIServices_are_listed_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync();
        await story.PlayAsync("tables/apiservices");
    }

    [Fact]
    public async Task Events_without_times_are_selected_and_paged_as_recorded()
    {
        await using var story = await ExchangePlayer.RestoreAsync(["workloads/events-of-a-pod"], "bad", "big");
        const string events = "/api/v1/namespaces/default/events";
        await story.Admin.PostAsync(events, """{"metadata":{"name":"aaa","namespace":"default"},"involvedObject":{"kind":"Node","name":"node1"}}""");
        await story.Admin.PostAsync(
            events, """{"metadata":{"name":"zzz","namespace":"default"},"involvedObject":{"kind":"Pod","name":"x","namespace":"default"}}""");
        await story.PlayAsync("workloads/events-of-a-pod");
    }

    [Fact]
    public async Task A_running_pod_is_read_as_recorded()
    {
        await using var story = await ExchangePlayer.RestoreAsync(["workloads/pod-running"], "one");
        await story.PlayAsync("workloads/pod-running");
    }

    [Fact]
    public async Task A_Service_is_completed_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story", "web");
        await PrepareAsync(story, "story");
        // So that the only free address is the recorded one.
        await TakeAddressesAsync(story, except: 217);
        await story.PlayAsync("workloads/service-create");
    }

    [Fact]
    public async Task A_namespace_terminates_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story", "settings");
        await story.PlayAsync("objects/namespace-create");
        // The state before the controllers acted.
        story.Server.AreControllersHeld = true;
        await story.PlayAsync("delete/namespace", "delete/namespace-terminating", "objects/create-in-terminating-namespace");
        story.Server.AreControllersHeld = false;
        Assert.Equal(404, (await story.Admin.GetAsync("/api/v1/namespaces/" + story.Name("story"))).Status);
    }

    [Theory]
    [InlineData("bootstrap/namespaces")]
    [InlineData("bootstrap/node")]
    [InlineData("bootstrap/priorityclasses")]
    [InlineData("bootstrap/service-kubernetes")]
    [InlineData("bootstrap/serviceaccount-default")]
    [InlineData("bootstrap/clusterroles")]
    [InlineData("bootstrap/clusterrolebindings")]
    [InlineData("bootstrap/configmap-kube-root-ca")]
    [InlineData("discovery/api-aggregated")]
    [InlineData("discovery/api-legacy")]
    [InlineData("auth/serviceaccount-openapi-v3")]
    [InlineData("auth/serviceaccount-api")]
    [InlineData("auth/serviceaccount-apis")]
    [InlineData("auth/serviceaccount-whoami")]
    [InlineData("server/openid")]
    public async Task A_cluster_starts_with_the_recorded_objects(string exchange)
    {
        await using var story = await ExchangePlayer.StartAsync("story4");
        await PrepareAsync(story, "story4");
        story.Learn("127.0.0.1:6443", story.Server.Uri.Authority);
        await story.PlayAsync(exchange);
    }

    [Fact]
    public async Task A_disruption_budget_refuses_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story2", "web");
        await PrepareAsync(story, "story2");
        var home = $"/namespaces/{story.Name("story2")}";
        var budget = $$"""{"metadata":{"name":"{{story.Name("web")}}"},"spec":{"minAvailable":5,"selector":{} } }""";
        await story.Admin.PostAsync($"/apis/policy/v1{home}/poddisruptionbudgets", budget);
        foreach (var name in (string[])["web-55c985c477-5cdd9", "other"])
        {
            await story.Admin.PostAsync(
                $"/api/v1{home}/pods", Sample.Named(name, null, ("spec", JsonNode.Parse("""{"containers":[{"name":"main","image":"i:1"}]}""")!)));
            await story.Admin.MergeAsync(
                $"/api/v1{home}/pods/{name}/status", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""");
        }

        await story.PlayAsync("workloads/eviction-too-many-requests");
    }

    [Fact]
    public async Task A_quota_refuses_as_recorded()
    {
        await using var story = await ExchangePlayer.StartAsync("story4", "s", "p");
        await PrepareAsync(story, "story4");
        await story.PlayAsync("objects/quota-create", "objects/create-quota-exceeded", "objects/create-pod-serviceaccount-absent");
    }

    private static async Task PrepareAsync(ExchangePlayer story, string @namespace) =>
        await story.Admin.PostAsync("/api/v1/namespaces", Sample.Named(story.Name(@namespace)));

    private static async Task TakeAddressesAsync(ExchangePlayer story, int except)
    {
        foreach (var number in Enumerable.Range(2, 253).Where(number => number != except))
        {
            var created = await story.Admin.PostAsync(
                "/api/v1/namespaces/default/services",
                $$$"""{"metadata":{"name":"s{{{number}}}"},"spec":{"clusterIP":"10.0.0.{{{number}}}","ports":[{"port":80}]}}""");
            Assert.Equal(201, created.Status);
        }
    }

    private static async Task CreatePagesAsync(ExchangePlayer story, string @namespace)
    {
        for (var i = 0; i < 7; i++)
        {
            var labels = new Dictionary<string, string> { ["odd"] = (i % 2).ToString(CultureInfo.InvariantCulture), ["page"] = "yes" };
            await story.Admin.PostAsync(
                $"/api/v1/namespaces/{story.Name(@namespace)}/configmaps", Sample.Named(string.Create(CultureInfo.InvariantCulture, $"page-{i}"), labels));
        }
    }
}
