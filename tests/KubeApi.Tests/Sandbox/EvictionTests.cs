using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox;

/// <summary>Disruption budgets, and evictions that they limit.</summary>
public sealed class EvictionTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private readonly SandboxClient _admin = fixture.Admin;

    [Fact]
    public async Task A_budget_counts_its_pods_and_allows_the_spare_evictions()
    {
        var home = await HomeAsync("""{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}""", "a", "b");
        var status = await StatusAsync(home);
        Assert.Equal(
            "1 1 2 1 2",
            string.Join(
                ' ',
                new[] { "observedGeneration", "disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods" }.Select(
                    name => status[name]!.ToJsonString())));
        Assert.Equal(("DisruptionAllowed", "True", "SufficientPods"), Condition(status));

        Assert.Equal(201, (await EvictAsync(home, "a", "?dryRun=All")).Status);
        Assert.Equal(200, (await _admin.GetAsync($"{home}/pods/a")).Status);
        var evicted = await EvictAsync(home, "a");
        Assert.Equal("""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}""", evicted.Body.Trim());
        Assert.Equal(404, (await _admin.GetAsync($"{home}/pods/a")).Status);

        var refused = await EvictAsync(home, "b");
        Assert.Equal(
            (429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget."), (refused.Status, refused.Reason, refused.Message));
        Assert.Equal(
            """[{"reason":"DisruptionBudget","message":"The disruption budget web needs 1 healthy pods and has 1 currently"}]""",
            refused.Json["details"]!["causes"]!.ToJsonString());
        Assert.Equal(("DisruptionAllowed", "False", "InsufficientPods"), Condition(await StatusAsync(home)));
        // A delete ignores budgets.
        Assert.Equal(200, (await _admin.DeleteAsync($"{home}/pods/b")).Status);
    }

    [Fact]
    public async Task A_percentage_refers_to_the_replicas_of_the_controller()
    {
        var home = await fixture.CreateNamespaceAsync();
        var sets = await _admin.PostAsync($"/apis/apps/v1/namespaces/{home}/replicasets", """
            {"metadata":{"name":"web"},"spec":{"replicas":4,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"i:1"}]}}}}
            """);
        var owner = $$$""","ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web","uid":{{{sets.Json["metadata"]!["uid"]!.ToJsonString()}}},"controller":true}]""";
        await PodsAsync($"/api/v1/namespaces/{home}", owner, "a", "b", "c");
        await BudgetAsync(home, """{"maxUnavailable":"30%","selector":{"matchLabels":{"app":"web"}}}""");
        var status = await StatusAsync($"/api/v1/namespaces/{home}");
        // 30% of 4, rounded up, may be missing: 2 are required and 3 are healthy.
        Assert.Equal(
            "3 2 4 1",
            string.Join(' ', new[] { "currentHealthy", "desiredHealthy", "expectedPods", "disruptionsAllowed" }.Select(name => status[name]!.ToJsonString())));
    }

    [Fact]
    public async Task Pods_that_need_no_budget_are_evicted_without_one()
    {
        var home = await HomeAsync("""{"minAvailable":5,"selector":{"matchLabels":{"app":"web"}}}""", "ready");
        await _admin.PostAsync($"{home}/pods", Pod("pending", ""));
        Assert.Equal(201, (await EvictAsync(home, "pending")).Status);
        Assert.Equal(404, (await EvictAsync(home, "absent")).Status);
        Assert.Equal(
            "name in URL does not match name in Eviction object",
            (await _admin.PostAsync($"{home}/pods/ready/eviction", """{"metadata":{"name":"other"}}""")).Message);
    }

    [Fact]
    public async Task A_budget_is_not_spent_twice_before_it_is_recounted()
    {
        var home = await HomeAsync("""{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}""", "a", "b");
        fixture.Server.AreControllersHeld = true;
        Assert.Equal(201, (await EvictAsync(home, "a", "?dryRun=All")).Status);
        Assert.Equal(201, (await EvictAsync(home, "a")).Status);
        var status = await StatusAsync(home);
        Assert.Equal(("0", true), (status["disruptionsAllowed"]!.ToJsonString(), ((JsonObject)status["disruptedPods"]!).ContainsKey("a")));
        Assert.Equal(429, (await EvictAsync(home, "b")).Status);
        fixture.Server.AreControllersHeld = false;
        Assert.Null((await StatusAsync(home))["disruptedPods"]);
    }

    [Fact]
    public async Task Concurrent_evictions_succeed_up_to_the_budget()
    {
        string[] pods = [.. Enumerable.Range(0, 12).Select(number => $"p{number}")];
        var home = await HomeAsync("""{"minAvailable":7,"selector":{"matchLabels":{"app":"web"}}}""", pods);
        var responses = await Task.WhenAll(pods.Select(pod => EvictAsync(home, pod)));
        Assert.Equal((5, 7), (responses.Count(response => response.Status == 201), responses.Count(response => response.Status == 429)));
    }

    [Theory]
    [InlineData("itself")]
    [InlineData("other")]
    public async Task Pods_that_own_each_other_are_counted(string owner)
    {
        var home = await HomeAsync("""{"maxUnavailable":1,"selector":{"matchLabels":{"app":"web"}}}""", "itself", "other");
        await OwnAsync("itself", owner);
        await OwnAsync("other", "itself");
        Assert.Equal("2", (await StatusAsync(home))["currentHealthy"]!.ToJsonString());

        async Task OwnAsync(string pod, string by)
        {
            var uid = (await _admin.GetAsync($"{home}/pods/{by}")).Json["metadata"]!["uid"]!.ToJsonString();
            var owned = await _admin.MergeAsync(
                $"{home}/pods/{pod}",
                $$$"""{"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"{{{by}}}","uid":{{{uid}}},"controller":true}]}}""");
            Assert.Equal(200, owned.Status);
        }
    }

    private async Task<string> HomeAsync(string budget, params string[] pods)
    {
        var home = await fixture.CreateNamespaceAsync();
        await BudgetAsync(home, budget);
        await PodsAsync($"/api/v1/namespaces/{home}", "", pods);
        return $"/api/v1/namespaces/{home}";
    }

    private async Task BudgetAsync(string home, string spec) => Assert.Equal(
        201, (
            await _admin.PostAsync(
                $"/apis/policy/v1/namespaces/{home}/poddisruptionbudgets", Sample.Named("web", null, ("spec", JsonNode.Parse(spec)!)))).Status);

    private async Task PodsAsync(string home, string owner, params string[] names)
    {
        foreach (var name in names)
        {
            Assert.Equal(201, (await _admin.PostAsync($"{home}/pods", Pod(name, owner))).Status);
            await _admin.MergeAsync($"{home}/pods/{name}/status", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""");
        }
    }

    private Task<SandboxResponse> EvictAsync(string home, string name, string query = "") =>
        _admin.PostAsync($"{home}/pods/{name}/eviction{query}", $$$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{{{name}}}"}}""");

    private async Task<JsonNode> StatusAsync(string home) =>
        (await _admin.GetAsync(home.Replace("/api/v1", "/apis/policy/v1", StringComparison.Ordinal) + "/poddisruptionbudgets/web")).Json["status"]!;

    private static (string, string, string) Condition(JsonNode status) =>
        (
            status["conditions"]![0]!["type"]!.GetValue<string>(), status["conditions"]![0]!["status"]!.GetValue<string>(),
            status["conditions"]![0]!["reason"]!.GetValue<string>());

    private static string Pod(string name, string owner) =>
        $$$"""{"metadata":{"name":"{{{name}}}","labels":{"app":"web"}{{{owner}}} },"spec":{"containers":[{"name":"main","image":"registry.example/web:1"}]}}""";
}
