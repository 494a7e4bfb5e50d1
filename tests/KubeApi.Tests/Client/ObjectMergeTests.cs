using System.Text.Json.Nodes;
using KubeApi.Client.Writing;

namespace KubeApi.Tests.Client;

public sealed class ObjectMergeTests
{
    [Theory]
    [InlineData("""{"a":1,"b":1}""", """{"a":2,"b":1}""", """{"a":1,"b":2}""", """{"a":2,"b":2}""", "")]
    [InlineData("""{"a":1}""", """{"a":1}""", """{"b":2}""", """{"b":2}""", "")]
    [InlineData("""{"a":1,"b":1}""", """{"b":1}""", """{"a":1,"b":2}""", """{"b":2}""", "")]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":2}""", """{"a":2}""", "")]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":3}""", """{"a":3}""", "a")]
    [InlineData("""{"a":1}""", """{"a":2}""", """{}""", """{}""", "a")]
    [InlineData("""{"a":{"x":1,"y":1}}""", """{"a":{"x":2,"y":1}}""", """{"a":{"x":1,"y":2}}""", """{"a":{"x":2,"y":2}}""", "")]
    [InlineData("""{"a":{"x":1}}""", """{"a":{"x":2}}""", """{"a":{"x":3}}""", """{"a":{"x":3}}""", "a.x")]
    [InlineData("""{}""", """{"a":{"x":1}}""", """{"a":{"y":2}}""", """{"a":{"y":2,"x":1}}""", "")]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", """{"a":[0,1]}""", """{"a":[0,1]}""", "a")]
    [InlineData("""{"a":1}""", """{"a":null}""", """{"a":1,"b":2}""", """{"b":2}""", "")]
    public void Fields_are_merged_and_conflicts_are_listed(string before, string mine, string theirs, string merged, string conflicts)
    {
        var (result, fields) = ObjectMerge.Merge(Parse(before), Parse(mine), Parse(theirs));

        Assert.Equal(merged, result.ToJsonString());
        Assert.Equal(conflicts, string.Join(',', fields));
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
