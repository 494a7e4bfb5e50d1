using KubeApi.Client.Configuration;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Reads the entries of a local folder, folders before their items.</summary>
internal static class LocalTree
{
    private const UnixFileMode FolderMode = (UnixFileMode)0b111_101_101;
    private const UnixFileMode FileMode = (UnixFileMode)0b110_100_100;

    /// <summary>Reads an item and its descendants. Items that cannot be copied are reported.</summary>
    public static IReadOnlyList<TreeEntry> Read(LocalItem item, ICopyObserver observer)
    {
        List<TreeEntry> entries = [];
        if (item.Kind == ItemKind.Folder)
        {
            AddFolder(new DirectoryInfo(item.Path), "", entries, observer);
        }
        else
        {
            Attempt(new FileInfo(item.Path), observer, file => entries.Add(Describe(file, "", ItemKind.File)));
        }

        return entries;
    }

    private static void AddFolder(DirectoryInfo folder, string path, List<TreeEntry> entries, ICopyObserver observer)
    {
        FileSystemInfo[] items = [];
        Attempt(folder, observer, f =>
        {
            entries.Add(Describe(f, path, ItemKind.Folder));
            items = [.. folder.EnumerateFileSystemInfos().OrderBy(i => i.Name, StringComparer.Ordinal)];
        });
        foreach (var item in items)
        {
            Attempt(item, observer, i => Add(i, path.Length == 0 ? i.Name : $"{path}/{i.Name}", entries, observer));
        }
    }

    // The failure of one item is that of no other.
    private static void Attempt(FileSystemInfo item, ICopyObserver observer, Action<FileSystemInfo> action)
    {
        try
        {
            action(item);
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            observer.Failed(item.FullName, CopyFailure.Local(item.FullName, e));
        }
    }

    private static void Add(FileSystemInfo item, string path, List<TreeEntry> entries, ICopyObserver observer)
    {
        if (PodPath.TextFault(item.Name) is { } nameFault)
        {
            observer.Failed(item.FullName, CopyFailure.Refused(item.FullName, nameFault));
        }
        else if (item.LinkTarget is { } link)
        {
            var target = OperatingSystem.IsWindows() ? link.Replace('\\', '/') : link;
            if (EntryCheck.LinkFault(path, target, OperatingSystem.IsWindows()) is { } fault)
            {
                observer.Failed(item.FullName, CopyFailure.Refused(item.FullName, fault));
            }
            else
            {
                entries.Add(new TreeEntry(path, ItemKind.Link) { Target = target, Mode = PodItem.Permissions, Modified = item.LastWriteTimeUtc });
            }
        }
        else if (item is DirectoryInfo folder)
        {
            AddFolder(folder, path, entries, observer);
        }
        else if (FileKind.OtherThanRegular(item.FullName) is not null)
        {
            observer.Failed(item.FullName, CopyFailure.Refused(item.FullName, "it is a device, a pipe or a socket"));
        }
        else
        {
            entries.Add(Describe(item, path, ItemKind.File));
        }
    }

    private static TreeEntry Describe(FileSystemInfo item, string path, ItemKind kind) => new(path, kind, item is FileInfo file ? file.Length : 0)
    {
        Mode = OperatingSystem.IsWindows() ? kind == ItemKind.Folder ? FolderMode : FileMode : item.UnixFileMode & PodItem.Permissions,
        Modified = item.LastWriteTimeUtc,
    };
}
