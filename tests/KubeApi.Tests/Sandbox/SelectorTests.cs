namespace KubeApi.Tests.Sandbox;

public sealed class SelectorTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("app=web", "a,b")]
    [InlineData("app==web,tier!=back", "a")]
    [InlineData("app!=web", "c,d")]
    [InlineData("app in (web, db)", "a,b,c")]
    [InlineData("app notin (web,db)", "d")]
    [InlineData("tier", "a,b")]
    [InlineData("!tier", "c,d")]
    [InlineData("app,!tier", "c")]
    [InlineData("size>5", "b")]
    [InlineData("size<5", "a")]
    [InlineData("example.com/x=", "d")]
    [InlineData("", "a,b,c,d")]
    public async Task Labels_are_selected(string selector, string expected)
    {
        var path = await CreateAsync();
        var list = await fixture.Admin.GetAsync($"{path}&labelSelector={Uri.EscapeDataString(selector)}");
        Assert.Equal(200, list.Status);
        Assert.Equal(expected, string.Join(',', list.Names));
    }

    [Theory]
    [InlineData("apps/v1", "deployments", """{"matchLabels":{"tier":"back","app":"web"},"matchExpressions":[{"key":"env","operator":"NotIn","values":["b","a"]},{"key":"big","operator":"Exists"},{"key":"old","operator":"DoesNotExist"}]}""",
        "app=web,big,env notin (a,b),!old,tier=back")]
    [InlineData("v1", "replicationcontrollers", """{"tier":"back","app":"web"}""", "app=web,tier=back")]
    public async Task A_scale_has_its_selector_in_key_order(string version, string resource, string selector, string expected)
    {
        var path = $"/{(version == "v1" ? "api" : "apis")}/{version}/namespaces/{await fixture.CreateNamespaceAsync()}/{resource}";
        var created = await fixture.Admin.PostAsync(path, $$$$$"""
            {"metadata":{"name":"web"},"spec":{"selector":{{{{{selector}}}}},
            "template":{"metadata":{"labels":{"app":"web","tier":"back","big":"yes"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """);
        Assert.True(created.Status == 201, created.Body);
        Assert.Equal(expected, (await fixture.Admin.GetAsync(path + "/web/scale")).Json["status"]!["selector"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("===", "found '==', expected: !, identifier, or 'end of string'")]
    [InlineData("a=b,", "found '', expected: identifier after ','")]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a in b", "unable to parse requirement: found 'b', expected: '('")]
    [InlineData("a>b", "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer")]
    public async Task Bad_label_selectors_are_refused(string selector, string message)
    {
        var list = await fixture.Admin.GetAsync("/api/v1/configmaps?labelSelector=" + Uri.EscapeDataString(selector));
        Assert.Equal((400, "BadRequest", message), (list.Status, list.Reason, list.Message));
    }

    [Theory]
    [InlineData("status.phase=Running", "r")]
    [InlineData("status.phase!=Running", "p")]
    [InlineData("spec.nodeName=node1,status.phase==Running", "r")]
    [InlineData("spec.nodeName=", "p")]
    [InlineData("metadata.name=p", "p")]
    [InlineData("spec.hostNetwork=false", "p,r")]
    public async Task Fields_are_selected(string selector, string expected)
    {
        var home = await fixture.CreateNamespaceAsync();
        var path = $"/api/v1/namespaces/{home}/pods";
        await fixture.Admin.PostAsync(path, """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"b"}]}}""");
        await fixture.Admin.PostAsync(path, """{"metadata":{"name":"r"},"spec":{"nodeName":"node1","containers":[{"name":"a","image":"b"}]}}""");
        await fixture.Admin.MergeAsync(path + "/r/status", """{"status":{"phase":"Running"}}""");
        var list = await fixture.Admin.GetAsync($"{path}?fieldSelector={Uri.EscapeDataString(selector)}");
        Assert.Equal(expected, string.Join(',', list.Names));
    }

    [Fact]
    public async Task Unsupported_field_selectors_are_refused()
    {
        Assert.Equal("field label not supported: spec.foo", (await fixture.Admin.GetAsync("/api/v1/pods?fieldSelector=spec.foo%3Da")).Message);
        Assert.Equal("invalid selector: 'abc'; can't understand 'abc'", (await fixture.Admin.GetAsync("/api/v1/pods?fieldSelector=abc")).Message);
    }

    private async Task<string> CreateAsync()
    {
        var home = await fixture.CreateNamespaceAsync();
        var path = $"/api/v1/namespaces/{home}/secrets";
        await fixture.Admin.PostAsync(path, Sample.Named("a", new Dictionary<string, string> { ["app"] = "web", ["tier"] = "front", ["size"] = "1" }));
        await fixture.Admin.PostAsync(path, Sample.Named("b", new Dictionary<string, string> { ["app"] = "web", ["tier"] = "back", ["size"] = "9" }));
        await fixture.Admin.PostAsync(path, Sample.Named("c", Sample.Label("app", "db")));
        await fixture.Admin.PostAsync(path, Sample.Named("d", Sample.Label("example.com/x", "")));
        return path + "?limit=100";
    }
}
