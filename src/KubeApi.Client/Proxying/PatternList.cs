using System.Text.RegularExpressions;

namespace KubeApi.Client.Proxying;

/// <summary>Regular expressions, any of which matches. They do not backtrack, so no request can keep a thread busy.</summary>
internal sealed class PatternList
{
    private readonly Regex[] _patterns;

    /// <param name="name">The name of the setting, for messages.</param>
    /// <param name="patterns">The expressions; one string may hold several, separated by commas, as kubectl takes them.</param>
    /// <exception cref="ArgumentException">An expression is invalid.</exception>
    public PatternList(string name, IEnumerable<string> patterns)
    {
        Name = name;
        _patterns = [.. patterns.SelectMany(Split).Select(Compile)];
    }

    public string Name { get; }

    /// <summary>The first expression that matches one of the values; null for none.</summary>
    public string? MatchOf(IEnumerable<string> values) => _patterns.FirstOrDefault(pattern => values.Any(pattern.IsMatch))?.ToString();

    /// <summary>Whether some expression matches.</summary>
    public bool Matches(string value) => _patterns.Any(pattern => pattern.IsMatch(value));

    /// <summary>The expressions, for messages.</summary>
    public override string ToString() => string.Join(", ", _patterns.Select(pattern => $"'{pattern}'"));

    // At commas outside of brackets and escapes: '{1,2}' is one expression.
    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth--;
                    break;
                case ',' when depth == 0:
                    yield return text[start..i];
                    start = i + 1;
                    break;
            }
        }

        yield return text[start..];
    }

    private Regex Compile(string pattern)
    {
        // An empty expression matches everything, which is never meant.
        if (pattern.Length == 0)
        {
            throw new ArgumentException($"An expression of {Name} is empty. '^$' matches nothing, '.*' everything.");
        }

        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"The expression '{pattern}' of {Name} is invalid: {e.Message}", e);
        }
    }
}
