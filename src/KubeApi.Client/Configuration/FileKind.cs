using System.Formats.Tar;

namespace KubeApi.Client.Configuration;

/// <summary>
/// Distinguishes regular files from folders, links, devices, pipes and sockets. These must not be replaced by a file or opened as one: that may block forever.
/// </summary>
public static class FileKind
{
    private const int TypeFlag = 156;

    // COR_E_IO, which the archive writer throws for entries that it does not support.
    private const int NotSupported = unchecked((int)0x80131620);

    /// <summary>The kind of a path that is not a regular file; null for a regular file and for a missing one. Links are not followed.</summary>
    /// <param name="path">The path, in full.</param>
    /// <returns>A noun: <c>a folder</c>.</returns>
    public static string? OtherThanRegular(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is not null ? "a link"
            : Directory.Exists(path) ? "a folder"
            : file.Exists ? SpecialKindOf(file)
            : null;
    }

    /// <summary>The kind of a named pipe, device or socket at a path: a file must not replace it. Null for everything else.</summary>
    /// <param name="path">The path, in full. Links are not followed.</param>
    /// <returns>A noun: <c>a named pipe</c>.</returns>
    public static string? SpecialKind(string path) =>
        new FileInfo(path) is { LinkTarget: null, Exists: true } file && !Directory.Exists(path) ? SpecialKindOf(file) : null;

    private static string? SpecialKindOf(FileInfo file)
    {
        if (OperatingSystem.IsWindows() || file.Length > 0)
        {
            return null;
        }

        // An archive header is the only .NET API that detects the kind; it opens regular files only.
        using var header = new MemoryStream();
        try
        {
            using var writer = new TarWriter(header, TarEntryFormat.Gnu, leaveOpen: true);
            writer.WriteEntry(file.FullName, "x");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Any other error is the system's: the file cannot be opened, or was removed.
            return e is IOException { HResult: NotSupported } ? "a socket" : null;
        }

        return (TarEntryType)header.GetBuffer()[TypeFlag] switch
        {
            TarEntryType.Fifo => "a named pipe",
            TarEntryType.BlockDevice or TarEntryType.CharacterDevice => "a device",
            _ => null,
        };
    }
}
