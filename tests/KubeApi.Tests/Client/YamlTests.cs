using System.Runtime.Loader;
using System.Text;
using KubeApi.Session;

namespace KubeApi.Tests.Client;

/// <summary>YAML as kubectl reads it: what each means was checked with kubectl 1.32.</summary>
public sealed class YamlTests
{
    [Theory]
    [InlineData("a: y", """{"a":true}""")]
    [InlineData("a: [yes, On, TRUE, no, off, N]", """{"a":[true,true,true,false,false,false]}""")]
    [InlineData("a: 'yes'", """{"a":"yes"}""")]
    [InlineData("a: [010, 0o10, 0x10, 0b10, 1_000, -5, +3]", """{"a":[8,8,16,2,1000,-5,3]}""")]
    [InlineData("a: [1.5, 1e3, .5, -2.]", """{"a":[1.5,1000,0.5,-2]}""")]
    [InlineData("a: 123456789012345678901234567890", """{"a":123456789012345678901234567890}""")]
    [InlineData("a: [12:30, 2026-11-23, 1.2.3, 08x, _1, '']", """{"a":["12:30","2026-11-23","1.2.3","08x","_1",""]}""")]
    [InlineData("a: [~, null, Null, ]", """{"a":[null,null,null]}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a: !!str 12", """{"a":"12"}""")]
    [InlineData("a: &x {b: 1}\nc: *x\nd: [*x]", """{"a":{"b":1},"c":{"b":1},"d":[{"b":1}]}""")]
    [InlineData("base: &b {x: 1, k: 2}\na: {<<: *b, k: 3}", """{"base":{"x":1,"k":2},"a":{"x":1,"k":3}}""")]
    [InlineData("p: &p {x: 1}\nq: &q {x: 2, z: 4}\na:\n  <<: [*p, *q]\n  k: 3", """{"p":{"x":1},"q":{"x":2,"z":4},"a":{"x":1,"z":4,"k":3}}""")]
    [InlineData("a: {y: 3, <<: {y: 4, z: 1}, z: 2}", """{"a":{"true":4,"z":2}}""")]
    [InlineData("a: {k: 3, <<: {k: 4}, <<: {m: 5}}", """{"a":{"k":4,"m":5}}""")]
    [InlineData("a: {<<: {<<: {w: 1}, x: 2}}", """{"a":{"w":1,"x":2}}""")]
    [InlineData("a: {'<<': {x: 1}}", """{"a":{"\u003C\u003C":{"x":1}}}""")]
    [InlineData("a: [0X1F, 0O7, 0B11, -0o7, 1__0, 10_, 08, 0o8, 0x, 1e+, '-0']", """{"a":[31,7,3,-7,10,10,8,"0o8","0x","1e\u002B","-0"]}""")]
    [InlineData("a: [tRUE, nULL, inf, .Infinity, 1e400, '=']", """{"a":["tRUE","nULL","inf",".Infinity","1e400","="]}""")]
    [InlineData("a: [!!int '3', !!float '1e3', !!bool 'yes', !!null '', !!int '0x1F']", """{"a":[3,1000,true,null,31]}""")]
    [InlineData("a: [!!binary aGVsbG8=, !!timestamp 2026-11-23, !foo 12, ! 12, !!foo 13]", """{"a":["hello","2026-11-23","12","12","13"]}""")]
    [InlineData("a: !!map {b: !!seq [1], c: !!set {x}}", """{"a":{"b":[1],"c":{"x":null}}}""")]
    [InlineData("{1: a, 1.50: b, yes: c, 010: d, 1_0: e, 12:30: f, 'off': g, .inf: h}", """{"1":"a","1.5":"b","true":"c","8":"d","10":"e","12:30":"f","off":"g",".inf":"h"}""")]
    [InlineData("a: |\n  one\n  two\n", """{"a":"one\ntwo\n"}""")]
    [InlineData("""{"a": [1, "b", null, {"c": 1e2}]}""", """{"a":[1,"b",null,{"c":1e2}]}""")]
    [InlineData("""{"a": [1e400, 1e-400, 0.10, 12345678901234567890.123]}""", """{"a":[1e400,1e-400,0.10,12345678901234567890.123]}""")]
    [InlineData("""[ {"a b": "c \" : , d" } ]""", """[{"a b":"c \" : , d"}]""")]
    [InlineData("{a: 1e2, b: [yes]}", """{"a":100,"b":[true]}""")]
    [InlineData("{\"a\": 1} # JSON but for this", """{"a":1}""")]
    [InlineData("1: x\ntrue: z", """{"1":"x","true":"z"}""")]
    [InlineData("---\n", "null")]
    [InlineData("a: 1\n---\nb: 2\n...\n---\n- 3", """{"a":1} {"b":2} [3]""")]
    [InlineData("--- {a: &x 1}\n---\na: &x 2\nb: *x", """{"a":1} {"a":2,"b":2}""")]
    [InlineData("", "")]
    [InlineData("# nothing\n", "")]
    public void Is_read_as_JSON(string yaml, string json) => Assert.Equal(json, string.Join(' ', YamlLoader.CreateReader().ToJson(yaml).Select(Encoding.UTF8.GetString)));

    [Theory]
    [InlineData("a: 1\nb: {c: 1, c: 2}", "line 2, column 11")]
    [InlineData("\n{\"ä\": 1,\n  \"b\": {}, \"ä\": 2}", "line 3, column 12: a key stands twice")]
    [InlineData("{\"a\": 1,\n  \"b\": [2}", "line 2, column")]
    [InlineData("a: *nope", "line 1, column 4")]
    [InlineData("a: [1", "line 2")]
    [InlineData("? [a]\n: b", "line 1")]
    [InlineData("a: {<<: 5}", "line 1, column 5: '<<' takes a mapping")]
    [InlineData("a: {<<: [{x: 1}, 5]}", "takes a mapping")]
    [InlineData("yes: 1\ntrue: 2", "line 2, column 1: a key stands twice")]
    [InlineData("a: 1\n---\nb: 1\nb: 2", "line 4, column 1: a key stands twice")]
    [InlineData("a: &x 1\n---\nb: *x", "line 3, column 4: an alias")]
    [InlineData("a: &x {b: *x}", "an alias")]
    [InlineData("~: 1", "a key that is null")]
    [InlineData("a: .inf", "line 1, column 4: infinity")]
    [InlineData("a: [.NaN]", "infinity")]
    [InlineData("a: !!int 1.5", "line 1, column 4: the value is no !!int")]
    [InlineData("a: !!int yes", "no !!int")]
    [InlineData("a: !!bool x", "no !!bool")]
    [InlineData("a: !!binary '%%'", "no base64")]
    [InlineData("a:\n\t- b", "tabs")]
    [InlineData("a: {\nb: 1}", "in braces")]
    public void What_is_wrong_is_told_with_its_place(string yaml, string expected)
    {
        var e = Assert.Throws<FormatException>(() => YamlLoader.CreateReader().ToJson(yaml));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_text_that_stands_for_a_huge_one_is_refused()
    {
        var laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 12; i++)
        {
            laughs.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        var e = Assert.Throws<FormatException>(() => YamlLoader.CreateReader().ToJson(laughs.ToString()));

        Assert.Contains("aliases expand", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void YamlDotNet_is_loaded_into_a_context_of_its_own()
    {
        YamlLoader.CreateReader().ToJson("a: 1");

        var context = Assert.Single(AssemblyLoadContext.All, c => c.Name == "KubeApi.Yaml");
        Assert.Contains(context.Assemblies, a => a.GetName().Name == "YamlDotNet");
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, a => a.GetName().Name == "YamlDotNet");
    }

    [Theory]
    [InlineData(".spec.parts[1].size", 8, 5)]
    [InlineData("spec.parts[name=\"b\"].size", 8, 5)]
    [InlineData("spec.parts[name=\"b\",size=\"2\"].more", 7, 5)]
    [InlineData("spec[parts]", 5, 3)]
    [InlineData("spec.missing", 4, 1)]
    public void A_field_has_a_place(string path, int line, int column) => Assert.Equal(
        (line, column), YamlLoader.CreateReader().Locate("a: 1\n---\n# x\nspec:\n  parts:\n  - name: a\n  - name: b\n    size: 2\n", 2, path));

    [Theory]
    [InlineData("a: 1", 1, "b.c")]
    [InlineData("a: 1", 2, "a")]
    [InlineData("a: [", 1, "a")]
    public void What_is_not_there_has_no_place(string yaml, int document, string path) => Assert.Null(YamlLoader.CreateReader().Locate(yaml, document, path));
}
