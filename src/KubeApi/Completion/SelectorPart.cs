using System.Text.RegularExpressions;

namespace KubeApi.Completion;

/// <summary>The part at the end of a selector that is completed: a key, or a value of a key.</summary>
/// <param name="Before">The beginning of the selector, which stays.</param>
/// <param name="After">What ends the value: the parenthesis of a set.</param>
/// <param name="Key">The key whose value is completed; null if a key is completed.</param>
internal sealed partial record SelectorPart(string Before, string After, string? Key)
{
    /// <summary>Finds the part at the end of a selector; null if nothing can follow there, as after a set of values.</summary>
    public static SelectorPart? AtEndOf(string selector)
    {
        var match = End().Match(selector);
        var (before, key, operation) = (match.Groups["before"].Value, match.Groups["key"].Value, match.Groups["operator"]);
        return !match.Success ? null
            : !operation.Success ? new(before, "", null)
            : new(before + key + operation.Value, operation.Value.Contains('(', StringComparison.Ordinal) ? ")" : "", key);
    }

    // Requirements up to a comma outside of parentheses, then a key, perhaps with its operator or with the beginning of its set of values.
    [GeneratedRegex(@"^(?<before>(?:(?:[^,()]|\([^)]*\))*,)*\s*!?)(?<key>[^=!,()\s]*)(?:(?<operator>==|!=|=|\s+(?:not)?in\s*\((?:[^),]*,)*\s*)[^=,()]*)?$")]
    private static partial Regex End();
}
