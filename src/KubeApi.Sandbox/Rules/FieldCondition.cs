using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Rules;

/// <summary>The condition of a rule: `type=NodePort|LoadBalancer !clusterIP`, evaluated on the object with the field.</summary>
internal sealed class FieldCondition
{
    private const char EvenEmpty = '?';

    private readonly Term[] _terms;

    /// <param name="text">
    /// Terms separated by spaces: `path=a|b` is one of these values, `path!=a|b` none of them, `path=~x` matches the expression, `a&lt;b` compares two numbers;
    /// `path` is not empty, `!path` is empty, `path?` exists. An empty value matches a missing one.
    /// </param>
    public FieldCondition(string text) => _terms = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Read)];

    /// <param name="row">The root of paths that begin with a slash.</param>
    /// <param name="owner">The root of all other paths.</param>
    public bool Holds(JsonObject row, JsonObject owner) =>
        _terms.All(term => term.Path[0] == '/' ? (term with { Path = term.Path[1..] }).Holds(row) : term.Holds(owner));

    public bool Holds(JsonObject owner) => Holds(owner, owner);

    private static Term Read(string text)
    {
        var end = text.AsSpan().IndexOfAny('=', '<');
        if (end < 0)
        {
            return new Term(text.TrimStart('!').TrimEnd(EvenEmpty), text.EndsWith(EvenEmpty) ? Test.IsThere : Test.HasValue, "", text[0] == '!');
        }

        var (path, value) = (text[..end].TrimEnd('!'), text[(end + 1)..]);
        return text[end] == '<' ? new Term(path, Test.IsLess, value, false)
            : value.StartsWith('~') ? new Term(path, Test.Matches, value[1..], false)
            : new Term(path, Test.IsOneOf, value, text[end - 1] == '!');
    }

    private enum Test
    {
        HasValue,
        IsThere,
        IsOneOf,
        Matches,
        IsLess,
    }

    private sealed record Term(string Path, Test Test, string Value, bool IsNegated)
    {
        public bool Holds(JsonObject owner) => IsNegated != Test switch
        {
            Test.HasValue => !FieldValue.IsEmpty(owner.At(Path)),
            Test.IsThere => owner.At(Path) is not null,
            Test.IsOneOf => Value.Split('|').Contains(owner.TextAt(Path) ?? ""),
            Test.Matches => Regex.IsMatch(owner.TextAt(Path) ?? "", Value, RegexOptions.CultureInvariant),
            _ => owner.IntegerAt(Path) < owner.IntegerAt(Value),
        };
    }
}
