using System.Text.Json;

namespace KubeApi.Sandbox.Http;

/// <summary>What Go's JSON decoder says about a text that is no JSON.</summary>
internal static class JsonComplaint
{
    public static string For(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 512 }));
        try
        {
            while (reader.Read())
            {
            }

            return "unexpected end of JSON input";
        }
        catch (JsonException)
        {
            var position = (int)reader.BytesConsumed;
            while (position < text.Length - 1 && char.IsWhiteSpace((char)text[position]))
            {
                position++;
            }

            return $"invalid character {Show(text[position])} looking for beginning of value";
        }
    }

    /// <summary>One byte as Go quotes a character.</summary>
    public static string Show(byte value) => value switch
    {
        (byte)'\'' => "'\\''",
        >= 0x20 and < 0x7f => $"'{(char)value}'",
        >= 0x80 and < 0xa0 => $"'\\u{value:x4}'",
        >= 0xa0 => $"'{(char)value}'",
        (byte)'\n' => "'\\n'",
        (byte)'\t' => "'\\t'",
        (byte)'\r' => "'\\r'",
        _ => $"'\\x{value:x2}'",
    };
}
