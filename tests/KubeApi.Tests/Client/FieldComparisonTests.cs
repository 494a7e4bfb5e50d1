using System.Text.Json.Nodes;
using KubeApi.Client.Comparing;

namespace KubeApi.Tests.Client;

public sealed class FieldComparisonTests
{
    private const string Keyed = """[{"fieldsV1":{"f:spec":{"f:l":{"k:{\"name\":\"a\"}":{".":{},"f:p":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{}}},"k:{\"name\":\"b\"}":{}}}}}]""";

    // Each row: before, after, and the differences: kind, path, the value before, the value after.
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":{"c":"x"}}""", """{"b":{"c":"x"},"a":1}""")]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("""{"a":1}""", """{"a":2}""", "Changed a 1 2")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "Changed a 1 \"1\"")]
    [InlineData("""{"a":1}""", "{}", "Removed a 1 -")]
    [InlineData("{}", """{"a":{"b":1}}""", "Added a - {\"b\":1}")]
    [InlineData("""{"a":{}}""", """{"a":{"b":false}}""", "Added a.b - false")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[1]}""", "Changed a {\"b\":1} [1]")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", "Changed a [1,2] [2,1]")]
    [InlineData("""{"l":{"x.io/y":"1","app.conf":"2"}}""", """{"l":{"x.io/y":"3"}}""", "Changed l[x.io/y] \"1\" \"3\"", "Removed l[app.conf] \"2\" -")]
    [InlineData("""{"b":1,"a":1}""", """{"b":2,"a":2,"c":3}""", "Changed b 1 2", "Changed a 1 2", "Added c - 3")]
    public void Differences_are_listed(string before, string after, params string[] differences) =>
        Assert.Equal(differences, FieldComparison.Between(Parse(before), Parse(after)).Select(Show));

    [Theory]
    [InlineData("""[{"name":"a","x":1},{"name":"b"}]""", """[{"name":"a","x":2},{"name":"b"}]""", "Changed spec.l[name=a].x 1 2")]
    [InlineData("""[{"name":"b"}]""", """[{"name":"a"},{"name":"b"}]""", "Added spec.l[name=a] - {\"name\":\"a\"}")]
    [InlineData("""[{"name":"a"},{"name":"b"}]""", """[{"name":"b"}]""", "Removed spec.l[name=a] {\"name\":\"a\"} -")]
    [InlineData("""[{"name":"a"},{"name":"b"}]""", """[{"name":"b"},{"name":"a"}]""", "Changed spec.l [\"name=a\",\"name=b\"] [\"name=b\",\"name=a\"]")]
    [InlineData(
        """[{"name":"a","p":[{"port":80,"protocol":"TCP","n":1}]}]""",
        """[{"name":"a","p":[{"port":80,"protocol":"TCP","n":2},{"port":80,"protocol":"UDP"}]}]""",
        "Changed spec.l[name=a].p[port=80,protocol=TCP].n 1 2", "Added spec.l[name=a].p[port=80,protocol=UDP] - {\"port\":80,\"protocol\":\"UDP\"}")]
    [InlineData("""[{"name":"a"},{"name":"a","x":1}]""", """[{"name":"a"}]""", "Changed spec.l [{\"name\":\"a\"},{\"name\":\"a\",\"x\":1}] [{\"name\":\"a\"}]")]
    [InlineData("""["a"]""", """["b"]""", "Changed spec.l [\"a\"] [\"b\"]")]
    public void List_items_are_matched_by_their_merge_keys(string before, string after, params string[] differences) =>
        Assert.Equal(differences, FieldComparison.Between(WithList(before), WithList(after)).Select(Show));

    [Theory]
    [InlineData("""{"metadata":{"generation":1,"resourceVersion":"1","managedFields":[]}}""", """{"metadata":{"generation":2,"resourceVersion":"2"}}""", false)]
    [InlineData("""{"status":{"a":1}}""", """{"status":{"a":2}}""", false)]
    [InlineData("""{"status":1}""", "{}", false)]
    [InlineData("{}", """{"status":{}}""", true, "Added status - {}")]
    [InlineData("""{"status":{"a":1}}""", """{"status":{"a":2}}""", true, "Changed status.a 1 2")]
    [InlineData("""{"statusCode":1}""", """{"statusCode":2}""", false, "Changed statusCode 1 2")]
    public void Fields_set_by_the_server_are_ignored(string before, string after, bool withStatus, params string[] differences) =>
        Assert.Equal(differences, FieldComparison.Between(Parse(before), Parse(after), withStatus).Select(Show));

    [Fact]
    public void A_new_object_is_one_difference() => Assert.Equal(
        ["Added  - {\"kind\":\"A\",\"metadata\":{\"name\":\"a\"},\"spec\":{}}"],
        FieldComparison.Between(
            null, Parse("""{"kind":"A","metadata":{"name":"a","uid":"1","creationTimestamp":"x","managedFields":[]},"spec":{},"status":{}}""")).Select(Show));

    [Fact]
    public void Values_of_a_secret_are_masked_and_still_differ()
    {
        var before = Parse(
            """{"kind":"Secret","metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"hidden1","a":"b"}},"data":{"same":"hidden2","new":"hidden3","gone":"hidden4"}}""");
        var after = Parse(
            """{"kind":"Secret","metadata":{"annotations":{"a":"c"}},"data":{"same":"hidden2","new":"hidden5","more":"hidden6"},"type":"Opaque"}""");

        var (one, other) = SecretMask.Mask(before, after);

        Assert.Equal(
            [
                "Removed metadata.annotations[kubectl.kubernetes.io/last-applied-configuration] \"*** (before)\" -",
                "Changed metadata.annotations.a \"b\" \"c\"",
                "Changed data.new \"*** (before)\" \"*** (after)\"", "Removed data.gone \"*** (before)\" -", "Added data.more - \"*** (after)\"",
                "Added type - \"Opaque\"",
            ],
            FieldComparison.Between(one, other).Select(Show));
        Assert.DoesNotContain("hidden", $"{one}{other}{SecretMask.Mask(null, after).After}", StringComparison.Ordinal);
        Assert.Contains("hidden2", before.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_current_managers_of_a_field_are_listed()
    {
        var before = Parse("""
            {"spec":{"a":1,"m":{"k":1,"n":1},"l":[{"name":"x","v":1},{"name":"y"}],"set":["p"],"both":1,"free":1},"metadata":{"managedFields":[
              {"manager":"one","fieldsV1":{"f:spec":{"f:a":{},"f:m":{},"f:both":{},"f:l":{"k:{\"name\":\"x\"}":{".":{},"f:v":{}}}}}},
              {"manager":"two","fieldsV1":{"f:spec":{"f:both":{},"f:set":{},"f:l":{"k:{\"name\":\"y\"}":{".":{}}}}}},
              {"manager":"one","operation":"Update","fieldsV1":{"f:spec":{"f:a":{}}}}]}}
            """);
        var after = Parse(
            """{"spec":{"a":2,"m":{"k":2},"l":[{"name":"x","v":2}],"set":["q"],"both":2,"free":2,"new":1},"metadata":{"managedFields":[{"manager":"applier","fieldsV1":{"f:spec":{"f:a":{},"f:new":{}}}}]}}""");

        Assert.Equal(
            [
                "spec.a one", "spec.m.k one", "spec.m.n one", "spec.l[name=x].v one", "spec.l[name=y] two", "spec.set two", "spec.both one, two",
                "spec.free -", "spec.new -",
            ],
            FieldComparison.Between(before, after).Select(d => $"{d.Path} {d.Manager ?? "-"}"));
    }

    private static string Show(FieldDifference d) =>
        $"{d.Change} {d.Path} {d.Before?.ToJsonString(Relaxed.Options) ?? "-"} {d.After?.ToJsonString(Relaxed.Options) ?? "-"}";

    private static JsonObject WithList(string list) => Parse($$$"""{"metadata":{"managedFields":{{{Keyed}}}},"spec":{"l":{{{list}}}}}""");

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private static class Relaxed
    {
        public static readonly System.Text.Json.JsonSerializerOptions Options = new()
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
    }

    [Theory]
    // A changed field belongs to the manager that changed it, a removed one to its last owner; two writers are listed together.
    [InlineData("""{"a":1}""", """{"a":2}""", """["old","f:a"]""", """["new","f:a"]""", "a:new")]
    [InlineData("""{"a":1}""", """{}""", """["old","f:a"]""", """["new","f:b"]""", "a:old")]
    [InlineData("""{"a":1,"b":1}""", """{"a":2,"b":1}""", """["old","f:a","kept","f:b"]""", """["old2","f:a","kept","f:b"]""", "a:old2")]
    // A map without the fields of its first owner.
    [InlineData("""{"d":{"a":1}}""", """{"d":{"a":2}}""", """["one","f:d/f:a"]""", """["one","f:d","two","f:d/f:a"]""", "d.a:two")]
    [InlineData("""{"d":{"a":1}}""", """{"d":{"a":2}}""", """["one","f:d"]""", """["two","f:d"]""", "d.a:two")]
    [InlineData("""{"d":{"a":1,"b":1}}""", """{"d":{"a":1}}""", """["one","f:d/f:b","two","f:d/f:a"]""", """["one","f:d","two","f:d/f:a"]""", "d.b:one")]
    // Within one second the entry is the same.
    [InlineData("""{"a":1}""", """{"a":2}""", """["same","f:a"]""", """["same","f:a"]""", "a:same")]
    public void A_change_between_versions_names_its_manager(string before, string after, string managersBefore, string managersAfter, string expected)
    {
        var differences = FieldComparison.BetweenVersions(Managed(before, managersBefore), Managed(after, managersAfter));

        Assert.Equal(expected, string.Join(',', differences.Select(d => $"{d.Path}:{d.Manager}")));
    }

    private static JsonObject Nested(string[] path) => path.Length == 0 ? [] : new JsonObject { [path[0]] = Nested(path[1..]) };

    private static JsonObject Managed(string json, string managers)
    {
        var o = (JsonObject)JsonNode.Parse(json)!;
        var names = JsonNode.Parse(managers)!.AsArray().Select(n => n!.ToString()).Chunk(2);
        var entries = names.Select(n => new JsonObject { ["manager"] = n[0], ["fieldsV1"] = Nested(n[1].Split('/')) });
        o["metadata"] = new JsonObject { ["managedFields"] = new JsonArray([.. entries]) };
        return o;
    }
}
