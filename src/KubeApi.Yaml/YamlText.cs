using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KubeApi.Yaml;

/// <summary>Writes a string so that every parser reads it as that string.</summary>
internal static partial class YamlText
{
    // A longer line is easier to read and to edit as a block.
    private const int LongLine = 100;

    // Booleans and null in YAML 1.1, and partly in 1.2; compared without case, to be safe.
    private static readonly HashSet<string> s_words =
        new(StringComparer.OrdinalIgnoreCase)
        {
            "", "~", "=", "<<", "y", "n", "yes", "no", "on", "off", "true", "false", "null", ".inf", "+.inf", "-.inf", ".nan"
        };

    /// <summary>A value's string; an unpaired surrogate keeps its JSON escape.</summary>
    public static string Of(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText()[1..^1];
        }
    }

    /// <summary>A property's name, in the same way.</summary>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            var text = property.ToString();
            return text[1..text.IndexOf("\":", StringComparison.Ordinal)];
        }
    }

    /// <summary>Whether it is written as a literal block.</summary>
    public static bool IsBlock(string text) =>
        IsPrintable(text)
        && (text.Contains('\n', StringComparison.Ordinal) || text.Length > LongLine)
        // At most one line feed at the end, and no trailing spaces: editors often remove them.
        && text[0] is not (' ' or '\n') && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && !text.EndsWith(' ') && !text.Contains(" \n", StringComparison.Ordinal);

    /// <summary>The string on one line, quoted if necessary.</summary>
    public static string Inline(string text) =>
        // As in kubectl: double quotes for strings that would be another type, single quotes for those that would not be a plain scalar.
        !IsPrintable(text) || text.Contains('\n', StringComparison.Ordinal) || IsNotString(text) ? DoubleQuoted(text)
        : IsPlain(text) ? text
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\0' => @"\0",
                '\a' => @"\a",
                '\b' => @"\b",
                '\t' => @"\t",
                '\n' => @"\n",
                '\v' => @"\v",
                '\f' => @"\f",
                '\r' => @"\r",
                0x1b => @"\e",
                0x85 => @"\N",
                0x2028 => @"\L",
                0x2029 => @"\P",
                > 0xffff => $@"\U{rune.Value:X8}",
                var c when IsPrintable((char)c) => rune.ToString(),
                < 0x100 => $@"\x{rune.Value:X2}",
                _ => $@"\u{rune.Value:X4}",
            });
        }

        return quoted.Append('"').ToString();
    }

    // Some parsers treat other characters than \n as line breaks, and some ignore a byte order mark at the beginning.
    private static bool IsPrintable(string text) => text.All(c => c == '\n' || IsPrintable(c));

    private static bool IsPrintable(char c) =>
        c >= ' ' && c is not ('\x7f' or (>= '\x80' and < '\xa0') or '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff' or (>= '\ud800' and <= '\udfff'));

    private static bool IsNotString(string text) => s_words.Contains(text) || LooksLikeNumber().IsMatch(text) || LooksLikeTime().IsMatch(text);

    private static bool IsPlain(string text) =>
        PlainText().IsMatch(text) && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal);

    // Any number of YAML 1.1 or 1.2, even if it is invalid in its base: 08, 1_000, 0o7, 0x1F, 1e3, and base 60: 12:30:00.5. An address has more dots.
    [GeneratedRegex(
        @"^[-+]?(?:0[xX][0-9a-fA-F_]*|0[bB][01_]*|0[oO][0-7_]*|\.?[0-9][0-9_]*(?::[0-9_]*)*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9_]*)?)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeNumber();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeTime();

    // Does not begin with a special character or '...', and does not end with a space or a colon.
    [GeneratedRegex(@"^(?!\.\.\.)(?:[^\s\-?:,\[\]{}#&*!|>'""%@`]|-(?![\s\-]|\z))(?:.*[^\s:])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainText();
}
