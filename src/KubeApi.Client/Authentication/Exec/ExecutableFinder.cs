namespace KubeApi.Client.Authentication.Exec;

/// <summary>
/// Finds a program as a shell does, but never in the current folder, even if the PATH contains it (as Go's <c>exec.LookPath</c> since 1.19): any
/// user with write access to it could replace the program.
/// </summary>
internal static class ExecutableFinder
{
    // The types that Windows or cmd.exe can start; PATHEXT also lists scripts of other hosts.
    private static readonly string[] s_startable = [".com", ".exe", ".bat", ".cmd"];

    /// <summary>The full path of a program on this machine; null if it does not exist.</summary>
    /// <param name="command">A name, or a full path.</param>
    public static string? Find(string command)
    {
        var isWindows = OperatingSystem.IsWindows();
        return Find(
            command, Environment.GetEnvironmentVariable("PATH"), Environment.GetEnvironmentVariable("PATHEXT"), isWindows,
            isWindows ? File.Exists : IsExecutable);
    }

    /// <summary>The full path of a program by the rules of a system; null if it does not exist.</summary>
    public static string? Find(string command, string? path, string? extensions, bool isWindows, Func<string, bool> isExecutable)
    {
        var files = isWindows ? WithExtensions(command, extensions) : [command];
        if (IsFullPath(command, isWindows))
        {
            return files.FirstOrDefault(isExecutable);
        }

        return (path ?? "").Split(isWindows ? ';' : ':')
            .Select(folder => isWindows ? folder.Trim('"') : folder)
            .Where(folder => IsFullPath(folder, isWindows))
            .SelectMany(folder => files.Select(file => $"{folder.TrimEnd('/', isWindows ? '\\' : '/')}{(isWindows ? '\\' : '/')}{file}"))
            .FirstOrDefault(isExecutable);
    }

    // C:\…, \\server\share or /…; on Windows, / and C: alone depend on the current drive and folder.
    private static bool IsFullPath(string path, bool isWindows) => isWindows
        ? path.StartsWith(@"\\", StringComparison.Ordinal) || (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '\\' or '/')
        : path.StartsWith('/');

    private static IEnumerable<string> WithExtensions(string command, string? extensions)
    {
        var known = (extensions ?? ".COM;.EXE;.BAT;.CMD").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(e => s_startable.Contains(e, StringComparer.OrdinalIgnoreCase));
        return known.Any(e => command.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ? [command] : known.Select(e => command + e.ToLowerInvariant());
    }

    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows()
        && File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
