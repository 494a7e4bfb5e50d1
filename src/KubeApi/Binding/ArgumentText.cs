using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>The string of an argument, as PowerShell passes it to a parameter of that type.</summary>
internal static class ArgumentText
{
    /// <summary>The string, independent of the culture; a number that was typed keeps its notation, such as <c>007</c>. Empty for null.</summary>
    public static string Of(object? value) => LanguagePrimitives.ConvertTo<string>(value) ?? "";
}
