using System.Text.Json;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Tests.Client;

public sealed class SchemaFieldsTests
{
    private const string Document =
        """
        {"components":{"schemas":{
          "W":{"required":["spec"],"properties":{"spec":{"allOf":[{"$ref":"#/components/schemas/g.Spec"}],"default":{},"description":"What it does."}},
               "x-kubernetes-group-version-kind":[{"group":"g","version":"v1","kind":"W"}]},
          "g.Spec":{"type":"object","description":"A spec.","required":["count","parts"],"properties":{
            "count":{"type":"integer","default":0},
            "mode":{"type":"string","default":"A","enum":["A","B"]},
            "on":{"type":"boolean","default":true},
            "parts":{"type":"array","items":{"allOf":[{"$ref":"#/components/schemas/g.Part"}],"default":{}}},
            "labels":{"type":"object","additionalProperties":{"type":"string","default":""}},
            "size":{"$ref":"#/components/schemas/g.Quantity"},
            "started":{"$ref":"#/components/schemas/g.Time"},
            "port":{"x-kubernetes-int-or-string":true},
            "inline":{"type":"object","properties":{"x":{"type":"number","default":0.5}}},
            "any":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}},
          "g.Part":{"type":"object","properties":{"name":{"type":"string","default":""},"kinds":{"type":"array","items":{"type":"string","enum":["k"]}},
            "parts":{"type":"array","items":{"$ref":"#/components/schemas/g.Part"}},"byName":{"additionalProperties":{"$ref":"#/components/schemas/g.Part"}}}},
          "g.Quantity":{"oneOf":[{"type":"string"},{"type":"number"}],"description":"A number with a unit."},
          "g.Time":{"type":"string","format":"date-time"}}}}
        """;

    [Theory]
    [InlineData("", "w.spec Spec required ")]
    [InlineData("spec", "w.spec.count integer required |w.spec.mode string  A|w.spec.on boolean  True|w.spec.parts []Part required |"
        + "w.spec.labels map[string]string  |w.spec.size Quantity  |w.spec.started string  |w.spec.port IntOrString  |"
        + "w.spec.inline Object  |w.spec.any Object  ")]
    [InlineData("SPEC.Inline", "w.spec.inline.x number  0.5")]
    [InlineData("spec.mode", "w.spec.mode string  A")]
    [InlineData("spec.labels", "w.spec.labels map[string]string  ")]
    [InlineData("spec.any", "w.spec.any Object  ")]
    [InlineData("spec.parts.parts.byName.kinds", "w.spec.parts.parts.byName.kinds []string  ")]
    public void Fields_are_listed_by_path(string path, string rows) => Assert.Equal(
        rows,
        string.Join('|', List(path, 0).Select(f => FormattableString.Invariant($"{f.Path} {f.Type} {(f.Required ? "required" : "")} {f.Default}"))));

    // A CustomResourceDefinition is written by any of its authors.
    [Fact]
    public void Values_cannot_control_the_terminal()
    {
        const string Hostile = "a\\u001b[31mb\\u202e";
        var json = Document.Replace("What it does.", Hostile, StringComparison.Ordinal).Replace("\"A\"", $"\"{Hostile}\"", StringComparison.Ordinal);
        string[] path = ["spec", "mode"];

        var spec = Assert.Single(SchemaFields.List(Read(json), Type("w", "g", "v1"), "w", [], 0));
        var mode = Assert.Single(SchemaFields.List(Read(json), Type("w", "g", "v1"), "w", path, 0));

        Assert.Equal(("ab", "ab", "ab"), (spec.Description, mode.Default, mode.Enum[0]));
    }

    [Fact]
    public void A_recursive_type_is_listed_once() => Assert.Equal(
        [
            "0 spec", "1 count", "1 mode", "1 on", "1 parts", "2 name", "2 kinds", "2 parts", "2 byName", "1 labels", "1 size", "1 started", "1 port",
            "1 inline", "2 x", "1 any",
        ],
        List("", 100).Select(f => $"{f.Depth} {f.Name}"));

