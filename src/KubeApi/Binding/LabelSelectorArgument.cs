using System.Collections;

namespace KubeApi.Binding;

/// <summary>An argument of -LabelSelector: a selector in kubectl's syntax (<c>app=web,tier!=cache</c>), or a hashtable of labels and their values.</summary>
public sealed class LabelSelectorArgument : SelectorArgument
{
    /// <summary>Takes a selector.</summary>
    public LabelSelectorArgument(string selector)
        : base(selector, "label")
    {
    }

    /// <summary>
    /// Takes labels: <c>@{ app = 'web' }</c>, with several values <c>@{ tier = 'front','back' }</c>, with any value <c>@{ tier = $null }</c>.
    /// </summary>
    public LabelSelectorArgument(IDictionary labels)
        : base(labels, "label", Requirement)
    {
    }

    private static string Requirement(string key, object? value) => value switch
    {
        null => key,
        string text => $"{key}={text}",
        IEnumerable values => $"{key} in ({string.Join(',', values.Cast<object?>().Select(ArgumentText.Of))})",
        _ => $"{key}={ArgumentText.Of(value)}",
    };
}
