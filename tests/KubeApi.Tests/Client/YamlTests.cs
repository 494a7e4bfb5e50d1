using System.Runtime.Loader;
using System.Text;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

/// <summary>YAML as kubectl reads it: the expected values were checked with kubectl 1.32.</summary>
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
    [InlineData(
        "{1: a, 1.50: b, yes: c, 010: d, 1_0: e, 12:30: f, 'off': g, .inf: h}",
        """{"1":"a","1.5":"b","true":"c","8":"d","10":"e","12:30":"f","off":"g",".inf":"h"}""")]
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
    public void YAML_is_read_as_JSON(string yaml, string json) =>
        Assert.Equal(json, string.Join(' ', YamlLoader.CreateReader().ToJson(yaml).Select(Encoding.UTF8.GetString)));

    [Theory]
    [InlineData("a: 1\nb: {c: 1, c: 2}", "line 2, column 11")]
    [InlineData("\n{\"ä\": 1,\n  \"b\": {}, \"ä\": 2}", "line 3, column 12: duplicate key")]
    [InlineData("{\"a\": 1,\n  \"b\": [2}", "line 2, column")]
    [InlineData("a: *nope", "line 1, column 4")]
    [InlineData("a: [1", "line 1, column 6")]
    [InlineData("? [a]\n: b", "line 1")]
    [InlineData("a: {<<: 5}", "line 1, column 5: '<<' takes a mapping")]
    [InlineData("a: {<<: [{x: 1}, 5]}", "takes a mapping")]
    [InlineData("yes: 1\ntrue: 2", "line 2, column 1: duplicate key")]
    [InlineData("a: 1\n---\nb: 1\nb: 2", "line 4, column 1: duplicate key")]
    [InlineData("a: &x 1\n---\nb: *x", "line 3, column 4: an alias")]
    [InlineData("a: &x {b: *x}", "an alias")]
    [InlineData("~: 1", "a null key")]
    [InlineData("a: .inf", "line 1, column 4: infinity")]
    [InlineData("a: [.NaN]", "infinity")]
    [InlineData("a: !!int 1.5", "line 1, column 4: the value does not match its tag !!int")]
    [InlineData("a: !!int yes", "match its tag !!int")]
    [InlineData("a: !!bool x", "match its tag !!bool")]
    [InlineData("a: !!binary '%%'", "not base64")]
    [InlineData("a:\n\t- b", "line 2, column 1: a tab")]
    [InlineData("a: 1\nb:\n-\t1", "line 3, column 2: a tab")]
    [InlineData("a: 1\n---\nb: 2\n---\nc:\n  d: |\n \tx\n  y", "line 7, column 2: a tab")]
    [InlineData("a: 1\r\n---\r\nb: 2\r\nc: [1\r\nd: 2\r\n", "line 5, column 2: the document is not well-formed")]
    [InlineData("a: 1\n---\n\ufeffb: *x", "line 3, column 4: an alias")]
    [InlineData("a: 1\n--- b: 2", "line 2, column 4: wrong document separator")]
    [InlineData("---apiVersion: v1", "line 1, column 4: wrong document separator")]
    [InlineData("{\"a\":1}\n{\"a\":2,\n \"a\":3}", "line 3, column 2: duplicate key")]
    [InlineData("{\"a\":1}\n{\"a\":2,\n ]", "line 3, column 2: the JSON is not well-formed")]
    [InlineData("a: 1\n---\n{\"b\":1, \"b\":2}", "line 3, column 9: duplicate key")]
    [InlineData("a: 1\n...\nb: [", "line 3, column 5: the document is not well-formed")]
    [InlineData("a: \"x\u0007\"", "line 1, column 6: the character U+0007 is not allowed")]
    [InlineData("a: &x \"1\\n\\/\"", "line 1, column 11: YAML has no such escape")]
    [InlineData("a: .nan", "line 1, column 4: infinity")]
    public void An_error_has_its_position(string yaml, string expected)
    {
        var e = Assert.Throws<FormatException>(() => YamlLoader.CreateReader().Read(yaml));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:\n\tb: 1", "line 2, column 1: a tab")]
    [InlineData("a: 1\n---\nb:\n\t- 1", "line 4, column 1: a tab")]
    [InlineData("\ufeffa: *x", "line 1, column 4: an alias")]
    public void An_error_in_a_single_document_has_the_same_position(string yaml, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<FormatException>(() => YamlLoader.CreateReader().ToJson(yaml)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("--- {a: 1}", """{"a":1}""")]
    [InlineData("a: |\n  x", """{"a":"x"}""")]
    public void A_single_document_is_not_split_and_gets_no_newline(string yaml, string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(Assert.Single(YamlLoader.CreateReader().ToJson(yaml))));

    [Theory]
    [InlineData("a: 1\n---\n---\n# c\n---\n\nb: 2\n", "1 7")]
    [InlineData("{\"a\":1}\n\n {\"b\":2} [3]", "1 3 3")]
    [InlineData("a: 1\n...\n# c\nb: 2\n---\nc: 3", "1 4 6")]
    [InlineData("# c\r\na: 1\r\n---\r\nb: 2", "2 4")]
    public void Each_document_has_its_first_line(string yaml, string lines) =>
        Assert.Equal(lines, string.Join(' ', YamlLoader.CreateReader().Read(yaml).Select(d => d.Line)));

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    public void A_deeply_nested_text_is_refused_at_once(string level)
    {
        var e = Assert.Throws<FormatException>(() => YamlLoader.CreateReader().Read(string.Concat(Enumerable.Repeat(level, 100_000))));

        Assert.Contains("nested deeper than 500 levels", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lone_surrogate_is_refused() => Assert.StartsWith(
        "line 2, column 7: the character U+D83D is not allowed",
        Assert.Throws<FormatException>(() => YamlLoader.CreateReader().Read("a: 1\nb: 😀 \ud83d!")).Message, StringComparison.Ordinal);

    [Fact]
    public void Nesting_through_aliases_has_the_same_limit()
    {
        var nested = new StringBuilder("a0: &a0 []\n");
        for (var i = 1; i <= 600; i++)
        {
            nested.Append($"a{i}: &a{i} [*a{i - 1}]\n");
        }

        Assert.StartsWith(
            "line 500, column", Assert.Throws<FormatException>(() => YamlLoader.CreateReader().Read(nested.ToString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_bomb_is_refused()
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
    public void SharpYaml_is_loaded_into_its_own_load_context()
    {
        YamlLoader.CreateReader().ToJson("a: 1");

        var context = Assert.Single(AssemblyLoadContext.All, c => c.Name == "KubeApi.Yaml");
        Assert.Contains(context.Assemblies, a => a.GetName().Name == "SharpYaml");
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, a => a.GetName().Name == "SharpYaml");
    }

    [Theory]
    [InlineData(".spec.parts[1].size", 8, 5)]
    [InlineData("spec.parts[name=\"b\"].size", 8, 5)]
    [InlineData("spec.parts[name=\"b\",size=\"2\"].more", 7, 5)]
    [InlineData("spec[parts]", 5, 3)]
    [InlineData("spec.missing", 4, 1)]
    [InlineData("spec.parts[7]", 5, 3)]
    public void A_field_has_a_position(string path, int line, int column) => Assert.Equal(
        (line, column), YamlLoader.CreateReader().Locate("a: 1\n---\n# x\nspec:\n  parts:\n  - name: a\n  - name: b\n    size: 2\n", 2, path));

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":{\n \"c\":1}}", 2, "b.c", 3, 2)]
    [InlineData("a: 1\n...\nb:\n  c: 1", 2, "b.c", 4, 3)]
    [InlineData("\ufeffa: 1\n---\n\ufeffb: 1", 2, "b", 3, 1)]
    public void A_field_of_any_document_has_a_position(string yaml, int document, string path, int line, int column) =>
        Assert.Equal((line, column), YamlLoader.CreateReader().Locate(yaml, document, path));

    [Theory]
    [InlineData("a: 1", 1, "b.c")]
    [InlineData("a: 1", 2, "a")]
    [InlineData("a: [", 1, "a")]
    public void A_missing_field_has_no_position(string yaml, int document, string path) => Assert.Null(YamlLoader.CreateReader().Locate(yaml, document, path));
}
