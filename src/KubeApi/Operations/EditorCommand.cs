using System.Text.RegularExpressions;

namespace KubeApi.Operations;

/// <summary>The command line of the user's editor. Pure.</summary>
/// <param name="Name">The command line as the user wrote it, for messages.</param>
/// <param name="Program">The program: a name that is searched in PATH, or a path.</param>
/// <param name="Arguments">Its arguments, before the file.</param>
/// <param name="NeedsConsole">Whether the editor may need a terminal; one in KUBE_EDITOR is started anywhere, as a script may be.</param>
internal sealed partial record EditorCommand(string Name, string Program, IReadOnlyList<string> Arguments, bool NeedsConsole)
{
    private static readonly char[] s_shellCharacters = ['"', '\'', '\\'];

    /// <summary>The editor of KUBE_EDITOR, else of EDITOR, else vi, or notepad on Windows.</summary>
    /// <param name="variable">Reads an environment variable; null if it is not set.</param>
    /// <param name="isWindows">Whether this is Windows.</param>
    public static EditorCommand Find(Func<string, string?> variable, bool isWindows) =>
        Of(variable("KUBE_EDITOR")) is { } own ? Split(own, isWindows, needsConsole: false)
        : Of(variable("EDITOR")) is { } any ? Split(any, isWindows, needsConsole: true)
        : isWindows ? new EditorCommand("notepad", "notepad", [], NeedsConsole: false)
        : new EditorCommand("vi", "vi", [], NeedsConsole: true);

    // Like kubectl, splits at spaces, and uses a shell if there are quotation marks. cmd.exe would also interpret the path of the file, so on Windows only
    // quotation marks are interpreted.
    private static EditorCommand Split(string value, bool isWindows, bool needsConsole)
    {
        if (!isWindows && value.IndexOfAny(s_shellCharacters) >= 0)
        {
            return new EditorCommand(value, "/bin/sh", ["-c", $"{value} \"$1\"", "sh"], needsConsole);
        }

        string[] words = isWindows
            ? [.. QuotedWord().Matches(value).Select(m => m.Value.Trim('"'))]
            : value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new EditorCommand(value, words[0], words[1..], needsConsole);
    }

    private static string? Of(string? value) => value?.Trim().Trim('"') is { Length: > 0 } ? value.Trim() : null;

    [GeneratedRegex("\"[^\"]*\"|[^\\s\"]+")]
    private static partial Regex QuotedWord();
}
