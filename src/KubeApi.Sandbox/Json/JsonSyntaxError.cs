namespace KubeApi.Sandbox.Json;

/// <summary>The error of Go's JSON decoder for invalid JSON.</summary>
internal static class JsonSyntaxError
{
    public static string For(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            var rest = text[(int)reader.BytesConsumed..].TrimStart(" \t\r\n"u8);
            if (rest.Length > 0)
            {
                return $"invalid character {Show(rest[0])} looking for beginning of value";
            }
        }

        return "unexpected end of JSON input";
    }

    // As Go quotes a character. The byte is no space.
    private static string Show(byte value) => value switch
    {
        (byte)'\'' => "'\\''",
        >= 0x20 and < 0x7f => $"'{(char)value}'",
        >= 0x80 and < 0xa0 => $"'\\u{value:x4}'",
        >= 0xa0 => $"'{(char)value}'",
        _ => $"'\\x{value:x2}'",
    };
}
