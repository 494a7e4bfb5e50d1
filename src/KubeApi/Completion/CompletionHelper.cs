using System.Management.Automation;
using KubeApi.Client.Errors;
using KubeApi.Errors;

namespace KubeApi.Completion;

/// <summary>Matching for all completers.</summary>
internal static class CompletionHelper
{
    /// <summary>The values that begin with the typed text, in their order.</summary>
    /// <param name="typed">The typed text, perhaps in quotes.</param>
    /// <param name="values">The values.</param>
    /// <param name="before">The prefix of the typed text that is not a part of the values.</param>
    /// <param name="after">What follows a value.</param>
    public static IEnumerable<CompletionResult> Match(string? typed, IEnumerable<string> values, string before = "", string after = "")
    {
        var word = Bare(typed)[before.Length..];
        return values
            .Where(v => v.Length > 0 && v.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .Select(v => (Value: v, Shown: TerminalText.Clean(v)))
            // A tooltip may not be empty.
            .Where(v => v.Shown.Length > 0)
            .Select(v => new CompletionResult(
                QuotedArgument.Exact(before + v.Value + after), v.Shown, CompletionResultType.ParameterValue, v.Shown));
    }

    /// <summary>The typed text without quotes. PowerShell passes the string that it has read, between plain quotes: quotes in it are a part of it.</summary>
    public static string Bare(string? typed) => typed is null ? ""
        : typed is ['\'' or '"', .. var inner] ? inner is [.. var rest, var last] && last == typed[0] ? rest : inner
        : typed;
}
