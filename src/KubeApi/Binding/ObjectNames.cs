using System.Management.Automation;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Binding;

/// <summary>The given names: exact names, each of which is one request, and patterns, which are matched against a list.</summary>
internal sealed record ObjectNames(IReadOnlyList<string> Exact, IReadOnlyList<WildcardPattern> Patterns)
{
    public static ObjectNames None { get; } = new([], []);

    /// <param name="names">Names with wildcards, and Namespace objects.</param>
    /// <param name="literalNames">Literal names.</param>
    public static ObjectNames From(NameArgument[]? names, string[]? literalNames)
    {
        // Arrays, whose code .NET has compiled ahead: that of a lookup would be compiled in the first list of a process.
        var own = NamesOf(n => !n.IsNamespace);
        var patterns = Array.FindAll(own, WildcardPattern.ContainsWildcardCharacters);
        return new ObjectNames(
            [.. literalNames ?? [], .. Array.FindAll(own, n => !WildcardPattern.ContainsWildcardCharacters(n))],
            Array.ConvertAll(patterns, NameWildcard.Get))
        { Namespaces = NamesOf(n => n.IsNamespace), PatternTexts = patterns };

        string[] NamesOf(Predicate<NameArgument> isWanted) => Array.ConvertAll(Array.FindAll(names ?? [], isWanted), n => n.Name);
    }

    /// <summary>The names of the Namespace objects among them.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>The patterns as typed.</summary>
    public IReadOnlyList<string> PatternTexts { get; init; } = [];

    /// <summary>Whether no name was given.</summary>
    public bool IsEmpty => Exact.Count + Patterns.Count == 0;

    /// <summary>Whether an object is selected: no name was given, it is one of the names, or a pattern matches it.</summary>
    public bool Selects(string name) => IsEmpty || Exact.Contains(name) || Patterns.Any(p => p.IsMatch(name));

    /// <summary>Whether an object of a list is selected: there are no patterns, or one matches its name.</summary>
    public bool Match(object? o) => Patterns.Count == 0 || Match(ApiObject.NameOf(o));

    /// <summary>Whether an object of a list is selected, by its name.</summary>
    public bool Match(string name) => Patterns.Count == 0 || Patterns.Any(p => p.IsMatch(name));
}
