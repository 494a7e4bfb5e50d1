using System.Collections;
using System.Globalization;

namespace KubeApi.Binding;

/// <summary>What -LabelSelector takes: a selector as kubectl knows it (<c>app=web,tier!=cache</c>), or a hashtable of labels and their values.</summary>
public sealed class LabelSelectorArgument
{
    private readonly string _selector;

    /// <summary>Takes a selector.</summary>
    public LabelSelectorArgument(string selector) => _selector = selector;

    /// <summary>Takes labels: <c>@{ app = 'web' }</c>, with several values <c>@{ tier = 'front','back' }</c>, with any value <c>@{ tier = $null }</c>.</summary>
    public LabelSelectorArgument(IDictionary labels) =>
        _selector = string.Join(',', labels.Cast<DictionaryEntry>().Select(e => Requirement(Key(e.Key), e.Value)).Order(StringComparer.Ordinal));

    /// <summary>The selector as the server takes it.</summary>
    public override string ToString() => _selector;

    private static string Requirement(string key, object? value) => value switch
    {
        null => key,
        string text => $"{key}={text}",
        IDictionary => throw new ArgumentException($"The value of the label '{key}' is a hashtable; a label's value is text."),
        IEnumerable values => $"{key} in ({string.Join(',', values.Cast<object>().Select(Text))})",
        _ => $"{key}={Text(value)}",
    };

    private static string Key(object key) =>
        Text(key) is var name && !string.IsNullOrWhiteSpace(name) ? name : throw new ArgumentException("A label has a name, and a key of the hashtable is empty.");

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
