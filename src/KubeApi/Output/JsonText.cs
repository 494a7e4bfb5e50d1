using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KubeApi.Output;

/// <summary>
/// JSON strings. An escape can be an unpaired surrogate: valid in JSON and in a .NET string, but not in UTF-8. It is kept, and written as an escape again.
/// </summary>
internal static class JsonText
{
    /// <summary>Unescapes the content of a JSON string.</summary>
    public static string Unescape(ReadOnlySpan<byte> text)
    {
        if (HasHalf(text))
        {
            return UnescapeHalves(text);
        }

        var reader = new Utf8JsonReader((byte[])[(byte)'"', .. text, (byte)'"']);
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>Whether a string has an unpaired surrogate.</summary>
    public static bool HasHalf(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return true;
                }

                i++;
            }
        }

        return false;
    }

    /// <summary>Whether valid JSON, or the content of one of its strings, has an escape for an unpaired surrogate.</summary>
    public static bool HasHalf(ReadOnlySpan<byte> json)
    {
        for (var i = 0; json[i..].IndexOf((byte)'\\') is >= 0 and var distance;)
        {
            i += distance;
            var unit = UnitAt(json, i);
            if (char.IsSurrogate(unit))
            {
                if (!char.IsSurrogatePair(unit, UnitAt(json, i + 6)))
                {
                    return true;
                }

                i += 6;
            }

            i += unit == 0 ? 2 : 6;
        }

        return false;
    }

    /// <summary>The JSON of a string with an unpaired surrogate.</summary>
    public static string Escape(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c is < ' ' or > '~' or '"' or '\\' ? json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : json.Append(c);
        }

        return json.Append('"').ToString();
    }

    // The UTF-16 code unit of an escape like \u00fc; 0 for anything else.
    private static char UnitAt(ReadOnlySpan<byte> json, int i) =>
        json[Math.Min(i, json.Length)..] is [(byte)'\\', (byte)'u', _, _, _, _, ..]
            ? (char)ushort.Parse(json.Slice(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : '\0';

    private static string UnescapeHalves(ReadOnlySpan<byte> text)
    {
        var result = new StringBuilder();
        var i = 0;
        for (; text[i..].IndexOf((byte)'\\') is >= 0 and var distance;)
        {
            result.Append(Encoding.UTF8.GetString(text.Slice(i, distance)));
            i += distance;
            var isUnit = text[i + 1] == 'u';
            result.Append(isUnit ? UnitAt(text, i) : Unescape(text.Slice(i, 2))[0]);
            i += isUnit ? 6 : 2;
        }

        return result.Append(Encoding.UTF8.GetString(text[i..])).ToString();
    }
}
