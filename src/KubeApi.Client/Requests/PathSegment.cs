namespace KubeApi.Client.Requests;

/// <summary>Escapes a name as one segment of a URL path.</summary>
public static class PathSegment
{
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

    /// <summary>Escapes the name of a namespace, which has no white space and no capital letters either.</summary>
    /// <exception cref="ArgumentException">It cannot be the name of a namespace.</exception>
    public static string EscapeNamespace(string name) =>
        Fault(name) is null && name.FirstOrDefault(c => char.IsWhiteSpace(c) || char.IsUpper(c)) is var other and not '\0'
            ? throw new ArgumentException($"The namespace '{name}' contains a '{other}', which is not allowed in a namespace.", nameof(name))
            : Escape(name, "namespace");

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
}
