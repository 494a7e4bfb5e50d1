using System.Collections;
using System.Globalization;

namespace KubeApi.Binding;

/// <summary>What a selector's parameter takes: a text as the server takes it, or a hashtable.</summary>
public abstract class SelectorArgument
{
    private readonly string _selector;

    private protected SelectorArgument(string selector) => _selector = selector;

    private protected SelectorArgument(IDictionary values, string what, Func<string, object?, string> requirement) =>
        _selector = string.Join(',', values.Cast<DictionaryEntry>().Select(e => Requirement(what, e, requirement)).Order(StringComparer.Ordinal));

    /// <summary>The selector as the server takes it.</summary>
    public override string ToString() => _selector;

    private protected static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Requirement(string what, DictionaryEntry entry, Func<string, object?, string> requirement) =>
        Text(entry.Key) is not { } key || string.IsNullOrWhiteSpace(key) ? throw new ArgumentException($"A {what} has a name, and a key of the hashtable is empty.")
        : entry.Value is IDictionary ? throw new ArgumentException($"The value of the {what} '{key}' is a hashtable; a {what}'s value is text.")
        : requirement(key, entry.Value);
}
