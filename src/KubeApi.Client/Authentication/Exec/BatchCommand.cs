namespace KubeApi.Client.Authentication.Exec;

/// <summary>
/// The command line that has cmd.exe run a .cmd or .bat file. Started by itself, such a file gets its arguments through cmd.exe all the same,
/// by rules that differ from those of programs: an argument could then run commands of its own (CVE-2024-24576).
/// </summary>
internal static class BatchCommand
{
    /// <summary>Whether Windows hands this file to cmd.exe.</summary>
    public static bool IsBatch(string path) =>
        path.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".bat", StringComparison.OrdinalIgnoreCase);

    /// <summary>The arguments of cmd.exe; null if one of them cannot be passed safely.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="arguments">The file's arguments.</param>
    public static string? TryMake(string path, IEnumerable<string> arguments)
    {
        // Within quotes everything is text, but a quote, a percent sign (variables are expanded there too), and the end of the line.
        string[] parts = [path, .. arguments];
        return parts.Any(p => p.AsSpan().IndexOfAny("\"%\r\n\0") >= 0)
            ? null
            : $"/e:ON /v:OFF /d /s /c \"{string.Join(' ', parts.Select(Quote))}\"";
    }

    // The program behind the file takes a backslash before the closing quote as an escape of it.
    private static string Quote(string part) => $"\"{part}{new string('\\', part.Length - part.TrimEnd('\\').Length)}\"";
}
