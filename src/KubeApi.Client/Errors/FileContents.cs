using System.Text.RegularExpressions;

namespace KubeApi.Client.Errors;

/// <summary>
/// Recognizes the contents of a file in a place for its path: a script may have passed the key and not the name of its file. They may be a credential, so no
/// message may show such a value.
/// </summary>
public static partial class FileContents
{
    private const int LongestPath = 4096;
    private const int LongestName = 255;

    /// <summary>Whether a value cannot be a path: it has lines, a PEM block or a JSON Web Token, or is longer than a file system allows.</summary>
    public static bool AreIn(string value) =>
        value.AsSpan().IndexOfAny('\r', '\n') >= 0
        || value.Contains("-----BEGIN", StringComparison.Ordinal)
        || value.Length > LongestPath
        || Array.Exists(value.Split('/', '\\'), name => name.Length > LongestName)
        || WebToken().IsMatch(value);

    /// <summary>Whether a value that names no file is probably not a path: it is base64, a key without an extension, or a line of YAML.</summary>
    public static bool MayBeIn(string value) => AreIn(value) || Base64().IsMatch(value) || Opaque().IsMatch(value) || Field().IsMatch(value);

    /// <summary>A name after its noun: <c>'prod'</c>, or why it is not shown.</summary>
    public static string Quote(string name) => AreIn(name) ? "of that name (not shown: it looks like the contents of a file)" : $"'{name}'";

    [GeneratedRegex(@"eyJ[\w-]{8,}\.[\w-]{8,}\.")]
    private static partial Regex WebToken();

    // An absolute path begins with the slash that base64 of text, PEM or DER does not begin with.
    [GeneratedRegex("^[A-Za-z0-9+][A-Za-z0-9+/]{99,}={0,2}$")]
    private static partial Regex Base64();

    [GeneratedRegex(@"^(?=.*[0-9])(?=.*[A-Za-z])[\w~+=-]{30,}$")]
    private static partial Regex Opaque();

    // On a drive, the path follows the colon at once.
    [GeneratedRegex(@"^[\s""'\w-]*:\s")]
    private static partial Regex Field();
}
