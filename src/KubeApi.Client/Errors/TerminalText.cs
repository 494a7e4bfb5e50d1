using System.Text.RegularExpressions;

namespace KubeApi.Client.Errors;

/// <summary>Cleans foreign text for the terminal: nothing in it may move the cursor, rewrite lines, reorder text or send keys.</summary>
public static partial class TerminalText
{
    /// <summary>Removes escape sequences, control characters except line breaks and tabs, and characters that change the direction of text.</summary>
    public static string Clean(string text) => HasControls(text)
        ? string.Concat(EscapeSequence().Replace(text, "").Where(c => c is '\n' or '\t' || !(char.IsControl(c) || IsDirection(c))))
        : text;

    /// <summary>Cleans each of several strings.</summary>
    public static string[] Clean(IEnumerable<string> texts) => [.. texts.Select(Clean)];

    /// <summary>Whether a text has anything that <see cref="Clean(string)"/> looks at: most have not.</summary>
    public static bool HasControls(ReadOnlySpan<char> text) =>
        text.IndexOfAnyInRange('\0', '\x1F') >= 0 || text.IndexOfAnyInRange('\x7F', '\x9F') >= 0 || text.IndexOfAnyInRange('\u2028', '\u2069') >= 0;

    // With the separators of lines and paragraphs, the embeddings, overrides and isolates of the Unicode Bidirectional Algorithm.
    private static bool IsDirection(char c) => c is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    // CSI, then OSC and similar sequences up to their terminator, then two-character escapes (ECMA-48).
    [GeneratedRegex(@"(?:\x1B\[|\x9B)[0-?]*[ -/]*[@-~]|(?:\x1B[\]PX^_]|[\x90\x98\x9D-\x9F])[^\x07\x1B\x9C]*(?:\x07|\x1B\\|\x9C)?|\x1B[ -/]*[0-~]")]
    private static partial Regex EscapeSequence();
}
