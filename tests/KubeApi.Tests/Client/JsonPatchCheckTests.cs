using System.Text.Json.Nodes;
using KubeApi.Client.Writing;

namespace KubeApi.Tests.Client;

public sealed class JsonPatchCheckTests
{
    private const string Document = """{"a":{"b":1,"x/y":2},"list":[1,2,3],"n":null}""";

    [Theory]
    [InlineData("""[{"op":"test","path":"/a/b","value":1},{"op":"test","path":"/a/b","value":2}]""", 1, "the value differs")]
    [InlineData("""[{"op":"add","path":"/a/c","value":5},{"op":"test","path":"/a/c","value":5},{"op":"remove","path":"/a/d"}]""", 2, "/a/d does not exist")]
    [InlineData("""[{"op":"remove","path":"/a"},{"op":"add","path":"/a/b","value":1}]""", 1, "/a does not exist")]
    [InlineData("""[{"op":"replace","path":"/list/3","value":1}]""", 0, "/list/3 does not exist")]
    [InlineData(
        """[{"op":"add","path":"/list/3","value":1},{"op":"add","path":"/list/-","value":1},{"op":"add","path":"/list/9","value":1}]""", 2,
        "the list has 5 items and no index 9")]
    [InlineData(
        """[{"op":"move","from":"/list/0","path":"/first"},{"op":"test","path":"/first","value":1},{"op":"copy","from":"/nowhere","path":"/z"}]""", 2,
        "/nowhere does not exist")]
    [InlineData("""[{"op":"test","path":"/a/x~1y","value":2},{"op":"test","path":"/list/-1","value":3},{"op":"test","path":"/none","value":null},{"op":"test","path":"/none","value":0}]""", 3, "/none does not exist")]
    [InlineData("""[{"op":"add","path":"/a/c"}]""", 0, "it has no value")]
    [InlineData("""[{"op":"set","path":"/a/c","value":1}]""", 0, "its op is not one of")]
    [InlineData("""[{"op":"remove"}]""", 0, "it has no path")]
    [InlineData("""[{"op":"move","path":"/a"}]""", 0, "it has no from")]
    public void The_first_failing_operation_is_found(string patch, int index, string fault)
    {
        var found = JsonPatchCheck.Find(JsonNode.Parse(Document), (JsonArray)JsonNode.Parse(patch)!);

        Assert.Equal(index, found?.Index);
        Assert.Contains(fault, found?.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_valid_patch_has_no_failing_operation_and_leaves_the_document_unchanged()
    {
        var document = JsonNode.Parse(Document);

        Assert.Null(JsonPatchCheck.Find(
            document, (JsonArray)JsonNode.Parse("""[{"op":"replace","path":"","value":{}},{"op":"add","path":"/q","value":[]}]""")!));
        Assert.Equal(Document, document!.ToJsonString());
    }
}