    [Fact]
    public void Depth_limits_the_levels() => Assert.Equal(10 + 1, List("", 1).Count());

    [Theory]
    [InlineData("spec.mode", "A,B")]
    [InlineData("spec.parts.kinds", "k")]
    [InlineData("spec.count", "")]
    public void Enum_values_come_from_the_field_or_its_items(string path, string values) =>
        Assert.Equal(values, string.Join(',', Assert.Single(List(path, 0)).Enum));

    [Fact]
    public void A_description_comes_from_the_field_or_its_type()
    {
        Assert.Equal("What it does.", Assert.Single(List("", 0)).Description);
        Assert.Equal("A number with a unit.", Assert.Single(List("spec.size", 0)).Description);
        Assert.Equal("", Assert.Single(List("spec.port", 0)).Description);
    }

    [Theory]
    [InlineData("spc", "w has no field 'spc'. Did you mean 'spec'?")]
    [InlineData("spec.parts.nmae", "w.spec.parts has no field 'nmae'. Did you mean 'name'?")]
    [InlineData("nosuch", "w has no field 'nosuch'. It has spec.")]
    [InlineData("spec.count.x", "w.spec.count has no field 'x'. Its type is integer.")]
    public void An_unknown_field_is_an_error(string path, string message)
    {
        var error = Assert.Throws<KubeApiException>(() => List(path, 0));

        Assert.Equal((FailureKind.FieldNotFound, message), (error.Failure, error.Message));
    }

    [Fact]
    public void A_type_without_schema_is_an_error() => Assert.Equal(
        FailureKind.FieldNotFound, Assert.Throws<KubeApiException>(() => SchemaFields.List(Read("{}"), Type("w", "g", "v1"), "w", [], 0)).Failure);

    // Each level has twice as many fields as the one above: 2^25.
    [Fact]
    public void A_schema_without_end_is_an_error()
    {
        static string Reference(int level) => $"{{\"$ref\":\"#/components/schemas/T{level}\"}}";
        var levels = Enumerable.Range(0, 25).Select(i => $",\"T{i}\":{{\"properties\":{{\"a\":{Reference(i + 1)},\"b\":{Reference(i + 1)}}}}}");
        var document = "{\"components\":{\"schemas\":{\"W\":{\"properties\":{\"spec\":" + Reference(0) + "},\"x-kubernetes-group-version-kind\":"
            + "[{\"group\":\"g\",\"version\":\"v1\",\"kind\":\"W\"}]}" + string.Concat(levels) + "}}}";

        var e = Assert.Throws<KubeApiException>(() => SchemaFields.List(Read(document), Type("w", "g", "v1"), "w", [], int.MaxValue).Count());

        Assert.Contains("more than 100000 fields", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w", "w", "")]
    [InlineData("w.spec.mode", "w", "spec.mode")]
    [InlineData("w.g.io.spec", "w.g.io", "spec")]
    [InlineData("w.v1.g.io.spec", "w.v1.g.io", "spec")]
    [InlineData("p.v1.spec", "p.v1", "spec")]
    [InlineData("w.g", "w", "g")]
    [InlineData("w.spec.parts[0].name", "w", "spec.parts.name")]
    [InlineData("w.spec.", "w", "spec")]
    public void A_path_starts_with_the_longest_matching_type_name(string path, string resource, string fields)
    {
        var (name, rest) = SchemaFields.Split(new ApiCatalog([], [Type("w", "g.io", "v1"), Type("p", "", "v1")], []), path);

        Assert.Equal((resource, fields), (name, string.Join('.', rest)));
    }

    private static IEnumerable<SchemaField> List(string path, int depth) =>
        SchemaFields.List(Read(Document), Type("w", "g", "v1"), "w", path.Split('.', StringSplitOptions.RemoveEmptyEntries), depth);

    private static SchemaDocument Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new SchemaDocument(document.RootElement.Clone());
    }

    private static ApiResource Type(string name, string group, string version) =>
        new() { Name = name, Kind = name.ToUpperInvariant(), Group = group, Version = version, IsPreferredVersion = true };
}
