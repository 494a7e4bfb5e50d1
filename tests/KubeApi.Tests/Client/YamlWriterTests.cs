using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Session;

namespace KubeApi.Tests.Client;

public sealed class YamlWriterTests
{
    private static readonly string[] s_alphabet =
    [
        "a", "b", "Z", "0", "1", "9", " ", " ", "\n", "\n", "\t", "\r", ":", "#", "-", "?", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "~", "=", ".",
        "_", "+", "e", "x", "y", "n", "\\", "/", "<", "é", "ß", "漢", "😀", "\u0000", "\u0007", "\u001b", "\u007f", "\u0085", "\u00a0", "\u2028", "\u2029", "\ufeff", "\ufffd", "\uffff", "---", "...", "yes", "null",
    ];

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
    public void What_is_no_text_without_is_in_double_quotes(string text)
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
    public void What_is_no_scalar_without_is_in_single_quotes(string text)
    {
        Assert.Equal($"a: '{text}'", Yaml($$"""{"a":{{JsonSerializer.Serialize(text)}}}"""));
        Assert.Equal($"'{text}': 1", Yaml($$"""{ {{JsonSerializer.Serialize(text)}}: 1}"""));
    }

    [Theory]
    [InlineData("web-1")]
    [InlineData("100m")]
    [InlineData("2Gi")]
    [InlineData("nginx:1.27")]
    [InlineData("registry.example/a@sha256:00")]
    [InlineData("http://h/p?q=1#f")]
    [InlineData("app.kubernetes.io/name")]
    [InlineData("--flag=1x")]
    [InlineData("a 'b' \"c\"")]
    [InlineData("Straße")]
    public void Plain_words_stay_plain(string text) => Assert.Equal(text.StartsWith("--", StringComparison.Ordinal) ? $"a: '{text}'" : $"a: {text}", Yaml($$"""{"a":{{JsonSerializer.Serialize(text)}}}"""));

    [Theory]
    [InlineData("""{"a":{"b":[1,{"c":true,"d":null}],"e":{},"f":[]}}""", "a:\n  b:\n  - 1\n  - c: true\n    d: null\n  e: {}\n  f: []")]
    [InlineData("""{"a":"one\ntwo\n","b":1}""", "a: |\n  one\n  two\nb: 1")]
    [InlineData("""{"a":"one\ntwo"}""", "a: |-\n  one\n  two")]
    [InlineData("""{"a":"one\n  two: 'x'\n"}""", "a: |\n  one\n    two: 'x'\n")]
    [InlineData("""{"a":"one\n\n"}""", "a: \"one\\n\\n\"")]
    [InlineData("""{"a":" one\ntwo"}""", "a: \" one\\ntwo\"")]
    [InlineData("""{"a":"one \ntwo"}""", "a: \"one \\ntwo\"")]
    [InlineData("""{"a":"\u0007"}""", "a: \"\\a\"")]
    [InlineData("""[[1,[]],["x"]]""", "- - 1\n  - []\n- - x")]
    [InlineData("\"x\"", "x")]
    [InlineData("""{"a":1.50,"b":1e2,"c":123456789012345678901234567890}""", "a: 1.50\nb: 1e2\nc: 123456789012345678901234567890")]
    public void Is_written_in_block_style(string json, string yaml) => Assert.Equal(yaml, Yaml(json));

    [Fact]
    public void A_long_line_gets_a_block_of_its_own()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 30));

        Assert.Equal($"a: |-\n  {text}", Yaml($$"""{"a":"{{text}}"}"""));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_stays_an_escape() => Assert.Equal(@"a: \ud800", Yaml("""{"a":"\ud800"}"""));

    [Fact]
    public void The_round_trip_is_exact()
    {
        for (var seed = 0; seed < 4000; seed++)
        {
            var json = RandomValue(new Random(seed), 0)?.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "null";
            var yaml = Yaml(json);

            var back = Encoding.UTF8.GetString(Assert.Single(YamlLoader.CreateReader().ToJson(yaml)));

            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(back)), $"seed {seed}\n{json}\n{yaml}\n{back}");
        }
    }

    [Fact]
    public void The_round_trip_is_exact_for_documents_behind_one_another()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 300).Select(_ => (JsonNode?)new JsonObject { ["a"] = RandomText(random), ["b"] = RandomText(random) }).ToList();

        var back = YamlLoader.CreateReader().Read(string.Join("\n---\n", values.Select(v => Yaml(v!.ToJsonString()))));

        Assert.Equal(values.Select(v => v!.ToJsonString()), back.Select(b => JsonNode.Parse(b.Json)!.ToJsonString()));
    }

    private static string Yaml(string json) => YamlLoader.CreateWriter().ToYaml(Encoding.UTF8.GetBytes(json));

    private static JsonNode? RandomValue(Random random, int depth) => random.Next(depth > 4 ? 6 : 9) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(long.MinValue, long.MaxValue),
        3 => RandomNumber(random),
        4 or 5 => RandomText(random),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomValue(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(_ => RandomText(random)).Distinct().Select(k => KeyValuePair.Create(k, RandomValue(random, depth + 1)))),
    };

    private static JsonNode? RandomNumber(Random random) => JsonNode.Parse(random.Next(4) switch
    {
        0 => BitConverter.Int64BitsToDouble(random.NextInt64()) is var d && double.IsFinite(d) ? d.ToString("R", CultureInfo.InvariantCulture) : "0.5",
        1 => new string([.. Enumerable.Range(0, 30).Select(_ => (char)('1' + random.Next(9)))]),
        2 => $"0.{random.Next(1, 1000000)}{random.Next(1, 1000000)}{random.Next(1, 1000000)}1",
        _ => (random.Next(-1000, 1000) / 8.0).ToString("R", CultureInfo.InvariantCulture),
    });

    private static string RandomText(Random random) => string.Concat(Enumerable.Range(0, random.Next(random.Next(20) == 0 ? 150 : 8)).Select(_ => s_alphabet[random.Next(s_alphabet.Length)]));
}
