using System.Management.Automation.Language;
using KubeApi.Client.Errors;

namespace KubeApi.Errors;

/// <summary>Values as arguments of a command that a user runs: one that Tab completes, or one that a message recommends.</summary>
internal static class QuotedArgument
{
    /// <summary>The value for a message, in quotes if PowerShell would read it differently without them.</summary>
    /// <param name="value">The value, perhaps a name from a hostile server.</param>
    public static string Of(string? value) => Exact(Clean(value));

    /// <summary>The value for a message, always in quotes.</summary>
    public static string Quoted(string? value) => InQuotes(Clean(value));

    /// <summary>The value with its control characters, in quotes if PowerShell would read it differently without them.</summary>
    public static string Exact(string value) =>
        value.Length > 0 && value[0] != '-' && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=')
            ? value : InQuotes(value);

    // Messages are cleaned, too, but then a quote could be taken for a part of an escape sequence.
    private static string Clean(string? value) => TerminalText.Clean(value ?? "");

    // PowerShell takes typographic quotes for quotes.
    private static string InQuotes(string value) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
