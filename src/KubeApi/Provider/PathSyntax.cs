using System.Text.RegularExpressions;

namespace KubeApi.Provider;

/// <summary>
/// Joins and splits the paths of a drive. PowerShell calls these functions dozens of times for one path, so they only look at the string. They keep a leading
/// slash and the kind of slash that they find, because PowerShell compares the results with strings of its own.
/// </summary>
internal static partial class PathSyntax
{
    // No name contains it.
    private const string Empty = "%";

    private static readonly char[] s_separators = ['/', '\\'];

    /// <summary>
    /// A path and a child of it, with one slash in between. Without a child, the path ends in a slash: PowerShell detects the root by it. An empty segment of
    /// the child is marked, because PowerShell would remove it, and a path with an empty variable would be that of another item.
    /// </summary>
    public static string Join(string parent, string child) =>
        parent.Length == 0 ? EmptySegment().Replace(child, Empty)
        : child.Length == 0 ? parent.TrimEnd(s_separators) + Path.DirectorySeparatorChar
        : $"{parent.TrimEnd(s_separators)}/{EmptySegment().Replace(child.TrimStart(s_separators), Empty)}";

    /// <summary>Whether a segment of a path is empty, other than the last one: folders may end in a slash.</summary>
    public static bool HasEmptySegment(string path) =>
        path.Split(s_separators) is var segments && (segments.Contains(Empty) || segments.Skip(1).SkipLast(1).Contains(""));

    /// <summary>The path as it was typed.</summary>
    public static string Unmarked(string path) => string.Join('/', path.Split(s_separators).Select(s => s == Empty ? "" : s));

    /// <summary>The last segment of a path.</summary>
    public static string NameOf(string path)
    {
        path = path.TrimEnd(s_separators);
        return path[(path.LastIndexOfAny(s_separators) + 1)..];
    }

    /// <summary>The path without its last segment; the root's is empty, and so is that of a path above the root.</summary>
    public static string ParentOf(string path, string root)
    {
        path = path.TrimEnd(s_separators);
        return path == root.TrimEnd(s_separators) ? "" : path[..Math.Max(path.LastIndexOfAny(s_separators), 0)];
    }

    /// <summary>The path relative to another one: <c>jobs</c>, or <c>../pods</c> if it is not below that; the whole path for an empty base.</summary>
    public static string RelativeTo(string path, string @base)
    {
        if (@base.Length == 0)
        {
            return path;
        }

        var (segments, from) = (Split(path), Split(@base));
        var common = segments.Zip(from).TakeWhile(p => p.First == p.Second).Count();
        return string.Join('/', Enumerable.Repeat("..", from.Length - common).Concat(segments[common..]));
    }

    // Not the first one: a path may begin with several slashes.
    [GeneratedRegex(@"(?<=[^/\\][/\\]+)(?=[/\\])")]
    private static partial Regex EmptySegment();

    private static string[] Split(string path) => path.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
}
