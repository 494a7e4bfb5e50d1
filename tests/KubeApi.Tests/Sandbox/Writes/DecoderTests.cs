using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Schemas;
using KubeApi.Sandbox.Strategies;

namespace KubeApi.Tests.Sandbox.Writes;

public sealed class DecoderTests
{
    private static readonly SchemaCatalog s_schemas = new();
    private static readonly Schema s_deployment = s_schemas.For("apps", "v1", "Deployment");
    private static readonly Schema s_secret = s_schemas.For("", "v1", "Secret");

    [Fact]
    public void Unknown_fields_are_dropped_and_reported_by_path()
    {
        var value = Parse("""{"x":1,"metadata":{"colour":"red"},"spec":{"template":{"spec":{"containers":[{"name":"a"},{"name":"b","y":{}}]}}}}""");
        Assert.Equal(["x", "metadata.colour", "spec.template.spec.containers[1].y"], ObjectDecoder.Decode(value, s_deployment));
        Assert.Equal("""{"metadata":{},"spec":{"template":{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}}}""", value.ToJsonString());
    }

    [Fact]
    public void Null_fields_are_absent_and_null_entries_are_zero_values()
    {
        var value = Parse("""{"spec":{"replicas":null},"metadata":{"labels":{"a":null},"finalizers":[null]}}""");
        Assert.Empty(ObjectDecoder.Decode(value, s_deployment));
        Assert.Equal("""{"spec":{},"metadata":{"labels":{"a":""},"finalizers":[""]}}""", value.ToJsonString());
    }

    [Theory]
    [InlineData("""{"spec":{"replicas":"2"}}""", "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":{"replicas":2.5}}""", "json: cannot unmarshal number 2.5 into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":[]}""", "json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string")]
    [InlineData("""{"metadata":{"labels":"a"}}""", "json: cannot unmarshal string into Go struct field ObjectMeta.metadata.labels of type map[string]string")]
    [InlineData(
        """{"spec":{"template":{"spec":{"containers":[{"env":[{"name":true}]}]}}}}""",
        "json: cannot unmarshal bool into Go struct field EnvVar.spec.template.spec.containers.env.name of type string")]
    [InlineData(
        """{"spec":{"template":{"spec":{"containers":"a"}}}}""",
        "json: cannot unmarshal string into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container")]
    public void A_wrong_type_has_the_error_message_of_Go(string value, string expected) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => ObjectDecoder.Decode(Parse(value), s_deployment)).Message);

    [Theory]
    [InlineData("""{"spec":{"replicas":"2"}}""", "cannot convert string to int32")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "cannot convert int64 to string")]
    [InlineData("""{"metadata":{"labels":"a"}}""", "cannot convert string to map[string]string")]
    [InlineData("""{"metadata":{"finalizers":"a"}}""", "cannot convert string to []string")]
    public void A_wrong_type_in_a_merged_object_has_another_message(string value, string expected) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => ObjectDecoder.Decode(Parse(value), s_deployment, isConverted: true)).Message);

    [Theory]
    [InlineData("YWRtaW4=", null)]
    [InlineData("", null)]
    [InlineData("10", 0)]
    [InlineData("abcde", 4)]
    [InlineData("ab!d", 2)]
    public void Bytes_are_decoded_as_base64(string text, int? illegal)
    {
        var value = new JsonObject { ["data"] = new JsonObject { ["a"] = text } };
        var error = Record.Exception(() => ObjectDecoder.Decode(value, s_secret));
        Assert.Equal(illegal is null ? null : $"illegal base64 data at input byte {illegal}", error?.Message);
    }

    [Fact]
    public void Duplicate_keys_are_reported_by_path()
    {
        var duplicates = new List<string>();
        var value = JsonText.Parse(Encoding.UTF8.GetBytes("""{"a":{"b":1,"b":2},"c":[{"d":1},{"d":1,"d":3}],"a":{"e":1}}"""), duplicates);
        Assert.Equal(["a.b", "c[1].d", "a"], duplicates);
        Assert.Equal("""{"a":{"e":1},"c":[{"d":1},{"d":3}]}""", value!.ToJsonString());
    }

    [Fact]
    public void Defaults_come_from_the_schema()
    {
        var value = Parse("""{"spec":{"template":{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80}]}]}}}}""");
        SchemaDefaults.Fill(value, s_deployment);
        Assert.Equal(
            """{"name":"a","ports":[{"containerPort":80,"protocol":"TCP"}],"resources":{}}""",
            value["spec"]!["template"]!["spec"]!["containers"]![0]!.ToJsonString());
        Assert.Equal("""["spec","metadata","status"]""", new JsonArray([.. value.Select(member => (JsonNode)member.Key)]).ToJsonString());
    }

    [Theory]
    [InlineData("{}", """{"type":"Rolling","rolling":{"max":1},"deep":{"type":"a","b":1}}""")]
    [InlineData("""{"type":"Recreate"}""", """{"type":"Recreate","deep":{"type":"a","b":1}}""")]
    [InlineData(
        """{"probe":{},"items":[{"a":1},{}],"rolling":{"max":2}}""",
        """{"probe":{"every":10},"items":[{"a":1},{"a":2}],"rolling":{"max":2},"type":"Rolling","deep":{"type":"a","b":1}}""")]
    public void Conditional_defaults_depend_on_the_object(string value, string expected)
    {
        var completed = Parse(value);
        Defaults.Apply(
            completed,
            Parse("""{"type":"Rolling","rolling:type=Rolling":{"max":1},"probe?":{"every":10},"items":[{"a":2}],"deep":{"type":"a","b:type=a":1,"c:type=x":2}}"""));
        Assert.Equal(expected, completed.ToJsonString());
    }

    [Fact]
    public void Missing_and_unsupported_values_are_reported_by_path()
    {
        var value = Parse(
            """{"spec":{"template":{"spec":{"restartPolicy":"Sometimes","containers":[{"image":"x"}],"volumes":[{"name":"v","hostPath":{"path":""}}]}}}}""");
        Assert.Equal(
            [
                "spec.selector: Required value",
                "spec.template.spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"Never\", \"OnFailure\"",
                "spec.template.spec.containers[0].name: Required value",
                "spec.template.spec.volumes[0].hostPath.path: Required value",
            ],
            SchemaValidator.Validate(value, s_deployment, "").Select(cause => $"{cause.Field}: {cause.Message}"));
    }

    private static JsonObject Parse(string text) => (JsonObject)JsonNode.Parse(text)!;
}
