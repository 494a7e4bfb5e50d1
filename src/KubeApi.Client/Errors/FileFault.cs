using System.Text.RegularExpressions;

namespace KubeApi.Client.Errors;

/// <summary>Says why a local file cannot be read or written.</summary>
public static partial class FileFault
{
    /// <summary>The reason, to follow the path and a colon. It never shows the name of a temporary file.</summary>
    /// <param name="path">The path that the user knows.</param>
    /// <param name="e">The exception of the file system.</param>
    public static string Describe(string path, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => Path.GetDirectoryName(path) is not { Length: > 0 } folder || Directory.Exists(folder)
            ? "no such file or folder."
            : File.Exists(folder) ? $"'{folder}' is not a folder."
            : $"the folder '{folder}' does not exist.",
        PathTooLongException => "its name or its path is too long.",
        UnauthorizedAccessException => Directory.Exists(path) ? "it is a folder." : "access is denied.",
        _ => PartName().Replace(PathOfSystem().Replace(e.Message, ""), $"'{path}'").TrimEnd('.') + ".",
    };

    // "No space left on device : '/dev/full'"
    [GeneratedRegex(" : '.*'$")]
    private static partial Regex PathOfSystem();

    [GeneratedRegex(@"'[^']*\.kubeapi-[0-9a-f]+\.part[^']*'")]
    private static partial Regex PartName();
}
