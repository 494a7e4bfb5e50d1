using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>A local file or folder that is copied.</summary>
/// <param name="Path">Its path, in full.</param>
/// <param name="Name">The name that the copy gets in a folder.</param>
/// <param name="Kind">Its kind; a link is followed.</param>
/// <param name="Size">The size of a file in bytes.</param>
public sealed record LocalItem(string Path, string Name, ItemKind Kind, long Size)
{
    /// <summary>Describes an item; null if it does not exist.</summary>
    /// <exception cref="KubeApiException">It cannot be read.</exception>
    public static LocalItem? Find(string path)
    {
        try
        {
            return Read(path);
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            throw CopyFailure.Local(path, e);
        }
    }

    private static LocalItem? Read(string path)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(path);
        var name = System.IO.Path.GetFileName(full);
        if (Directory.Exists(full))
        {
            return new LocalItem(full, name, ItemKind.Folder, 0);
        }

        if (!File.Exists(full))
        {
            return null;
        }

        var file = Followed(new FileInfo(full));
        return new LocalItem(file.FullName, name, FileKind.OtherThanRegular(file.FullName) is null ? ItemKind.File : ItemKind.Other, file.Length);
    }

    private static FileInfo Followed(FileInfo file) => file.LinkTarget is null ? file : (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);
}
