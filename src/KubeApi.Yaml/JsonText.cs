using System.Text;
using System.Text.Json;

namespace KubeApi.Yaml;

/// <summary>
/// Reads a text that is JSON as JSON, one value or several one after the other: its numbers stay as they are written, while YAML takes one that
/// no type holds, as 1e400, for a string. A text that begins as JSON does and is none may still be YAML, as <c>{ a: b }</c>, and is left to that.
/// </summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = YamlEvents.MaxDepth };
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The values, without the white space in them; null if the text is no JSON.</summary>
    /// <exception cref="YamlFault">A key stands twice, or a value behind the first one is no JSON.</exception>
    public static List<YamlDocument>? Read(string text)
    {
        var start = text.AsSpan().IndexOfAnyExcept(" \t\r\n");
        if (start < 0 || text[start] is not ('{' or '['))
        {
            return null;
        }

        try
        {
            return Read(s_utf8.GetBytes(text));
        }
        catch (Exception e) when (e is EncoderFallbackException or InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }

    private static List<YamlDocument>? Read(byte[] json)
    {
        List<YamlDocument> values = [];
        // Counted from value to value: a text may hold many.
        var (at, index) = (0, 0);
        while (json.AsSpan(at).IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var space)
        {
            (at, index) = (at + space, index + space);
            var reader = new Utf8JsonReader(json.AsSpan(at), s_options);
            try
            {
                CheckKeys(ref reader, json.AsSpan(at), index);
            }
            catch (JsonException) when (values.Count == 0 || json[at] is not ((byte)'{' or (byte)'['))
            {
                return null;
            }
            catch (JsonException)
            {
                throw new YamlFault(index + s_utf8.GetCharCount(json, at, (int)reader.BytesConsumed), "the JSON is not well-formed here");
            }

            var value = json.AsSpan(at, (int)reader.BytesConsumed);
            var end = index + s_utf8.GetCharCount(value);
            values.Add(new YamlDocument(Compact(value), index, end, index));
            (at, index) = (at + value.Length, end);
        }

        return values;
    }

    // Reads to the end of the value.
    private static void CheckKeys(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int index)
    {
        var objects = new Stack<HashSet<string>>();
        do
        {
            reader.Read();
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
                throw new YamlFault(index + s_utf8.GetCharCount(json[..(int)reader.TokenStartIndex]), "duplicate key in a mapping");
            }
        }
        while (reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray);
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
