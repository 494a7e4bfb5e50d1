using System.Globalization;

namespace KubeApi.Client.Proxying;

/// <summary>Finds request targets that the proxy's rules and the server could read as two different paths.</summary>
internal static class RequestTargetCheck
{
    // More would be an attack: each level costs as much time and memory as the path is long.
    private const int MaxLevels = 4;

    /// <summary>The fault of a target as written, as the end of a sentence; null if it is valid.</summary>
    public static string? FaultOfEncoding(string target)
    {
        if (!target.StartsWith('/'))
        {
            return "is not a path that begins with '/'";
        }

        if (target.Any(c => c is < '!' or > '~' or '#' or '\\'))
        {
            return "contains a space, a '#', a backslash, or a character outside ASCII";
        }

        return HasBadEscape(target.Split('?', 2)[0]) ? "contains a '%' that two hexadecimal digits do not follow" : null;
    }

    /// <summary>The fault of a path once it is decoded, as the end of a sentence; null if it is valid.</summary>
    public static string? FaultOfPath(string path)
    {
        var levels = Levels(path).ToList();
        return Uri.UnescapeDataString(levels[^1]) == levels[^1]
            ? Forms(path).Select(FaultOfForm).FirstOrDefault(fault => fault is not null)
            : string.Create(CultureInfo.InvariantCulture, $"is encoded more than {MaxLevels} times");
    }

    /// <summary>
    /// A path as it came, decoded, decoded again until nothing changes (a proxy in the cluster may decode it once more), and each without empty segments.
    /// The path is one without a fault: a path that is encoded more often is not decoded to its end.
    /// </summary>
    public static IReadOnlyCollection<string> Forms(string path) =>
        Levels(path).SelectMany(form => new[] { form, WithoutEmptySegments(form) }).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Levels(string path)
    {
        yield return path;
        var form = path;
        for (var level = 0; level < MaxLevels && Uri.UnescapeDataString(form) is var decoded && decoded != form; level++)
        {
            yield return form = decoded;
        }
    }

    private static string? FaultOfForm(string path) =>
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
