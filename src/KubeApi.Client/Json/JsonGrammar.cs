using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace KubeApi.Client.Json;

/// <summary>
/// The grammar of JSON (RFC 8259): each method takes the start of an element, validates it, and returns its end. Positions are values, which keeps them in
/// registers: most of the time of a list is spent here.
/// </summary>
internal static class JsonGrammar
{
    /// <summary>The byte at a position; 0 at the end, which never occurs in JSON.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte At(ReadOnlySpan<byte> json, int i) => (uint)i < (uint)json.Length ? json[i] : (byte)0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipSpace(ReadOnlySpan<byte> json, int i)
    {
        while (At(json, i) is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            i++;
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Skip(ReadOnlySpan<byte> json, int i, char expected)
    {
        if (At(json, i) != expected)
        {
            Fail(i, $"'{expected}' is missing");
        }

        return i + 1;
    }

    /// <param name="json">The JSON.</param>
    /// <param name="i">The start of a value.</param>
    /// <param name="depth">The number of enclosing objects and arrays.</param>
    public static int SkipValue(ReadOnlySpan<byte> json, int i, int depth) => At(json, i) switch
    {
        (byte)'"' => SkipString(json, i),
        (byte)'{' => SkipObject(json, i, depth + 1),
        (byte)'[' => SkipArray(json, i, depth + 1),
        (byte)'t' => SkipWord(json, i, "true"u8),
        (byte)'f' => SkipWord(json, i, "false"u8),
        (byte)'n' => SkipWord(json, i, "null"u8),
        _ => SkipNumber(json, i),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipString(ReadOnlySpan<byte> json, int i)
    {
        i = Skip(json, i, '"');
        // Most strings end within a vector.
        if (i <= json.Length - Vector128<byte>.Count && SpecialIn(json, i) is var special and not 0)
        {
            var end = i + BitOperations.TrailingZeroCount(special);
            if (json[end] == '"')
            {
                return end + 1;
            }
        }

        return SkipLongString(json, i);
    }

    public static void CheckDepth(int i, int depth)
    {
        if (depth > JsonLimits.MaxDepth)
        {
            Fail(i, $"it is nested deeper than {JsonLimits.MaxDepth} levels");
        }
    }

    private static int SkipObject(ReadOnlySpan<byte> json, int i, int depth)
    {
        CheckDepth(i, depth);
        i = SkipSpace(json, i + 1);
        if (At(json, i) == '}')
        {
            return i + 1;
        }

        while (true)
        {
            i = SkipSpace(json, SkipString(json, i));
            i = SkipSpace(json, Skip(json, i, ':'));
            i = SkipSpace(json, SkipValue(json, i, depth));
            if (At(json, i) == '}')
            {
                return i + 1;
            }

            i = SkipSpace(json, Skip(json, i, ','));
        }
    }

    private static int SkipArray(ReadOnlySpan<byte> json, int i, int depth)
    {
        CheckDepth(i, depth);
        i = SkipSpace(json, i + 1);
        if (At(json, i) == ']')
        {
            return i + 1;
        }

        while (true)
        {
            i = SkipSpace(json, SkipValue(json, i, depth));
            if (At(json, i) == ']')
            {
                return i + 1;
            }

            i = SkipSpace(json, Skip(json, i, ','));
        }
    }

    private static int SkipLongString(ReadOnlySpan<byte> json, int i)
    {
        while (true)
        {
            while (i <= json.Length - Vector128<byte>.Count && SpecialIn(json, i) == 0)
            {
                i += Vector128<byte>.Count;
            }

            while (At(json, i) is >= (byte)' ' and not ((byte)'"' or (byte)'\\'))
            {
                i++;
            }

            switch (At(json, i))
            {
                case (byte)'"':
                    return i + 1;
                case (byte)'\\':
                    i = SkipEscape(json, i + 1);
                    break;
                default:
                    Fail(i, "a string is not terminated, or contains a control character");
                    break;
            }
        }
    }

    /// <summary>A bit for each of the next bytes that is special in a string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SpecialIn(ReadOnlySpan<byte> json, int i)
    {
        var bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(json), (nuint)i);
        return (Vector128.Equals(bytes, Vector128.Create((byte)'"'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
            | Vector128.LessThan(bytes, Vector128.Create((byte)' '))).ExtractMostSignificantBits();
    }

    private static int SkipEscape(ReadOnlySpan<byte> json, int i)
    {
        if (At(json, i) is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
        {
            return i + 1;
        }

        i = Skip(json, i, 'u');
        for (var end = i + 4; i < end; i++)
        {
            if (!char.IsAsciiHexDigit((char)At(json, i)))
            {
                Fail(i, "a hexadecimal digit is missing");
            }
        }

        return i;
    }

    private static int SkipWord(ReadOnlySpan<byte> json, int i, ReadOnlySpan<byte> word)
    {
        if (!json[i..].StartsWith(word))
        {
            Fail(i, "a value is missing");
        }

        return i + word.Length;
    }

    private static int SkipNumber(ReadOnlySpan<byte> json, int i)
    {
        i += At(json, i) == '-' ? 1 : 0;
        i = At(json, i) == '0' ? i + 1 : SkipDigits(json, i);
        i = At(json, i) == '.' ? SkipDigits(json, i + 1) : i;
        if (At(json, i) is (byte)'e' or (byte)'E')
        {
            i++;
            i = SkipDigits(json, At(json, i) is (byte)'+' or (byte)'-' ? i + 1 : i);
        }

        return i;
    }

    private static int SkipDigits(ReadOnlySpan<byte> json, int i)
    {
        if (!char.IsAsciiDigit((char)At(json, i)))
        {
            Fail(i, "a value is missing");
        }

        while (char.IsAsciiDigit((char)At(json, i)))
        {
            i++;
        }

        return i;
    }

    // A separate method, because a throw would prevent inlining of its caller.
    [DoesNotReturn]
    private static void Fail(int i, string fault) => throw new JsonException($"At byte {i}, {fault}.", null, 0, i);
}
