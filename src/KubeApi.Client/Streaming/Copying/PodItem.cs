using System.Globalization;
using System.Text.RegularExpressions;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>A file or a folder in a container.</summary>
/// <param name="Path">Its path, absolute.</param>
/// <param name="Kind">Its kind; links are followed.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Mode">Its permissions; null if the container cannot report them.</param>
/// <param name="Modified">The time of its last modification; null if the container cannot report it.</param>
public sealed partial record PodItem(string Path, ItemKind Kind, long Size, UnixFileMode? Mode = null, DateTimeOffset? Modified = null)
{
    /// <summary>The name of its copy in a folder; the name of the link if one was followed.</summary>
    public string Name { get; init; } = PodPath.NameOf(Path);

    /// <summary>The permissions that are copied: no setuid, setgid or sticky bit.</summary>
    internal const UnixFileMode Permissions = (UnixFileMode)0x1ff;

    /// <summary>The format for <c>stat -c</c> that <see cref="Parse"/> reads: mode in hex, size, modification time, name.</summary>
    internal const string StatFormat = "%f %s %Y %n";

    private const int TypeMask = 0xf000;

    /// <summary>Reads the output of <c>stat</c>. Only the requested names are accepted, in their order, so no name can imitate another line.</summary>
    /// <exception cref="KubeApiException">The output is something else.</exception>
    internal static IReadOnlyList<PodItem> Parse(string output, IReadOnlyList<string> paths)
    {
        List<PodItem> items = [];
        var (at, next) = (0, 0);
        while (at < output.Length)
        {
            var fields = Fields().Match(output, at);
            var name = at + fields.Length;
            while (next < paths.Count && string.CompareOrdinal(output, name, paths[next] + "\n", 0, paths[next].Length + 1) != 0)
            {
                next++;
            }

            items.Add(fields.Success && next < paths.Count && ToItem(fields, paths[next]) is { } item
                ? item
                : throw new KubeApiException(FailureKind.InvalidAnswer, "The container's stat returned unexpected output."));
            at = name + paths[next++].Length + 1;
        }

        return items;
    }

    private static PodItem? ToItem(Match fields, string path)
    {
        if (!int.TryParse(fields.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mode)
            || !long.TryParse(fields.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var size)
            || !long.TryParse(fields.Groups[3].ValueSpan, CultureInfo.InvariantCulture, out var seconds))
        {
            return null;
        }

        var kind = (mode & TypeMask) switch { 0x8000 => ItemKind.File, 0x4000 => ItemKind.Folder, 0xa000 => ItemKind.Link, _ => ItemKind.Other };
        var isTime = seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        return new PodItem(path, kind, size, (UnixFileMode)mode & Permissions, isTime ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
    }

    [GeneratedRegex(@"\G([0-9a-f]{1,8}) (\d{1,19}) (-?\d{1,19}) ")]
    private static partial Regex Fields();
}
