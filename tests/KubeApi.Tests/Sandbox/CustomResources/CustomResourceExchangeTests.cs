using System.Globalization;

namespace KubeApi.Tests.Sandbox.CustomResources;

/// <summary>Custom resources are defined, written and listed as in the recordings of a real server.</summary>
public class CustomResourceExchangeTests
{
    private const string Widgets = """
        {"metadata":{"name":"widgets.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget","listKind":"OddNameOfList"},
        "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}
        """;

    [Fact]
    public async Task A_definition_creates_a_resource()
    {
        await using var story = await ExchangePlayer.StartAsync("story", "mine");
        await story.Admin.PostAsync("/api/v1/namespaces", Sample.Named(story.Name("story")));
        await story.PlayAsync("crd/create", "crd/discovery", "crd/openapi", "crd/object-create", "crd/object-invalid", "crd/scale", "crd/table", "crd/delete");
        Assert.Equal(404, (await story.Admin.GetAsync("/apis/stable.example.com/v1")).Status);
    }

    [Fact]
    public async Task Lists_have_their_metadata_last_and_replaces_need_a_version()
    {
        await using var story = await ExchangePlayer.StartAsync("story4");
        await story.Admin.PostAsync("/api/v1/namespaces", Sample.Named(story.Name("story4")));
        await story.Admin.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Widgets);
        for (var i = 0; i < 3; i++)
        {
            var text = i.ToString(CultureInfo.InvariantCulture);
            await story.Admin.PostAsync(
                $"/apis/example.com/v1/namespaces/{story.Name("story4")}/widgets",
                """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w#"},"spec":{"":"empty key","App":1,"app":2,"big":12345678901234567000,"n":#}}""".Replace("#", text, StringComparison.Ordinal));
        }

        // Unstructured: its members are sorted, so a reader gets the version and the continue token last.
        var list = await story.Admin.GetAsync($"/apis/example.com/v1/namespaces/{story.Name("story4")}/widgets?limit=1");
        Assert.Equal(["apiVersion", "items", "kind", "metadata"], list.Json.Select(member => member.Key));
        await story.PlayAsync("crd/list-page-1", "crd/list-page-2", "crd/replace-without-resource-version", "crd/patch-strategic-unsupported");
    }
}
