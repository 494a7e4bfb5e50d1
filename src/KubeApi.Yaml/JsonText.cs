using System.Text;
using System.Text.Json;

namespace KubeApi.Yaml;

/// <summary>
/// Reads a text that is JSON as JSON: its numbers stay as they stand there, while YAML takes one that no type holds, as 1e400, for a text. A
/// text that begins as JSON does and is none may still be YAML, as <c>{ a: b }</c>, and is left to that.
/// </summary>
internal static class JsonText
{
    private const int MaxDepth = 500;

    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The JSON in UTF-8, without the white space, and the line on which it begins; null if the text is no JSON.</summary>
    /// <exception cref="FormatException">A key stands twice; the message says where.</exception>
    public static (byte[] Json, int Line)? Read(string text)
    {
        var start = text.AsSpan().IndexOfAnyExcept(" \t\r\n");
        if (start < 0 || text[start] is not ('{' or '['))
        {
            return null;
        }

        try
        {
            var json = s_utf8.GetBytes(text);
            CheckKeys(json);
            return (Compact(json), text.AsSpan(0, start).Count('\n') + 1);
        }
        catch (Exception e) when (e is JsonException or EncoderFallbackException or InvalidOperationException)
        {
            // No JSON; or half of a surrogate pair.
            return null;
        }
    }

    private static void CheckKeys(ReadOnlySpan<byte> json)
    {
        var objects = new Stack<HashSet<string>>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                objects.Push(new HashSet<string>(StringComparer.Ordinal));
            }
            else if (reader.TokenType == JsonTokenType.EndObject)
            {
                objects.Pop();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && !objects.Peek().Add(reader.GetString()!))
            {
                var before = json[..(int)reader.TokenStartIndex];
                throw new FormatException(
                    $"line {before.Count((byte)'\n') + 1}, column {s_utf8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1}: a key stands twice in one mapping");
            }
        }
    }

    private static byte[] Compact(ReadOnlySpan<byte> json)
    {
        var (compact, length, isText) = (new byte[json.Length], 0, false);
        for (var i = 0; i < json.Length; i++)
        {
            if (isText || json[i] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                isText ^= json[i] == '"';
                compact[length++] = json[i];
            }

            if (isText && json[i] == '\\')
            {
                compact[length++] = json[++i];
            }
        }

        return compact[..length];
    }
}
