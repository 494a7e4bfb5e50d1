namespace KubeApi.Client.Authentication.Exec;

/// <summary>
/// The command line that runs a .cmd or .bat file with cmd.exe. Windows runs such files with cmd.exe in any case, which parses arguments by its own
/// rules, so an argument could run commands (CVE-2024-24576).
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
        // In quotes, only a quote, a percent sign (variables are expanded there, too) and a line break are special.
        string[] parts = [path, .. arguments];
        return parts.Any(p => p.AsSpan().IndexOfAny("\"%\r\n\0") >= 0)
            ? null
            : $"/e:ON /v:OFF /d /s /c \"{string.Join(' ', parts.Select(Quote))}\"";
    }

    // A program that the file starts takes a backslash before the closing quote as its escape.
    private static string Quote(string part) => $"\"{part}{new string('\\', part.Length - part.TrimEnd('\\').Length)}\"";
}
