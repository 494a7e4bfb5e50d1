using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;

namespace KubeApi.Binding;

/// <summary>Recognizes empty values, for example of misspelled variables. In a cmdlet that changes or deletes, they never mean "all".</summary>
internal static class EmptyValue
{
    /// <summary>Whether a value is null, a string without a visible character, an empty array, or an array that holds one of them.</summary>
    public static bool IsEmpty(object? value) => Unwrap(value) switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        IDictionary => false,
        IEnumerable items => items.Cast<object?>().Select(IsEmpty).DefaultIfEmpty(true).Any(isEmpty => isEmpty),
        _ => false,
    };

    /// <summary>The value without its PSObject, unless that is a custom object; null for the output of a command that wrote nothing.</summary>
    public static object? Unwrap(object? value) =>
        ReferenceEquals(value, AutomationNull.Value) ? null
        : value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
