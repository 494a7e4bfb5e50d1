using System.Management.Automation;

namespace KubeApi.Completion;

/// <summary>Matching and quoting for all completers.</summary>
internal static class CompletionHelper
{
    /// <summary>The values that begin with what was typed, in their order.</summary>
    public static IEnumerable<CompletionResult> Match(string? typed, IEnumerable<string> values)
    {
        var word = (typed ?? "").Trim('\'', '"');
        return values
            .Where(v => v.Length > 0 && v.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .Select(v => new CompletionResult(Quote(v), v, CompletionResultType.ParameterValue, v));
    }

    private static string Quote(string value) =>
        value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':')
            ? value
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
