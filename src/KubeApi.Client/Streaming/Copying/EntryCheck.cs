using System.Formats.Tar;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>
/// Checks the entries of an archive that a container sent, in their order, before anything is written: the container may be malicious. Every
/// accepted entry is below the root, through folders only, and occurs once.
/// </summary>
/// <param name="isWindows">Whether the names must be valid on Windows.</param>
/// <param name="comparer">Compares names as the local file system does.</param>
/// <param name="room">The free space in bytes.</param>
internal sealed class EntryCheck(bool isWindows, StringComparer comparer, long room)
{
    private readonly Dictionary<string, ItemKind> _accepted = new(comparer) { [""] = ItemKind.Folder };
    private long _room = room;

    /// <summary>The check for this machine.</summary>
    /// <param name="room">The free space in bytes.</param>
    public static EntryCheck ForLocal(long room) => new(
        OperatingSystem.IsWindows(), OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase, room);

    /// <summary>Decides on the next entry.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="name">Its name, as the archive has it.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="target">The target of a link.</param>
    public EntryDecision Check(TarEntryType type, string name, long size, string target)
    {
        var kind = KindOf(type);
        if (kind is null)
        {
            return Refuse($"it is {Describe(type)}");
        }

        if (PathFault(name, out var path) is { } fault)
        {
            return Refuse(fault);
        }

        if (kind == ItemKind.Folder)
        {
            return _accepted.GetValueOrDefault(path, ItemKind.Folder) == ItemKind.Folder ? AddFolders(path) : Refuse("the archive has a file of that name");
        }

        if (path.Length == 0)
        {
            return Refuse("it would replace the folder that is copied");
        }

        if (_accepted.ContainsKey(path))
        {
            return Refuse("the archive has that name twice");
        }

        string? source = null;
        if (type == TarEntryType.HardLink
            && (PathFault(target, out source) is not null || _accepted.GetValueOrDefault(source, ItemKind.Other) != ItemKind.File))
        {
            return Refuse($"it is a hard link to '{target}', which is not an earlier file of the archive");
        }

        if (kind == ItemKind.Link && LinkFault(path, target, isWindows) is { } linkFault)
        {
            // Entries below it are refused, too.
            _accepted.Add(path, ItemKind.Link);
            return Refuse(linkFault);
        }

        if (kind == ItemKind.File && size > _room)
        {
            return Refuse($"its {size} bytes exceed the free space");
        }

        if (AddFolders(Parent(path)) is { Reason: { } } refused)
        {
            return refused;
        }

        _accepted.Add(path, kind.Value);
        _room -= kind == ItemKind.File ? Math.Max(0, size) : 0;
        return new EntryDecision(path, null, source);
    }

    /// <summary>The reason why a link must not be created; null if its target is below the root.</summary>
    /// <param name="path">The path of the link below the root, through folders only.</param>
    /// <param name="target">Its target.</param>
    /// <param name="isWindows">Whether backslashes separate, and colons name drives.</param>
    /// <remarks>
    /// Other links of the tree stay inside, too. So a target is inside if it only goes up before it goes down, and no further up than the root: a step up
    /// behind a name, which may be a link, would lead elsewhere.
    /// </remarks>
    public static string? LinkFault(string path, string target, bool isWindows)
    {
        var parts = target.Split('/');
        var ups = parts.TakeWhile(p => p is ".." or ".").Count(p => p == "..");
        return target.Length == 0 || target.Contains('\0') ? "its target is empty or invalid"
            : PodPath.TextFault(target) is not null ? "its target is not valid UTF-8, or has the character U+FFFD"
            : target[0] == '/' || (isWindows && target.AsSpan().IndexOfAny('\\', ':') >= 0) ? $"it is a link with the absolute target '{target}'"
            : ups > path.Count(c => c == '/') || parts.SkipWhile(p => p is ".." or ".").Contains("..")
                ? $"it is a link that may leave the folder, to '{target}'"
            : null;
    }

    /// <summary>The reason why a name cannot be used on Windows; null if it can.</summary>
    public static string? WindowsFault(string name)
    {
        var stem = name.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        return name.Any(c => c < ' ' || "<>:\"|?*\\".Contains(c)) ? "Windows does not allow one of its characters"
            : name[^1] is '.' or ' ' ? "Windows does not allow names that end with a dot or a space"
            : stem is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
                || (stem.Length == 4 && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal))
                    && "0123456789\u00b9\u00b2\u00b3".Contains(stem[3]))
                ? "Windows reserves that name"
            : null;
    }

    private string? PathFault(string name, out string path)
    {
        path = "";
        if (name.StartsWith('/'))
        {
            return "its name is absolute";
        }

        var parts = name.Split('/').Where(p => p is not ("" or ".")).ToList();
        if (parts.Contains(".."))
        {
            return "its name leads out of the folder";
        }

        if (name.Contains('\0'))
        {
            return "its name has a NUL character";
        }

        if (PodPath.TextFault(name) is { } fault)
        {
            return fault;
        }

        path = string.Join('/', parts);
        return isWindows ? parts.Select(WindowsFault).FirstOrDefault(f => f is not null) : null;
    }

    // The folders on the way to an entry need not be in the archive.
    private EntryDecision AddFolders(string path)
    {
        for (var end = path.IndexOf('/'); ; end = path.IndexOf('/', end + 1))
        {
            var folder = end < 0 ? path : path[..end];
            if (_accepted.TryGetValue(folder, out var kind) && kind != ItemKind.Folder)
            {
                return Refuse(kind == ItemKind.Link ? $"its path leads through the link '{folder}'" : $"its path leads through the file '{folder}'");
            }

            _accepted[folder] = ItemKind.Folder;
            if (end < 0)
            {
                return new EntryDecision(path);
            }
        }
    }

    private static string Parent(string path) => path.LastIndexOf('/') is >= 0 and var end ? path[..end] : "";

    private static ItemKind? KindOf(TarEntryType type) => type switch
    {
        TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile or TarEntryType.HardLink => ItemKind.File,
        TarEntryType.Directory or TarEntryType.DirectoryList => ItemKind.Folder,
        TarEntryType.SymbolicLink => ItemKind.Link,
        _ => null,
    };

    private static string Describe(TarEntryType type) => type switch
    {
        TarEntryType.BlockDevice or TarEntryType.CharacterDevice => "a device",
        TarEntryType.Fifo => "a named pipe",
        _ => $"an entry of the type '{type}'",
    };

    private static EntryDecision Refuse(string reason) => new("", reason);
}
