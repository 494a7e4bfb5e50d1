using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Patches;

namespace KubeApi.Tests.Sandbox;

public sealed class PatchTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Document = """{"metadata":{"name":"a"},"list":[1,2],"data":{"k":"v","x/y":"1","~":"2","n":null}}""";

    // A server takes only one of the keys above.
    private const string Stored = """{"metadata":{"name":"a"},"data":{"k":"v"}}""";

    [Theory]
    [InlineData("""[{"op":"add","path":"/list/-","value":3}]""", "/list", "[1,2,3]")]
    [InlineData("""[{"op":"add","path":"/list/0","value":0}]""", "/list", "[0,1,2]")]
    [InlineData("""[{"op":"add","path":"/list/2","value":3}]""", "/list", "[1,2,3]")]
    [InlineData("""[{"op":"remove","path":"/list/0"}]""", "/list", "[2]")]
    [InlineData("""[{"op":"replace","path":"/list/1","value":{"a":[]}}]""", "/list", """[1,{"a":[]}]""")]
    [InlineData("""[{"op":"replace","path":"/data/x~1y","value":"z"}]""", "/data/x~1y", "\"z\"")]
    [InlineData("""[{"op":"replace","path":"/data/~0","value":"z"}]""", "/data/~0", "\"z\"")]
    [InlineData("""[{"op":"copy","from":"/data/k","path":"/data/c"},{"op":"move","from":"/data/c","path":"/data/d"}]""", "/data/d", "\"v\"")]
    [InlineData("""[{"op":"test","path":"/data/n","value":null},{"op":"test","path":"/list","value":[1,2]}]""", "/list", "[1,2]")]
    [InlineData("""[{"op":"replace","path":"","value":{"list":[]}}]""", "/list", "[]")]
    // As servers read it: a missing member is null, and negative numbers count items from the end.
    [InlineData("""[{"op":"replace","path":"/data/absent","value":"z"}]""", "/data/absent", "\"z\"")]
    [InlineData(
        """[{"op":"test","path":"/data/absent","value":null},{"op":"copy","from":"/data/absent","path":"/data/k"},{"op":"add","path":"/data/o","value":1}]""",
        "/data/o", "1")]
    [InlineData("""[{"op":"add","path":"/list/-1","value":3}]""", "/list", "[1,2,3]")]
    [InlineData("""[{"op":"remove","path":"/list/-2"}]""", "/list", "[2]")]
    [InlineData("""[{"op":"replace","path":"/list/-1","value":9}]""", "/list", "[1,9]")]
    public void Operations_change_the_document(string patch, string path, string expected)
    {
        var result = Json(patch).Apply(Parsed());
        Assert.Equal(expected, JsonPointer.Parse(path).Get(result)!.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op":"remove","path":"/data/absent"}]""")]
    [InlineData("""[{"op":"add","path":"/absent/x","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/list/3","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/list/-1","value":1}]""")]
    [InlineData("""[{"op":"remove","path":"/list/2"}]""")]
    [InlineData("""[{"op":"test","path":"/data/k","value":"w"}]""")]
    [InlineData("""[{"op":"move","from":"/absent","path":"/x"}]""")]
    [InlineData("""[{"op":"add","path":"x","value":1}]""")]
    [InlineData("""[{"op":"nope","path":"/data"}]""")]
    [InlineData("""[{"op":"replace","path":"","value":1}]""")]
    [InlineData("""[{"path":"/data"}]""")]
    public async Task A_patch_fails_as_a_whole(string patch)
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        var created = await fixture.Admin.PostAsync(path, Stored);
        Assert.Equal(201, created.Status);
        var whole = patch[..^1] + """,{"op":"add","path":"/data/changed","value":"yes"}]""";
        var response = await fixture.Admin.SendAsync(HttpMethod.Patch, path + "/a", whole, "application/json-patch+json");
        Assert.Equal((422, "Invalid"), (response.Status, response.Reason));
        Assert.Equal(created.Body, (await fixture.Admin.GetAsync(path + "/a")).Body);
    }

    [Fact]
    public async Task Copy_operations_are_bounded()
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        await fixture.Admin.PostAsync(path, Stored);
        Task<SandboxResponse> PatchAsync(IEnumerable<string> operations) =>
            fixture.Admin.SendAsync(HttpMethod.Patch, path + "/a", $"[{string.Join(',', operations)}]", "application/json-patch+json");

        // Each copy doubles the value.
        var doubled = await PatchAsync(Enumerable.Range(0, 18).Select(i => $$"""{"op":"copy","from":"/data","path":"/data/c{{i}}"}"""));
        Assert.Equal((422, "Invalid"), (doubled.Status, doubled.Reason));
        var many = await PatchAsync(Enumerable.Repeat("""{"op":"test","path":"/data/k","value":"v"}""", 10_001));
        Assert.Equal(
            (413, "RequestEntityTooLarge", "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001"),
            (many.Status, many.Reason, many.Message));
        Assert.Equal(200, (await PatchAsync(Enumerable.Repeat("""{"op":"test","path":"/data/k","value":"v"}""", 10_000))).Status);
    }

    [Theory]
    [InlineData(
        """{"data":{"k":null,"new":{"a":null,"b":1}},"list":[3]}""",
        """{"metadata":{"name":"a"},"list":[3],"data":{"x/y":"1","~":"2","n":null,"new":{"b":1}}}""")]
    [InlineData("""{"list":{"a":1}}""", """{"metadata":{"name":"a"},"list":{"a":1},"data":{"k":"v","x/y":"1","~":"2","n":null}}""")]
    public void Merging_replaces_and_removes(string patch, string expected)
    {
        var result = new MergePatch((System.Text.Json.Nodes.JsonObject)JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(patch))!).Apply(Parsed());
        Assert.Equal(expected, result.ToJsonString());
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"other"}}""", 400)]
    [InlineData("""{"kind":"Pod"}""", 400)]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", 422)]
    [InlineData("""{"metadata":{"resourceVersion":"1"}}""", 409)]
    [InlineData("[]", 400)]
    [InlineData("x", 400)]
    public async Task Invalid_merges_are_refused(string patch, int status)
    {
        var path = $"/api/v1/namespaces/{await fixture.CreateNamespaceAsync()}/configmaps";
        await fixture.Admin.PostAsync(path, Stored);
        Assert.Equal(status, (await fixture.Admin.MergeAsync(path + "/a", patch)).Status);
    }

    private static JsonPatch Json(string patch) => new((System.Text.Json.Nodes.JsonArray)JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(patch))!);

    private static System.Text.Json.Nodes.JsonObject Parsed() =>
        (System.Text.Json.Nodes.JsonObject)JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(Document))!;
}
