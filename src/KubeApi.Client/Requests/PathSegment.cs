namespace KubeApi.Client.Requests;

/// <summary>Escapes a name as one segment of a URL path.</summary>
public static class PathSegment
{
    private const int LongestNamespace = 63;

    /// <summary>
    /// Escapes a name. Rejects names that cannot be one segment: empty, <c>.</c>, <c>..</c>, or with a <c>/</c> or <c>%</c> (the rule of the API server's
    /// <c>IsValidPathSegmentName</c>).
    /// </summary>
    /// <exception cref="ArgumentException">The name cannot be a path segment.</exception>
    public static string Escape(string name, string what = "name")
    {
        if (Fault(name) is { } fault)
        {
            throw new ArgumentException($"The {what} '{name}' {fault}.", nameof(name));
        }

        return Uri.EscapeDataString(name).Replace("%3A", ":", StringComparison.Ordinal);
    }

    /// <summary>Escapes the name of a namespace.</summary>
    /// <exception cref="ArgumentException">It cannot be the name of a namespace.</exception>
    public static string EscapeNamespace(string name) =>
        NamespaceFault(name) is { } fault ? throw new ArgumentException(fault, nameof(name)) : name;

    /// <summary>The reason why a name cannot be that of a namespace, as a sentence; null if it can (a label of RFC 1123).</summary>
    public static string? NamespaceFault(string name) =>
        Fault(name) is { } fault ? $"The namespace '{name}' {fault}."
        : name.FirstOrDefault(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'), '-') is var other and not '-'
            ? $"The namespace '{Shown(name)}' contains {(char.IsControl(other) ? "a control character" : $"a '{other}'")}, which is not allowed in a namespace."
        : name.Length > LongestNamespace ? $"The namespace '{Shown(name)}' is longer than {LongestNamespace} characters."
        : null;

    /// <summary>The reason why a name cannot be a path segment; null if it can.</summary>
    public static string? Fault(string name) => name switch
    {
        "" => "is empty",
        _ when string.IsNullOrWhiteSpace(name) => "is blank",
        "." or ".." => "is a dot segment and cannot be a name",
        _ when name.Contains('/') => "contains a '/', which is not allowed in a name",
        _ when name.Contains('%') => "contains a '%', which is not allowed in a name",
        _ => null,
    };

    private static string Shown(string name) => name.Length > LongestNamespace ? $"{name[..LongestNamespace]}…" : name;
}
