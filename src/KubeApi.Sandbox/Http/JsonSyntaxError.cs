namespace KubeApi.Sandbox.Http;

/// <summary>The error of Go's JSON decoder for invalid JSON: the character, and what was expected.</summary>
internal static class JsonSyntaxError
{
    private const string End = "unexpected end of JSON input";

    public static string For(ReadOnlySpan<byte> text)
    {
        var position = 0;
        return Value(text, ref position) ?? (Skip(text, ref position) ? Unexpected(text[position], "after top-level value") : End);
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

    // Each of these methods reads one element, and returns the error or null.
    private static string? Value(ReadOnlySpan<byte> text, ref int position)
    {
        if (!Skip(text, ref position))
        {
            return End;
        }

        return text[position] switch
        {
            (byte)'{' => Members(text, ref position),
            (byte)'[' => Items(text, ref position),
            (byte)'"' => String(text, ref position),
            (byte)'t' => Literal(text, ref position, "true"),
            (byte)'f' => Literal(text, ref position, "false"),
            (byte)'n' => Literal(text, ref position, "null"),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => Number(text, ref position),
            var other => Unexpected(other, "looking for beginning of value"),
        };
    }

    private static string? Members(ReadOnlySpan<byte> text, ref int position)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            position++;
            if (!Skip(text, ref position))
            {
                return End;
            }

            if (isFirst && text[position] == '}')
            {
                position++;
                return null;
            }

            if (text[position] != '"')
            {
                return Unexpected(text[position], "looking for beginning of object key string");
            }

            if (String(text, ref position) is { } key)
            {
                return key;
            }

            if (!Skip(text, ref position))
            {
                return End;
            }

            if (text[position++] is var colon && colon != ':')
            {
                return Unexpected(colon, "after object key");
            }

            if (Value(text, ref position) is { } value)
            {
                return value;
            }

            if (Next(text, ref position, '}', "after object key:value pair", out var isLast) is { } error)
            {
                return error;
            }

            if (isLast)
            {
                return null;
            }
        }
    }

    private static string? Items(ReadOnlySpan<byte> text, ref int position)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            position++;
            if (isFirst && Skip(text, ref position) && text[position] == ']')
            {
                position++;
                return null;
            }

            if (Value(text, ref position) is { } value)
            {
                return value;
            }

            if (Next(text, ref position, ']', "after array element", out var isLast) is { } error)
            {
                return error;
            }

            if (isLast)
            {
                return null;
            }
        }
    }

    // At the comma, or after the end.
    private static string? Next(ReadOnlySpan<byte> text, ref int position, char end, string place, out bool isLast)
    {
        isLast = false;
        if (!Skip(text, ref position))
        {
            return End;
        }

        if (text[position] == end)
        {
            position++;
            isLast = true;
            return null;
        }

        return text[position] == ',' ? null : Unexpected(text[position], place);
    }

    private static string? String(ReadOnlySpan<byte> text, ref int position)
    {
        for (position++; position < text.Length; position++)
        {
            switch (text[position])
            {
                case (byte)'"':
                    position++;
                    return null;
                case < 0x20:
                    return Unexpected(text[position], "in string literal");
                case (byte)'\\' when ++position == text.Length:
                    return End;
                case (byte)'\\' when text[position] == 'u':
                    for (var digit = 0; digit < 4; digit++)
                    {
                        if (++position == text.Length)
                        {
                            return End;
                        }

                        if (!char.IsAsciiHexDigit((char)text[position]))
                        {
                            return Unexpected(text[position], "in \\u hexadecimal character escape");
                        }
                    }

                    break;
                case (byte)'\\' when !"bfnrt\\/\""u8.Contains(text[position]):
                    return Unexpected(text[position], "in string escape code");
            }
        }

        return End;
    }

    private static string? Literal(ReadOnlySpan<byte> text, ref int position, string literal)
    {
        foreach (var expected in literal)
        {
            if (position == text.Length)
            {
                return End;
            }

            if (text[position] != expected)
            {
                return Unexpected(text[position], $"in literal {literal} (expecting '{expected}')");
            }

            position++;
        }

        return null;
    }

    private static string? Number(ReadOnlySpan<byte> text, ref int position)
    {
        position += text[position] == '-' ? 1 : 0;
        if (position == text.Length)
        {
            return End;
        }

        if (!char.IsAsciiDigit((char)text[position]))
        {
            return Unexpected(text[position], "in numeric literal");
        }

        if (text[position++] != '0')
        {
            Digits(text, ref position);
        }

        if (position < text.Length && text[position] == '.')
        {
            position++;
            if (Digits(text, ref position) == 0)
            {
                return position == text.Length ? End : Unexpected(text[position], "after decimal point in numeric literal");
            }
        }

        if (position < text.Length && text[position] is (byte)'e' or (byte)'E')
        {
            position++;
            position += position < text.Length && text[position] is (byte)'+' or (byte)'-' ? 1 : 0;
            if (Digits(text, ref position) == 0)
            {
                return position == text.Length ? End : Unexpected(text[position], "in exponent of numeric literal");
            }
        }

        return null;
    }

    private static int Digits(ReadOnlySpan<byte> text, ref int position)
    {
        var start = position;
        while (position < text.Length && char.IsAsciiDigit((char)text[position]))
        {
            position++;
        }

        return position - start;
    }

    private static bool Skip(ReadOnlySpan<byte> text, ref int position)
    {
        while (position < text.Length && text[position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            position++;
        }

        return position < text.Length;
    }

    private static string Unexpected(byte value, string place) => $"invalid character {Show(value)} {place}";
}
