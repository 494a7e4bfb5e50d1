using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData("yes")]
    [InlineData("No")]
    [InlineData("on")]
    [InlineData("OFF")]
    [InlineData("y")]
    [InlineData("n")]
    [InlineData("true")]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("1e3")]
    [InlineData("0o7")]
    [InlineData("0777")]
    [InlineData("08")]
    [InlineData("1_000")]
    [InlineData("0x1F")]
    [InlineData("-12")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("12:30:00")]
    [InlineData("12:30")]
    [InlineData("2026-11-23")]
    [InlineData("2026-11-23T18:32:26Z")]
    [InlineData(".inf")]
    [InlineData(".NaN")]
    [InlineData("=")]
    [InlineData("<<")]
    public void Strings_that_look_like_other_scalars_are_double_quoted(string text)
    {
        Assert.Equal($"a: \"{text}\"", Yaml($$"""{"a":{{JsonSerializer.Serialize(text)}}}"""));
        Assert.Equal($"\"{text}\": 1", Yaml($$"""{ {{JsonSerializer.Serialize(text)}}: 1}"""));
    }

    [Theory]
    [InlineData("- a")]
    [InlineData("-")]
    [InlineData("---")]
    [InlineData("? a")]
    [InlineData("*.example.org")]
    [InlineData("@daily")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData(" a")]
    [InlineData("a:")]
    [InlineData("{a}")]
    [InlineData("%d")]
    public void Strings_that_are_not_plain_scalars_are_single_quoted(string text)
    {
        Assert.Equal($"a: '{text}'", Yaml($$"""{"a":{{JsonSerializer.Serialize(text)}}}"""));
        Assert.Equal($"'{text}': 1", Yaml($$"""{ {{JsonSerializer.Serialize(text)}}: 1}"""));
    }

    [Theory]
    [InlineData("web-1")]
    [InlineData("100m")]
    [InlineData("10.0.0.1")]
    [InlineData("1.2.3")]
    [InlineData("2Gi")]
    [InlineData("nginx:1.27")]
    [InlineData("registry.example/a@sha256:00")]
    [InlineData("http://h/p?q=1#f")]
    [InlineData("app.kubernetes.io/name")]
    [InlineData("--flag=1x")]
    [InlineData("a 'b' \"c\"")]
    [InlineData("Straße")]
    public void Plain_words_stay_plain(string text) =>
        Assert.Equal(text.StartsWith("--", StringComparison.Ordinal) ? $"a: '{text}'" : $"a: {text}", Yaml($$"""{"a":{{JsonSerializer.Serialize(text)}}}"""));

    [Theory]
    [InlineData("""{"a":{"b":[1,{"c":true,"d":null}],"e":{},"f":[]}}""", "a:\n  b:\n  - 1\n  - c: true\n    d: null\n  e: {}\n  f: []")]
    [InlineData("""{"a":"one\ntwo\n","b":1}""", "a: |\n  one\n  two\nb: 1")]
    [InlineData("""{"a":"one\ntwo"}""", "a: |-\n  one\n  two")]
    [InlineData("""{"a":"one\n  two: 'x'\n"}""", "a: |\n  one\n    two: 'x'\n")]
    [InlineData("""{"a":"one\n\n"}""", "a: \"one\\n\\n\"")]
    [InlineData("""{"a":" one\ntwo"}""", "a: \" one\\ntwo\"")]
    [InlineData("""{"a":"one \ntwo"}""", "a: \"one \\ntwo\"")]
    [InlineData("""{"a":"\u0007"}""", "a: \"\\a\"")]
    [InlineData("""{"a":"x\ty\u00a0\u2028\ufeff😀\u0001"}""", "a: \"x\\ty\u00a0\\L\\uFEFF\\U0001F600\\x01\"")]
    [InlineData("""{"a":{"b":"one\n\ntwo\n"},"c":["one\ntwo\n",["x\ny"]]}""", "a:\n  b: |\n    one\n\n    two\nc:\n- |\n  one\n  two\n- - |-\n    x\n    y")]
    [InlineData("\"one\\ntwo\\n\"", "|\n  one\n  two\n")]
    [InlineData("""{"...":"...","x":"...a"}""", "'...': '...'\nx: '...a'")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("""[[1,[]],["x"]]""", "- - 1\n  - []\n- - x")]
    [InlineData("\"x\"", "x")]
    [InlineData("""{"a":1.50,"b":1e2,"c":123456789012345678901234567890}""", "a: 1.50\nb: 1e2\nc: 123456789012345678901234567890")]
    public void Objects_are_written_in_block_style(string json, string yaml) => Assert.Equal(yaml, Yaml(json));

    [Fact]
    public void A_very_long_key_is_written_as_an_explicit_key()
    {
        var key = new string('k', 1200);

        Assert.Equal($"a:\n  ? {key}\n  : b: 1\n    c:\n    - 2\n  d: 3", Yaml($$$"""{"a":{"{{{key}}}":{"b":1,"c":[2]},"d":3}}"""));
        Assert.Equal($$"""{"{{key}}":["x"]}""", Encoding.UTF8.GetString(Assert.Single(YamlLoader.CreateReader().ToJson(Yaml($$"""{"{{key}}":["x"]}""")))));
    }

    [Fact]
    public void A_long_line_becomes_a_block_scalar()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 30));

        Assert.Equal($"a: |-\n  {text}", Yaml($$"""{"a":"{{text}}"}"""));
    }

    [Fact]
    public void A_lone_surrogate_is_escaped() => Assert.Equal(@"a: \ud800", Yaml("""{"a":"\ud800"}"""));

    [Fact]
    public void The_round_trip_is_exact()
    {
        for (var seed = 0; seed < 4000; seed++)
        {
            var json = RandomJson.Value(new Random(seed))?.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
                ?? "null";
            var yaml = Yaml(json);

            var back = Encoding.UTF8.GetString(Assert.Single(YamlLoader.CreateReader().ToJson(yaml)));

            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(back)), $"seed {seed}\n{json}\n{yaml}\n{back}");
        }
    }

    [Fact]
    public void The_round_trip_is_exact_for_several_documents()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 300).Select(
            _ => (JsonNode?)new JsonObject { ["a"] = RandomJson.Text(random), ["b"] = RandomJson.Text(random) }).ToList();

        var back = YamlLoader.CreateReader().Read(string.Join("\n---\n", values.Select(v => Yaml(v!.ToJsonString()))));

        Assert.Equal(values.Select(v => v!.ToJsonString()), back.Select(b => JsonNode.Parse(b.Json)!.ToJsonString()));
    }

    private static string Yaml(string json) => YamlLoader.CreateWriter().ToYaml(Encoding.UTF8.GetBytes(json));
}
