using System.Collections;
using KubeApi.Client.Requests;

namespace KubeApi.Binding;

/// <summary>An argument of -FieldSelector: a selector in kubectl's syntax (<c>status.phase=Running</c>), or a hashtable of fields and their values.</summary>
public sealed class FieldSelectorArgument : SelectorArgument
{
    /// <summary>Takes a selector.</summary>
    public FieldSelectorArgument(string selector)
        : base(selector.Length > 0 ? selector : throw new ArgumentException("The field selector is empty. To select all objects, omit it."), "field")
    {
    }

    /// <summary>Takes fields: <c>@{ 'status.phase' = 'Running' }</c>. The server compares a field with one value.</summary>
    public FieldSelectorArgument(IDictionary fields)
        : base(fields, "field", Requirement)
    {
    }

    private static string Requirement(string key, object? value) => value switch
    {
        string text => $"{key}={FieldValue.Escape(text)}",
        null or IEnumerable => throw new ArgumentException(
            $"The field '{key}' has {(value is null ? "no value" : "several values")}; a field selector compares a field with one value. Use Where-Object or "
                + "-LabelSelector instead."),
        _ => $"{key}={FieldValue.Escape(ArgumentText.Of(value))}",
    };
}
