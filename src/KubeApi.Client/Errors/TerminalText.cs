using System.Text.RegularExpressions;

namespace KubeApi.Client.Errors;

/// <summary>Text of others that is shown to the user: without what could move the cursor, rewrite lines, or press keys.</summary>
internal static partial class TerminalText
{
    /// <summary>The text without escape sequences and control characters; line breaks and tabs stay.</summary>
    public static string Clean(string text) => string.Concat(EscapeSequence().Replace(text, "").Where(c => !char.IsControl(c) || c is '\n' or '\t'));

    // CSI, then OSC and its like up to their terminator, then two-character escapes (ECMA-48).
    [GeneratedRegex(@"(?:\x1B\[|\x9B)[0-?]*[ -/]*[@-~]|(?:\x1B[\]PX^_]|[\x90\x98\x9D-\x9F])[^\x07\x1B\x9C]*(?:\x07|\x1B\\|\x9C)?|\x1B[ -/]*[0-~]")]
    private static partial Regex EscapeSequence();
}
