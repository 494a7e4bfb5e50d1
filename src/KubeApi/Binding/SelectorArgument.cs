using System.Collections;
using System.Text.RegularExpressions;

namespace KubeApi.Binding;

/// <summary>An argument for a selector: a string in the server's syntax, or a hashtable.</summary>
public abstract partial class SelectorArgument
{
    private readonly string _selector;

    private protected SelectorArgument(string selector, string what)
    {
        _selector = selector;
        Fault = !selector.Any(char.IsLetterOrDigit) ? $"The {what} selector is empty"
            : NoSeparator().Replace(selector, "").Split(',').Any(string.IsNullOrWhiteSpace) ? $"The {what} selector '{selector}' has an empty part"
            : null;
    }

    private protected SelectorArgument(IDictionary values, string what, Func<string, object?, string> requirement)
    {
        var entries = values.Cast<DictionaryEntry>().Select(e => (Key: ArgumentText.Of(e.Key), Value: EmptyValue.Unwrap(e.Value))).OrderBy(
            e => e.Key, StringComparer.Ordinal).ToList();
        _selector = string.Join(',', entries.Select(e => Requirement(what, e.Key, e.Value, requirement)).Order(StringComparer.Ordinal));
        Fault = entries.Count == 0 ? $"The {what} selector is empty"
            : entries.Find(e => EmptyValue.IsEmpty(e.Value)).Key is { } key ? $"The {what} '{key}' of the selector has no value ($null or empty)"
            : null;
    }

    /// <summary>
    /// A description of an empty part, which may select too many objects: <c>The label 'app' of the selector has no value</c>; null for none.
    /// </summary>
    internal string? Fault { get; }

    /// <summary>The selector in the server's syntax.</summary>
    public override string ToString() => _selector;

    private static string Requirement(string what, string key, object? value, Func<string, object?, string> requirement) =>
        string.IsNullOrWhiteSpace(key) ? throw new ArgumentException($"A key of the {what} selector is empty.")
        : value is IDictionary ? throw new ArgumentException($"The value of the {what} '{key}' is a hashtable; it must be a string.")
        : requirement(key, value);

    // Commas in parentheses, as in a set of values, and after a backslash.
    [GeneratedRegex(@"\\.|\([^)]*\)")]
    private static partial Regex NoSeparator();
}
