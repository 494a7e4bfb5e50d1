namespace KubeApi.Client.Requests;

/// <summary>Validates a path that a user typed: it must not send a credential to another address.</summary>
public static class ApiPath
{
    /// <summary>
    /// Validates a path with its optional query. It must begin with one <c>/</c> and contain no scheme, <c>//</c>, backslash, dot segment (encoded ones too),
    /// fragment or control character.
    /// </summary>
    /// <exception cref="ArgumentException">The path is invalid.</exception>
    public static void Check(string pathAndQuery)
    {
        if (Fault(pathAndQuery) is { } fault)
        {
            throw new ArgumentException(
                $"The path '{pathAndQuery}' {fault}. A path begins with one '/', as in '/api/v1/namespaces', and is sent to the session's server.",
                nameof(pathAndQuery));
        }
    }

    private static string? Fault(string pathAndQuery)
    {
        if (!pathAndQuery.StartsWith('/'))
        {
            return pathAndQuery.Contains("://", StringComparison.Ordinal) ? "names a server" : "does not begin with '/'";
        }

        if (pathAndQuery.Any(char.IsControl) || pathAndQuery.Contains(' ', StringComparison.Ordinal))
        {
            return "contains a space or a control character";
        }

        if (pathAndQuery.Split('?', 2)[0].AsSpan().IndexOfAny('{', '}') >= 0)
        {
            return "contains a placeholder, as in '{namespace}': replace it with a name";
        }

        if (pathAndQuery.Contains('#', StringComparison.Ordinal))
        {
            return "contains a '#'";
        }

        // Decoded until nothing changes, because a proxy may decode it once more.
        for (var path = pathAndQuery.Split('?', 2)[0]; ;)
        {
            if (PathFault(path) is { } fault)
            {
                return fault;
            }

            var decoded = Uri.UnescapeDataString(path);
            if (decoded == path)
            {
                return null;
            }

            path = decoded;
        }
    }

    private static string? PathFault(string path) =>
        path.Contains('\\', StringComparison.Ordinal) ? "contains a backslash"
        : path.Contains("//", StringComparison.Ordinal) ? "contains '//'"
        : path.Split('/').Any(segment => segment is "." or "..") ? "contains a dot segment"
        : null;
}
