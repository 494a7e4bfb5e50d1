using System.Text;
using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Tests.Client;

/// <summary>The cursor accepts the same values as Utf8JsonReader, and stops after them.</summary>
public sealed class JsonCursorTests
{
    private const string Sample = """
        {"a":"x\"y\\","long name, over more than a vector":"z \u00e9\/ and more text behind it","n":[0,-1,1.5e+10,2E-3],
         "o":{},"e":[ ],"t":true,"f":false,"u":null,"é":"日本"}
        """;

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData(""" [1 , 2,[ ],{ } ] """)]
    [InlineData("\"a string without an end")]
    [InlineData("\"a tab\tin it\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u12")]
    [InlineData("\"\\")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("tru")]
    [InlineData("nul")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":}")]
    [InlineData("[1 2]")]
    [InlineData("[1}")]
    [InlineData("{\"a\":1]")]
    public void AcceptsAndRejectsAsUtf8JsonReader(string json) => AssertSameResult(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void AcceptsAndRejectsDamagedTextAsUtf8JsonReader()
    {
        var random = new Random(4);
        var palette = "{}[]\",:\\ \t\n0123456789.eE+-truefalsnu/bx\u0001"u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Sample);
            for (var damage = random.Next(3); damage >= 0; damage--)
            {
                var at = random.Next(bytes.Length);
                bytes = random.Next(3) switch
                {
                    0 => [.. bytes[..at], palette[random.Next(palette.Length)], .. bytes[(at + 1)..]],
                    1 => [.. bytes[..at], .. bytes[(at + 1)..]],
                    _ => [.. bytes[..at], palette[random.Next(palette.Length)], .. bytes[at..]],
                };
            }

            AssertSameResult(bytes);
        }
    }

    [Fact]
    public void RefusesTooDeepNesting()
    {
        var deepest = new string('[', JsonLimits.MaxDepth) + new string(']', JsonLimits.MaxDepth);

        Assert.Equal(deepest.Length, Skip(Encoding.UTF8.GetBytes(deepest)));
        Assert.Contains("deeper than 512 levels", Assert.Throws<JsonException>(() => Skip(Encoding.UTF8.GetBytes($"[{deepest}]"))).Message);
    }

    [Fact]
    public void ReturnsNamesAndPositionsOfValues()
    {
        var json = """ { "a" : [1] , "b\n":"x"} """u8;
        var cursor = new JsonCursor(json);
        var found = new List<string>();
        for (var more = cursor.Enter('{'); more; more = cursor.Next('{'))
        {
            var name = Encoding.UTF8.GetString(cursor.ReadName(out var isEscaped));
            var start = cursor.Position;
            cursor.SkipValue();
            found.Add($"{name} {isEscaped} {Encoding.UTF8.GetString(json[start..cursor.Position])}");
        }

        Assert.Equal(["a False [1]", """b\n True "x" """.TrimEnd()], found);
    }

    private static void AssertSameResult(byte[] json)
    {
        var expected = ResultOf(() =>
        {
            var reader = new Utf8JsonReader(json, JsonLimits.ReaderOptions);
            while (reader.Read())
            {
            }

            // Trailing data is an error for both readers.
            return json.AsSpan().TrimEnd(" \t\r\n"u8).Length;
        });
        var actual = ResultOf(() => Skip(json) is var end && json.AsSpan(end).IndexOfAnyExcept(" \t\r\n"u8) < 0 ? end : throw new JsonException());

        Assert.True(expected == actual, $"expected {expected}, not {actual}: {Encoding.UTF8.GetString(json)}");
    }

    private static int ResultOf(Func<int> read)
    {
        try
        {
            return read();
        }
        catch (JsonException)
        {
            return -1;
        }
    }

    private static int Skip(byte[] json)
    {
        var cursor = new JsonCursor(json);
        cursor.SkipValue();
        return cursor.Position;
    }
}
