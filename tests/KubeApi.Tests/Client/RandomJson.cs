using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeApi.Tests.Client;

/// <summary>Random JSON with values that are hard for YAML writers.</summary>
internal static class RandomJson
{
    private static readonly string[] s_alphabet =
    [
        "a", "b", "Z", "0", "1", "9", " ", " ", "\n", "\n", "\t", "\r", ":", "#", "-", "?", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%",
        "@", "`", "~", "=", ".",
        "_", "+", "e", "x", "y", "n", "\\", "/", "<", "é", "ß", "漢", "😀", "\u0000", "\u0007", "\u001b", "\u007f", "\u0085", "\u00a0", "\u2028", "\u2029",
        "\ufeff", "\ufffd", "\uffff", "---", "...", "yes", "null",
    ];

    /// <summary>A value, nested at most five levels deep.</summary>
    public static JsonNode? Value(Random random, int depth = 0) => random.Next(depth > 4 ? 6 : 9) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(long.MinValue, long.MaxValue),
        3 => Number(random),
        4 or 5 => Text(random),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
        _ => new JsonObject(
            Enumerable.Range(0, random.Next(4)).Select(_ => Text(random)).Distinct().Select(k => KeyValuePair.Create(k, Value(random, depth + 1)))),
    };

    private static JsonNode? Number(Random random) => JsonNode.Parse(random.Next(4) switch
    {
        0 => BitConverter.Int64BitsToDouble(random.NextInt64()) is var d && double.IsFinite(d) ? d.ToString("R", CultureInfo.InvariantCulture) : "0.5",
        1 => new string([.. Enumerable.Range(0, 30).Select(_ => (char)('1' + random.Next(9)))]),
        2 => $"0.{random.Next(1, 1000000)}{random.Next(1, 1000000)}{random.Next(1, 1000000)}1",
        _ => (random.Next(-1000, 1000) / 8.0).ToString("R", CultureInfo.InvariantCulture),
    });

    /// <summary>A string of characters that are special in YAML.</summary>
    public static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(random.Next(20) == 0 ? 150 : 8)).Select(_ => s_alphabet[random.Next(s_alphabet.Length)]));
}
