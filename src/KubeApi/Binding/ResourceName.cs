using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KubeApi.Binding;

/// <summary>A resource type as users write it, with or without the name of an object: <c>pods</c>, <c>deployments.apps</c>, <c>pod/web-1</c>.</summary>
/// <param name="Type">Any name of the type.</param>
/// <param name="Name">The object's name, which may be empty; null for none.</param>
internal sealed partial record ResourceName(string Type, string? Name)
{
    /// <summary>Splits a string at its first slash.</summary>
    public static ResourceName Parse(string text) => text.Split('/', 2) is [var type, var name] ? new(type, name) : new(text, null);

    /// <summary>Splits arguments of -Resource. The pattern of <c>pods/web*</c> is moved to -Name, which selects objects of one type.</summary>
    /// <param name="texts">The arguments.</param>
    /// <param name="names">The value of -Name.</param>
    /// <returns>The types with literal names, and all other names.</returns>
    /// <exception cref="ArgumentException">A pattern is combined with other types.</exception>
    public static (ResourceName[] Resources, NameArgument[]? Names) Split(string[] texts, NameArgument[]? names)
    {
        ResourceName[] parsed = [.. texts.Select(Parse)];
        return Array.Find(parsed, r => WildcardPattern.ContainsWildcardCharacters(r.Name ?? "")) is not { Type: var type, Name: { } pattern } ? (parsed, names)
            : parsed.Length == 1 ? ([new(type, null)], [.. names ?? [], new NameArgument(pattern)])
            : throw new ArgumentException($"'{type}/{pattern}' is a pattern, which cannot be combined with other types. Use it alone: {type} {pattern}.");
    }

    /// <summary>Refuses the second argument of <c>deploy/web svc/web</c>, which kubectl accepts.</summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="texts">The arguments of -Resource.</param>
    /// <param name="names">The value of -Name.</param>
    /// <exception cref="ArgumentException">A name contains a slash.</exception>
    public static void RefuseTypes(string command, string[] texts, NameArgument[]? names)
    {
        if (names?.Select(n => n.Name).Where(n => n.Contains('/', StringComparison.Ordinal)).ToList() is { Count: > 0 } typed)
        {
            throw new ArgumentException(
                $"'{typed[0]}' is not a name. Separate objects of several types with commas: "
                    + $"{command} {string.Join(',', texts.Where(t => t.Contains('/', StringComparison.Ordinal)).Concat(typed))}.");
        }
    }

    /// <summary>
    /// A string from the pipeline that is TYPE/NAME; null for any other input. A manifest in JSON or YAML has a brace, a colon or white space.
    /// </summary>
    public static ResourceName? Of(object? input) => EmptyValue.Unwrap(input) is string text && TypeAndName().IsMatch(text) ? Parse(text) : null;

    /// <summary>The string that was parsed.</summary>
    public override string ToString() => Name is null ? Type : $"{Type}/{Name}";

    [GeneratedRegex(@"^[^\s/:{]+/[^\s/:{]+$")]
    private static partial Regex TypeAndName();
}
