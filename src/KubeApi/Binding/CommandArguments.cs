using System.Collections;

namespace KubeApi.Binding;

/// <summary>Converts PowerShell's values to the strings of a command, as for a native command.</summary>
internal static class CommandArguments
{
    /// <summary>The arguments. A number keeps its notation. A list becomes one argument per item, or one argument if it was written out (<c>a,b</c>).</summary>
    /// <param name="values">The values.</param>
    /// <param name="joinsLists">Whether lists were written out.</param>
    public static string[] Of(IEnumerable<object?> values, bool joinsLists) =>
    [
        .. values.SelectMany(v => EmptyValue.Unwrap(v) is IEnumerable and not string and not IDictionary and var list
            ? joinsLists ? [string.Join(',', list.Cast<object?>().Select(ArgumentText.Of))] : list.Cast<object?>().Select(ArgumentText.Of)
            : [ArgumentText.Of(v)]),
    ];
}
