namespace KubeApi.Client.Proxying;

/// <summary>Finds request targets that the proxy's rules and the server could read as two different paths.</summary>
internal static class RequestTargetCheck
{
    /// <summary>The fault of a target, as the end of a sentence; null if it is valid.</summary>
    public static string? FaultOf(string target)
    {
        if (!target.StartsWith('/'))
        {
            return "is not a path that begins with '/'";
        }

        if (target.Any(c => c is < '!' or > '~' or '#' or '\\'))
        {
            return "contains a space, a '#', a backslash, or a character outside ASCII";
        }

        var path = target.Split('?', 2)[0];
        if (HasBadEscape(path))
        {
            return "contains a '%' that two hexadecimal digits do not follow";
        }

        return Forms(path).Select(FaultOfPath).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>
    /// A path as it came, decoded, decoded again until nothing changes (a proxy in the cluster may decode it once more), and each without empty segments.
    /// </summary>
    public static IReadOnlyCollection<string> Forms(string path)
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        for (var form = path; forms.Add(form);)
        {
            forms.Add(WithoutEmptySegments(form));
            form = Uri.UnescapeDataString(form);
        }

        return forms;
    }

    private static string? FaultOfPath(string path) =>
        path.Any(char.IsControl) ? "contains an encoded control character"
        : path.Contains('\\', StringComparison.Ordinal) ? "contains an encoded backslash"
        : path.Split('/').Any(segment => segment is "." or "..") ? "contains a dot segment"
        : null;

    private static string WithoutEmptySegments(string path)
    {
        var clean = path;
        while (clean.Contains("//", StringComparison.Ordinal))
        {
            clean = clean.Replace("//", "/", StringComparison.Ordinal);
        }

        return clean;
    }

    private static bool HasBadEscape(string path)
    {
        for (var i = path.IndexOf('%', StringComparison.Ordinal); i >= 0; i = path.IndexOf('%', i + 1))
        {
            if (i + 2 >= path.Length || !char.IsAsciiHexDigit(path[i + 1]) || !char.IsAsciiHexDigit(path[i + 2]))
            {
                return true;
            }
        }

        return false;
    }
}
