using System.Text.Json.Nodes;
using KubeApi.Client.Writing;

namespace KubeApi.Tests.Client;

public sealed class DroppedFieldsTests
{
    // The fields that kubeapi owns by Update, those that it owns by Apply, and the remaining object.
    [Theory]
    [InlineData("""{"f:a":{}}""", """{"f:a":{}}""", """{"a":1,"m":{"x":1,"y":2},"l":[{"n":"a","v":1},{"n":"b","v":2}],"s":["p","q"]}""")]
    [InlineData("""{"f:a":{}}""", "{}", """{"m":{"x":1,"y":2},"l":[{"n":"a","v":1},{"n":"b","v":2}],"s":["p","q"]}""")]
    [InlineData("""{"f:gone":{}}""", "{}", """{"a":1,"m":{"x":1,"y":2},"l":[{"n":"a","v":1},{"n":"b","v":2}],"s":["p","q"]}""")]
    [InlineData("""{"f:m":{"f:x":{}}}""", """{"f:m":{"f:y":{}}}""", """{"a":1,"m":{"y":2},"l":[{"n":"a","v":1},{"n":"b","v":2}],"s":["p","q"]}""")]
    [InlineData("""{"f:m":{"f:x":{},"f:y":{}}}""", "{}", """{"a":1,"l":[{"n":"a","v":1},{"n":"b","v":2}],"s":["p","q"]}""")]
    [InlineData("""{"f:m":{".":{},"f:x":{}}}""", "{}", """{"a":1,"l":[{"n":"a","v":1},{"n":"b","v":2}],"s":["p","q"]}""")]
    [InlineData("""{"f:m":{".":{},"f:x":{}}}""", """{"f:m":{"f:y":{}}}""", """{"a":1,"m":{"y":2},"l":[{"n":"a","v":1},{"n":"b","v":2}],"s":["p","q"]}""")]
    [InlineData(
        """{"f:l":{"k:{\"n\":\"b\"}":{".":{},"f:v":{}}}}""", """{"f:l":{"k:{\"n\":\"a\"}":{".":{}}}}""",
        """{"a":1,"m":{"x":1,"y":2},"l":[{"n":"a","v":1}],"s":["p","q"]}""")]
    [InlineData(
        """{"f:l":{"k:{\"n\":\"b\"}":{".":{},"f:v":{}}}}""", """{"f:l":{"k:{\"n\":\"b\"}":{".":{},"f:n":{}}}}""",
        """{"a":1,"m":{"x":1,"y":2},"l":[{"n":"a","v":1},{"n":"b"}],"s":["p","q"]}""")]
    [InlineData("""{"f:s":{"v:\"p\"":{}}}""", """{"f:s":{"v:\"q\"":{}}}""", """{"a":1,"m":{"x":1,"y":2},"l":[{"n":"a","v":1},{"n":"b","v":2}],"s":["q"]}""")]
    public void Fields_without_another_owner_are_dropped(string moved, string applied, string left)
    {
        var o = (JsonObject)JsonNode.Parse($$$"""
            {"a":1,"m":{"x":1,"y":2},"l":[{"n":"a","v":1},{"n":"b","v":2}],"s":["p","q"],
            "metadata":{"managedFields":[{"manager":"kubeapi","operation":"Update","fieldsV1":{{{moved}}}},{"manager":"kubeapi","operation":"Apply","fieldsV1":{{{applied}}}}]}}
            """)!;

        Assert.True(DroppedFields.Remove(o, "kubeapi"));

        o.Remove("metadata");
        Assert.Equal(left, o.ToJsonString());
    }

    [Fact]
    public void Data_of_a_secret_applied_as_stringData_is_kept()
    {
        var o = (JsonObject)JsonNode.Parse("""
            {"kind":"Secret","data":{"a":"MQ==","b":"Mg==","c":"Mw=="},"metadata":{"managedFields":[
            {"manager":"kubeapi","operation":"Update","fieldsV1":{"f:data":{".":{},"f:a":{},"f:b":{}}}},{"manager":"kubeapi","operation":"Apply","fieldsV1":{"f:stringData":{"f:a":{},"f:c":{}}}}]}}
            """)!;

        Assert.True(DroppedFields.Remove(o, "kubeapi"));
        Assert.Equal("""{"a":"MQ==","c":"Mw=="}""", o["data"]!.ToJsonString());
    }

    [Fact]
    public void Fields_of_other_managers_are_kept()
    {
        var o = (JsonObject)JsonNode.Parse("""{"a":1,"metadata":{"managedFields":[{"manager":"other","operation":"Update","fieldsV1":{"f:a":{}}}]}}""")!;

        Assert.False(DroppedFields.Remove(o, "kubeapi"));
        Assert.Equal(1, (int?)o["a"]);
    }
}
