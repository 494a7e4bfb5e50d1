using System.Text.Json.Nodes;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Tests.Sandbox.Writes;

public sealed class FieldSetTests
{
    private const string Left = """{"f:data":{".":{},"f:a":{}},"f:spec":{"f:list":{"k:{\"name\":\"x\"}":{".":{},"f:name":{}}}}}""";
    private const string Right = """{"f:data":{"f:a":{},"f:b":{}},"f:spec":{"f:list":{"k:{\"name\":\"x\"}":{"f:name":{}}}}}""";

    [Fact]
    public void Every_recorded_document_round_trips()
    {
        var documents = Recorded.Names("bootstrap/").SelectMany(name => Find(Recorded.Object("bootstrap/" + name))).ToList();
        Assert.True(documents.Count > 100);
        Assert.All(documents, document => Assert.Equal(document.ToJsonString(), FieldsV1.Write(FieldsV1.Read(document)).ToJsonString()));
    }

    [Fact]
    public void Path_elements_are_sorted_by_kind_and_number()
    {
        var document = Parse("""{"v:\"b\"":{},"v:10":{},"v:9":{},"i:1":{},"k:{\"port\":443}":{},"k:{\"port\":80}":{},"f:z":{},"f:B":{}}""");
        Assert.Equal(
            ["f:B", "f:z", "k:{\"port\":80}", "k:{\"port\":443}", "v:9", "v:10", "v:\"b\"", "i:1"],
            FieldsV1.Write(FieldsV1.Read(document)).Select(member => member.Key));
    }

    [Fact]
    public void Keys_of_an_item_are_sorted_and_shown_in_messages()
    {
        var set = FieldsV1.Read(Parse("""{"f:ports":{"k:{\"protocol\":\"TCP\",\"port\":80}":{"f:name":{}}},"f:names":{"v:\"a\"":{}}}"""));
        Assert.Equal([""".names[="a"]""", """.ports[port=80,protocol="TCP"].name"""], set.Paths().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"x":{}}""")]
    [InlineData("""{"v:":{}}""")]
    [InlineData("""{"k:[]":{}}""")]
    [InlineData("""{"i:a":{}}""")]
    [InlineData("""{"f:a":1}""")]
    public void An_invalid_field_set_is_refused(string document) => Assert.Throws<FormatException>(() => FieldsV1.Read(Parse(document)));

    [Fact]
    public void An_unknown_kind_of_path_element_is_dropped() => Assert.True(FieldsV1.Read(Parse("""{"q:x":{}}""")).IsEmpty);

    [Fact]
    public void Sets_unite() => AssertSet(
        """{"f:data":{".":{},"f:a":{},"f:b":{}},"f:spec":{"f:list":{"k:{\"name\":\"x\"}":{".":{},"f:name":{}}}}}""", Set(Left).Union(Set(Right)));

    [Fact]
    public void Sets_intersect() =>
        AssertSet("""{"f:data":{"f:a":{}},"f:spec":{"f:list":{"k:{\"name\":\"x\"}":{"f:name":{}}}}}""", Set(Left).Intersect(Set(Right)));

    [Fact]
    public void A_difference_keeps_the_children_of_a_removed_member()
    {
        AssertSet("""{"f:data":{},"f:spec":{"f:list":{"k:{\"name\":\"x\"}":{}}}}""", Set(Left).Except(Set(Right)));
        AssertSet("""{"f:data":{"f:a":{}}}""", Set(Left).Except(Set("""{"f:data":{},"f:spec":{"f:list":{"k:{\"name\":\"x\"}":{".":{},"f:name":{}}}}}""")));
        AssertSet("""{"f:spec":{"f:list":{"k:{\"name\":\"x\"}":{".":{},"f:name":{}}}}}""", Set(Left).ExceptBelow(Set("""{"f:data":{}}""")));
    }

    [Fact]
    public void Named_fields_on_a_path_become_members_and_entries_do_not()
    {
        var schema = new SchemaCatalog().For("apps", "v1", "Deployment");
        var set = Set("""{"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"x\"}":{"f:image":{}}}}}}}""");
        AssertSet(
            """
            {"f:metadata":{".":{},"f:labels":{".":{},"f:a":{}}},
             "f:spec":{".":{},"f:template":{".":{},"f:spec":{".":{},"f:containers":{".":{},"k:{\"name\":\"x\"}":{"f:image":{}}}}}}}
            """,
            set.WithNamedFields(schema));
    }

    private static void AssertSet(string expected, FieldSet actual) => Assert.Equal(Parse(expected).ToJsonString(), FieldsV1.Write(actual).ToJsonString());

    private static FieldSet Set(string document) => FieldsV1.Read(Parse(document));

    private static JsonObject Parse(string text) => (JsonObject)JsonNode.Parse(text)!;

    private static IEnumerable<JsonObject> Find(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => member is { Key: "fieldsV1", Value: JsonObject document } ? [document] : Find(member.Value)),
        JsonArray list => list.SelectMany(Find),
        _ => [],
    };
}
