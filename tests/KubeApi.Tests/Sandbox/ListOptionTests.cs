namespace KubeApi.Tests.Sandbox;

/// <summary>Valid combinations of the options of lists and watches, and their meaning.</summary>
public sealed class ListOptionTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Path = "/api/v1/namespaces/default/secrets?";

    [Theory]
    [InlineData("resourceVersionMatch=Exact", "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided")]
    [InlineData(
        "resourceVersion=1&resourceVersionMatch=Newest",
        "resourceVersionMatch: Unsupported value: \"Newest\": supported values: \"Exact\", \"NotOlderThan\", \"\"")]
    [InlineData(
        "resourceVersion=0&resourceVersionMatch=Exact",
        "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")]
    [InlineData("sendInitialEvents=true", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list")]
    [InlineData(
        "continue=abc&resourceVersionMatch=Exact",
        "[resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided, resourceVersionMatch: Forbidden: "
            + "resourceVersionMatch is forbidden when continue is provided]")]
    [InlineData("watch=1&sendInitialEvents=true", "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")]
    [InlineData(
        "watch=1&resourceVersionMatch=NotOlderThan",
        "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")]
    public async Task Contradictory_options_are_refused(string query, string error)
    {
        var refused = await fixture.Admin.GetAsync(Path + query);
        Assert.Equal((422, "Invalid", $"ListOptions.meta.k8s.io \"\" is invalid: {error}"), (refused.Status, refused.Reason, refused.Message));
    }

    [Fact]
    public async Task A_continue_token_excludes_a_resource_version()
    {
        var refused = await fixture.Admin.GetAsync(Path + "continue=abc&resourceVersion=1");
        Assert.Equal((400, "specifying resource version is not allowed when using continue"), (refused.Status, refused.Message));
    }

    [Theory]
    [InlineData("limit=", "strconv.ParseInt: parsing \"\": invalid syntax")]
    [InlineData("labelSelector=a+b&limit=1.5", "strconv.ParseInt: parsing \"1.5\": invalid syntax")]
    [InlineData("limit=99999999999999999999", "strconv.ParseInt: parsing \"99999999999999999999\": value out of range")]
    [InlineData("limit=x&timeoutSeconds=y", "strconv.ParseInt: parsing \"y\": invalid syntax")]
    [InlineData("continue=bo.us", "invalid continue token: continue key is not valid: illegal base64 data")]
    public async Task Malformed_options_are_refused(string query, string message)
    {
        var refused = await fixture.Admin.GetAsync(Path + query);
        Assert.Equal((400, message), (refused.Status, refused.Message));
    }

    [Theory]
    [InlineData("application/json;q=0.5,application/yaml;q=0.9", "application/yaml")]
    [InlineData("application/yaml;q=0.1,application/json", "application/json")]
    [InlineData("application/yaml,application/json", "application/yaml")]
    public async Task The_media_type_with_the_highest_weight_wins(string accept, string expected) =>
        Assert.Equal(expected, (await fixture.Admin.SendAsync(HttpMethod.Get, Path, headers: ("Accept", accept))).Headers["Content-Type"]);

    [Theory]
    [InlineData("?watch=1&timeoutSeconds=1&allowWatchBookmarks=true", "BOOKMARK true")]
    [InlineData("?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion=0", "BOOKMARK true")]
    public async Task The_end_of_the_initial_events_is_marked(string query, string expected)
    {
        var events = (await fixture.Admin.GetAsync($"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/pods{query}")).Body.Trim().Split('\n');
        var last = System.Text.Json.Nodes.JsonNode.Parse(Assert.Single(events))!;
        Assert.Equal(expected, $"{last["type"]} {last["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]}");
    }

    [Theory]
    [InlineData(5_000_000)]
    [InlineData(long.MaxValue)]
    public async Task A_watch_timeout_may_exceed_the_maximum(long seconds)
    {
        using var watch = await fixture.Admin.WatchAsync($"/api/v1/namespaces?watch=1&timeoutSeconds={seconds}");
        Assert.Contains("ADDED", await watch.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_from_an_invalid_version_fails_without_a_reason()
    {
        var refused = await fixture.Admin.GetAsync(Path + "watch=1&resourceVersion=x");
        Assert.Equal(
            (500, null, "resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax"),
            (refused.Status, refused.Reason, refused.Message));
    }

    [Fact]
    public async Task A_version_is_exact_with_a_limit_or_on_request_and_a_minimum_otherwise()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/secrets";
        var version = (await fixture.Admin.PostAsync(path, Sample.Named("a"))).Version;
        await fixture.Admin.PostAsync(path, Sample.Named("b"));
        Assert.Equal(["a"], (await fixture.Admin.GetAsync($"{path}?resourceVersion={version}&resourceVersionMatch=Exact")).Names);
        Assert.Equal(["a"], (await fixture.Admin.GetAsync($"{path}?resourceVersion={version}&limit=5")).Names);
        Assert.Equal(["a", "b"], (await fixture.Admin.GetAsync($"{path}?resourceVersion={version}")).Names);
        Assert.Equal(["a", "b"], (await fixture.Admin.GetAsync($"{path}?resourceVersion={version}&resourceVersionMatch=NotOlderThan&limit=5")).Names);
    }
}
