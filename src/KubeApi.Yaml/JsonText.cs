using System.Text;
using System.Text.Json;

namespace KubeApi.Yaml;

/// <summary>
/// Reads JSON as JSON, one value or a sequence: numbers keep their notation, while YAML reads a number that no type can represent, such as 1e400, as a string.
/// Input that begins like JSON may still be YAML, such as <c>{ a: b }</c>, and is left to the YAML reader.
/// </summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = YamlEvents.MaxDepth };
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The values without their white space; null if the input is not JSON.</summary>
    /// <exception cref="YamlFault">A key is duplicate, or a value after the first one is not JSON.</exception>
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
            // An unpaired surrogate.
            return null;
        }
    }

    private static List<YamlDocument>? Read(byte[] json)
    {
        List<YamlDocument> values = [];
        // Positions are counted from value to value, because there may be many.
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
