using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;

namespace KubeApi.Tests.Client;

/// <summary>The scanner finds the end of an object for any block and chunk boundaries.</summary>
public sealed class ObjectScannerTests
{
    // A quote in a string as \" and not as \u0022.
    private static readonly JsonSerializerOptions s_asServersWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void FindsTheEndOfEveryObjectForAnyChunkSize()
    {
        var random = new Random(7);
        for (var round = 0; round < 3_000; round++)
        {
            var made = Make(random, 3);
            var json = Encoding.UTF8.GetBytes(made.ToJsonString(s_asServersWrite));
            byte[] bytes = [.. json, .. ",{\"next\":\"}\\\""u8];

            var (end, onlyChildEnd) = EndOf(bytes, random, random.Next(1, 200));

            Assert.Equal(json.Length, end);
            Assert.Equal(EndOfOnlyChild(made), onlyChildEnd);
        }
    }

    [Fact]
    public void ReportsNoEndForAnUnfinishedObject()
    {
        var scanner = default(ObjectScanner);

        Assert.InRange(scanner.Scan(Encoding.UTF8.GetBytes("{\"a\":\"" + new string('}', 300))), 0, 306);
        Assert.False(scanner.IsComplete);
    }

    private static (int End, int OnlyChildEnd) EndOf(byte[] bytes, Random random, int largest)
    {
        var scanner = default(ObjectScanner);
        for (var (position, received) = (0, 0); ;)
        {
            Assert.True(received < bytes.Length, $"no end was found in {Encoding.UTF8.GetString(bytes)}");
            received = Math.Min(bytes.Length, received + random.Next(1, largest + 1));
            position += scanner.Scan(bytes.AsSpan(position..received));
            if (scanner.IsComplete)
            {
                return (position, scanner.OnlyChildEnd);
            }
        }
    }

    // Everything up to the child's end is written as if the object ended there.
    private static int EndOfOnlyChild(JsonObject made)
    {
        var children = made.Where(m => m.Value is JsonObject).ToList();
        if (children.Count != 1)
        {
            return 0;
        }

        var upTo = new JsonObject(made.Take(made.IndexOf(children[0].Key) + 1).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        return Encoding.UTF8.GetByteCount(upTo.ToJsonString(s_asServersWrite)) - 1;
    }

    private static JsonObject Make(Random random, int depth)
    {
        var made = new JsonObject();
        for (var i = random.Next(5); i > 0; i--)
        {
            made[Text(random)] = depth > 0 && random.Next(2) == 0 ? Make(random, depth - 1) : Text(random);
        }

        return made;
    }

    // Escaped quotes and backslashes become runs of backslashes of every length.
    private static string Text(Random random) =>
        new([.. Enumerable.Range(0, random.Next(40)).Select(_ => "\\\\\\\"{}[]ab"[random.Next(10)])]);
}
