using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Patches;
using KubeApi.Sandbox.Schemas;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Sandbox.Writes;

public sealed class StrategicPatchTests
{
    private static readonly Schema s_pod = new SchemaCatalog().For("", "v1", "Pod");

    [Theory]
    // Items are matched by merge key; items of the patch come first, in its order, as far as the others allow that.
    [InlineData(
        """{"containers":[{"name":"a","image":"1"},{"name":"b"}]}""", """{"containers":[{"name":"a","image":"2"},{"name":"c"}]}""",
        """{"containers":[{"name":"a","image":"2"},{"name":"c"},{"name":"b"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"name":"a","$patch":"delete"}]}""", """{"containers":[{"name":"b"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"$patch":"replace"},{"name":"c"}]}""", """{"containers":[{"name":"c"}]}""")]
    [InlineData("""{"containers":[{"name":"a","image":"1"}]}""", """{"containers":[{"name":"a","image":null}]}""", """{"containers":[{"name":"a"}]}""")]
    // Lists without a merge key are replaced, lists of primitives are merged as sets.
    [InlineData(
        """{"containers":[{"name":"a","args":["1","2"]}]}""", """{"containers":[{"name":"a","args":["3"]}]}""",
        """{"containers":[{"name":"a","args":["3"]}]}""")]
    [InlineData("""{"securityContext":{"runAsUser":1}}""", """{"securityContext":{"$patch":"replace","fsGroup":2}}""", """{"securityContext":{"fsGroup":2}}""")]
    [InlineData("""{"securityContext":{"runAsUser":1}}""", """{"securityContext":{"$patch":"delete"}}""", """{"securityContext":{}}""")]
    [InlineData("""{"nodeSelector":{"a":"1","b":"2"}}""", """{"nodeSelector":{"a":null,"c":"3"}}""", """{"nodeSelector":{"b":"2","c":"3"}}""")]
    [InlineData("""{"hostname":"x"}""", """{"volumes":[{"name":"v","emptyDir":{"medium":null}}]}""", """{"hostname":"x","volumes":[{"name":"v","emptyDir":{}}]}""")]
    // Directives have no effect on missing values, and a directive in a new item becomes a field.
    [InlineData("""{"hostname":"x"}""", """{"nodeSelector":{"$patch":"replace","a":"1"}}""", """{"hostname":"x"}""")]
    [InlineData("""{"containers":[{"name":"a"}]}""", """{"containers":[{"name":"b","env":[{"name":"e","$patch":"delete"}]}]}""",
        """{"containers":[{"name":"b","env":[{"name":"e","$patch":"delete"}]},{"name":"a"}]}""")]
    // A volume changes its kind.
    [InlineData(
        """{"volumes":[{"name":"v","emptyDir":{}}]}""", """{"volumes":[{"name":"v","$retainKeys":["name","secret"],"secret":{"secretName":"s"}}]}""",
        """{"volumes":[{"name":"v","secret":{"secretName":"s"}}]}""")]
    // The order of the patch; unnamed items keep their position.
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"b"},{"name":"x"},{"name":"c"}]}""",
        """{"$setElementOrder/containers":[{"name":"c"},{"name":"b"},{"name":"n"}],"containers":[{"name":"n"}]}""",
        """{"containers":[{"name":"a"},{"name":"x"},{"name":"c"},{"name":"b"},{"name":"n"}]}""")]
    public void Patches_follow_the_schema(string current, string patch, string expected) => Assert.Equal(
        expected, new StrategicPatch(Parse($$"""{"spec":{{patch}}}"""), s_pod).Apply(Parse($$"""{"spec":{{current}}}"""))["spec"]!.ToJsonString());

    [Theory]
    [InlineData("""{"$deleteFromPrimitiveList/finalizers":["a"]}""", """["b"]""")]
    [InlineData("""{"finalizers":["c","a"]}""", """["c","a","b"]""")]
    [InlineData("""{"$setElementOrder/finalizers":["b","a"],"finalizers":[]}""", """["b","a"]""")]
    public void Lists_of_primitive_values_are_merged_as_sets(string metadata, string expected) => Assert.Equal(
        expected,
        new StrategicPatch(Parse($$"""{"metadata":{{metadata}}}"""), s_pod)
            .Apply(Parse("""{"metadata":{"finalizers":["a","b"]}}"""))["metadata"]!["finalizers"]!.ToJsonString());

    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"x"}]}}""", 500, "map: map[image:x] does not contain declared merge key: name")]
    [InlineData("""{"spec":{"$patch":"other"}}""", 500, "unknown patch type: other in map: map[$patch:other]")]
    [InlineData("""{"spec":{"containers":[{"name":"a","$patch":"merge"}]}}""", 500, "merging lists cannot yet be specified in the patch")]
    [InlineData("""{"spec":{"$setElementOrder/containers":"a"}}""", 500, "expected a []interface {}, but received a string")]
    [InlineData("""{"spec":{"$setElementOrder/containers":["a"],"containers":[{"name":"a"}]}}""", 500, "expected a map[string]interface {}, but received a string")]
    [InlineData("""{"spec":{"$retainKeys":["a"],"hostname":"b"}}""", 400, "invalid patch format of retainKeys")]
    public void Invalid_patches_are_failures(string patch, int code, string expected)
    {
        var failure = Assert.Throws<StatusException>(() => new StrategicPatch(Parse(patch), s_pod).Apply(Parse("""{"spec":{"containers":[{"name":"a"}]}}""")));
        Assert.Equal((code, expected), (failure.Status.Code, failure.Status.Message));
    }

    [Fact]
    public async Task Custom_resources_do_not_support_strategic_patches()
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/strategic-merge-patch+json";
        var refused = await Assert.ThrowsAsync<StatusException>(() => Patch.ReadAsync(context.Request, null));
        Assert.Equal(415, refused.Status.Code);
        Assert.EndsWith(
            "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml", refused.Status.Message, StringComparison.Ordinal);
    }

    private static JsonObject Parse(string text) => (JsonObject)JsonNode.Parse(text)!;
}
