namespace KubeApi.Tests.Sandbox;

/// <summary>Which options of lists and watches go together, and what they mean.</summary>
public sealed class ListOptionTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Path = "/api/v1/namespaces/default/secrets?";

    [Theory]
    [InlineData("resourceVersionMatch=Exact", "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided")]
    [InlineData("resourceVersion=1&resourceVersionMatch=Newest", "resourceVersionMatch: Unsupported value: \"Newest\": supported values: \"Exact\", \"NotOlderThan\", \"\"")]
    [InlineData("resourceVersion=0&resourceVersionMatch=Exact", "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")]
    [InlineData("sendInitialEvents=true", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list")]
    [InlineData(
        "continue=abc&resourceVersionMatch=Exact",
        "[resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided, resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided]")]
    [InlineData("watch=1&sendInitialEvents=true", "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")]
    [InlineData("watch=1&resourceVersionMatch=NotOlderThan", "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")]
    public async Task What_does_not_go_together_is_refused(string query, string complaint)
    {
        var refused = await fixture.Admin.GetAsync(Path + query);
        Assert.Equal((422, "Invalid", $"ListOptions.meta.k8s.io \"\" is invalid: {complaint}"), (refused.Status, refused.Reason, refused.Message));
    }

    [Fact]
    public async Task A_continued_list_has_its_version_in_its_token()
    {
        var refused = await fixture.Admin.GetAsync(Path + "continue=abc&resourceVersion=1");
        Assert.Equal((400, "specifying resource version is not allowed when using continue"), (refused.Status, refused.Message));
    }

    [Fact]
    public async Task A_watch_from_what_is_no_version_fails_without_a_reason()
    {
        var refused = await fixture.Admin.GetAsync(Path + "watch=1&resourceVersion=x");
        Assert.Equal((500, null, "resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax"), (refused.Status, refused.Reason, refused.Message));
    }

    [Fact]
    public async Task A_version_is_the_exact_one_with_a_limit_or_when_asked_for_and_else_the_oldest_that_will_do()
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
