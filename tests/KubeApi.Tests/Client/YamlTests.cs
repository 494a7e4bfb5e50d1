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
    [InlineData("base: &b {x: 1, y: 2}\na: {<<: *b, y: 3}", """{"base":{"x":1,"y":2},"a":{"y":3,"x":1}}""")]
    [InlineData("p: &p {x: 1}\nq: &q {x: 2, z: 4}\na:\n  <<: [*p, *q]\n  y: 3", """{"p":{"x":1},"q":{"x":2,"z":4},"a":{"y":3,"x":1,"z":4}}""")]
    [InlineData("a: |\n  one\n  two\n", """{"a":"one\ntwo\n"}""")]
    [InlineData("""{"a": [1, "b", null, {"c": 1e2}]}""", """{"a":[1,"b",null,{"c":100}]}""")]
    [InlineData("1: x\ntrue: z", """{"1":"x","true":"z"}""")]
    [InlineData("a: 1\n---\nb: 2", """{"a":1}""")]
    [InlineData("", "null")]
    [InlineData("# nothing\n", "null")]
    public void Is_read_as_JSON(string yaml, string json) => Assert.Equal(json, Encoding.UTF8.GetString(YamlLoader.CreateReader().ToJson(yaml)));

    [Theory]
    [InlineData("a: 1\nb: {c: 1, c: 2}", "line 2, column 11")]
    [InlineData("a: *nope", "line 1, column 4")]
    [InlineData("a: [1", "line 2")]
    [InlineData("? [a]\n: b", "line 1")]
    [InlineData("a: {<<: 5}", "takes a mapping")]
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
}
