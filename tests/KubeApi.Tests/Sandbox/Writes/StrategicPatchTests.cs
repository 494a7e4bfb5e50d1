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
    // Items are found by their merge key, and the others stay.
    [InlineData(
        """{"containers":[{"name":"a","image":"1"},{"name":"b"}]}""", """{"containers":[{"name":"a","image":"2"},{"name":"c"}]}""",
        """{"containers":[{"name":"a","image":"2"},{"name":"b"},{"name":"c"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"name":"a","$patch":"delete"}]}""", """{"containers":[{"name":"b"}]}""")]
    [InlineData("""{"containers":[{"name":"a"},{"name":"b"}]}""", """{"containers":[{"$patch":"replace"},{"name":"c"}]}""", """{"containers":[{"name":"c"}]}""")]
    [InlineData("""{"containers":[{"name":"a","image":"1"}]}""", """{"containers":[{"name":"a","image":null}]}""", """{"containers":[{"name":"a"}]}""")]
    // Lists without a merge key are replaced, plain merged ones united.
    [InlineData("""{"containers":[{"name":"a","args":["1","2"]}]}""", """{"containers":[{"name":"a","args":["3"]}]}""", """{"containers":[{"name":"a","args":["3"]}]}""")]
    [InlineData("""{"securityContext":{"runAsUser":1}}""", """{"securityContext":{"$patch":"replace","fsGroup":2}}""", """{"securityContext":{"fsGroup":2}}""")]
    [InlineData("""{"securityContext":{"runAsUser":1}}""", """{"securityContext":{"$patch":"delete"}}""", """{"securityContext":{}}""")]
    [InlineData("""{"nodeSelector":{"a":"1","b":"2"}}""", """{"nodeSelector":{"a":null,"c":"3"}}""", """{"nodeSelector":{"b":"2","c":"3"}}""")]
    [InlineData("""{"hostname":"x"}""", """{"volumes":[{"name":"v","emptyDir":{"medium":null}}]}""", """{"hostname":"x","volumes":[{"name":"v","emptyDir":{}}]}""")]
    // A volume changes its kind.
    [InlineData(
        """{"volumes":[{"name":"v","emptyDir":{}}]}""", """{"volumes":[{"name":"v","$retainKeys":["name","secret"],"secret":{"secretName":"s"}}]}""",
        """{"volumes":[{"name":"v","secret":{"secretName":"s"}}]}""")]
    // The order that the patch wants; what it does not name keeps its place.
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"b"},{"name":"x"},{"name":"c"}]}""",
        """{"$setElementOrder/containers":[{"name":"c"},{"name":"b"},{"name":"n"}],"containers":[{"name":"n"}]}""",
        """{"containers":[{"name":"a"},{"name":"x"},{"name":"c"},{"name":"b"},{"name":"n"}]}""")]
    public void Patches_follow_the_schema(string current, string patch, string expected) => Assert.Equal(
        expected, new StrategicPatch(Parse($$"""{"spec":{{patch}}}"""), s_pod).Apply(Parse($$"""{"spec":{{current}}}"""))["spec"]!.ToJsonString());

    [Theory]
    [InlineData("""{"$deleteFromPrimitiveList/finalizers":["a"]}""", """["b"]""")]
    [InlineData("""{"finalizers":["c","a"]}""", """["a","b","c"]""")]
    [InlineData("""{"$setElementOrder/finalizers":["b","a"],"finalizers":[]}""", """["b","a"]""")]
    public void Lists_of_plain_values_are_sets(string metadata, string expected) => Assert.Equal(
        expected,
        new StrategicPatch(Parse($$"""{"metadata":{{metadata}}}"""), s_pod).Apply(Parse("""{"metadata":{"finalizers":["a","b"]}}"""))["metadata"]!["finalizers"]!.ToJsonString());

    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"x"}]}}""", "map[image:x] does not contain declared merge key: name")]
    [InlineData("""{"spec":{"$patch":"other"}}""", "Unknown patch type found: other")]
    [InlineData("""{"spec":{"$retainKeys":["a"],"hostname":"b"}}""", "the $retainKeys list doesn't contain all present keys in the request")]
    public void Patches_that_cannot_be_laid_over_are_failures(string patch, string expected)
    {
        var failure = Assert.Throws<StatusException>(() => new StrategicPatch(Parse(patch), s_pod).Apply(Parse("""{"spec":{"containers":[{"name":"a"}]}}""")));
        Assert.Equal((500, expected), (failure.Status.Code, failure.Status.Message));
    }

    [Fact]
    public async Task Custom_resources_take_none()
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/strategic-merge-patch+json";
        var refused = await Assert.ThrowsAsync<StatusException>(() => Patch.ReadAsync(context.Request, null));
        Assert.Equal(415, refused.Status.Code);
        Assert.EndsWith("application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml", refused.Status.Message, StringComparison.Ordinal);
    }

    private static JsonObject Parse(string text) => (JsonObject)JsonNode.Parse(text)!;
}
