using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>The names that a user gave: exact ones, each its own request, and patterns, matched against a list.</summary>
internal sealed record ObjectNames(IReadOnlyList<string> Exact, IReadOnlyList<WildcardPattern> Patterns)
{
    public bool HasExact => Exact.Count > 0;

    /// <param name="inResource">The name of <c>pod/web-1</c>; null if there is none.</param>
    /// <param name="names">Names with wildcards.</param>
    /// <param name="literalNames">Names as they are.</param>
    public static ObjectNames From(string? inResource, string[]? names, string[]? literalNames)
    {
        var wild = (names ?? []).ToLookup(WildcardPattern.ContainsWildcardCharacters);
        return new ObjectNames(
            [.. inResource is null ? [] : new[] { inResource }, .. literalNames ?? [], .. wild[false]],
            [.. wild[true].Select(p => WildcardPattern.Get(p, WildcardOptions.IgnoreCase))]);
    }
}
