using System.Text.Json.Nodes;
using KubeApi.Client.Writing;

namespace KubeApi.Tests.Client;

public sealed class MergePatchTests
{
    [Theory]
    [InlineData("""{"a":1,"b":{"c":[1]}}""", """{"a":1,"b":{"c":[1]}}""", "{}")]
    [InlineData("""{"a":1}""", """{"a":2,"b":"x"}""", """{"a":2,"b":"x"}""")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2}""", """{"a":null}""")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"b":1}}""", """{"a":{"c":null}}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":"x"}""", """{"a":"x"}""")]
    [InlineData("""{"a":1}""", """{"a":null}""", """{"a":null}""")]
    [InlineData("""{"a":null}""", """{}""", "{}")]
    [InlineData("""{"a":"1"}""", """{"a":1}""", """{"a":1}""")]
    public void A_patch_contains_only_the_differences(string before, string after, string patch) =>
        Assert.Equal(patch, MergePatch.Between(Parse(before), Parse(after)).ToJsonString());

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
