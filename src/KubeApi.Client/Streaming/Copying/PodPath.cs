using System.Text.RegularExpressions;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Paths in a container, which are separated by <c>/</c> on any local system.</summary>
public static partial class PodPath
{
    /// <summary>The path of an item of a folder.</summary>
    public static string Combine(string folder, string name) => folder.EndsWith('/') ? folder + name : $"{folder}/{name}";

    /// <summary>The last name of a path: <c>app.log</c> of <c>/var/log/app.log</c>; empty for the root.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The folder of an item: <c>/var/log</c> of <c>/var/log/app.log</c>.</summary>
    public static string ParentOf(string path) => path.LastIndexOf('/') switch { < 0 => ".", 0 => "/", var end => path[..end] };

    /// <summary>An absolute path without <c>.</c>, <c>..</c> and doubled or final slashes.</summary>
    /// <param name="path">The path.</param>
    /// <param name="current">The folder in which a relative path begins.</param>
    public static string Normalize(string path, string current)
    {
        List<string> parts = [];
        foreach (var part in $"{(path.StartsWith('/') ? "" : current)}/{path}".Split('/').Where(p => p is not ("" or ".")))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return "/" + string.Join('/', parts);
    }

    /// <summary>Whether a text can be the name of an item of a folder: no path, and neither the folder itself nor the one above it.</summary>
    internal static bool IsName(string text) => text is not ("" or "." or "..") && !text.Contains('/');

    /// <summary>The reason why a name cannot be copied, because .NET replaces bytes that are not UTF-8 with U+FFFD; null if it can.</summary>
    internal static string? TextFault(string name) => name.Contains('\uFFFD') ? "its name is not valid UTF-8, or has the character U+FFFD" : null;

    /// <summary>Whether the kernel generates the files of a folder when they are read. Archives need sizes, and those of such files are meaningless.</summary>
    internal static bool IsKernelFolder(string path) => KernelFolder().IsMatch(path);

    /// <summary>A new hidden name for an incomplete item, in the same folder: short, because the final name may have the maximum length.</summary>
    internal static string NewPart() => $".kubeapi-{Guid.NewGuid().ToString("n")[..12]}.part";

    // Below /proc/1/root are the files of a container.
    [GeneratedRegex("^/(sys|proc(?!/[^/]+/(root|cwd)(/|$)))(/|$)")]
    private static partial Regex KernelFolder();
}
