using System.Management.Automation;
using KubeApi.Binding;

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
            .Select(v => new CompletionResult(QuotedArgument.Of(before + v + after), v, CompletionResultType.ParameterValue, v));
    }

    /// <summary>The typed text without quotes.</summary>
    public static string Bare(string? typed) => (typed ?? "").Trim('\'', '"');
}
