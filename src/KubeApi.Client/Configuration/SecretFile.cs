namespace KubeApi.Client.Configuration;

/// <summary>Writes files that hold secrets. On Unix, only their owner can read them, from their creation on.</summary>
public static class SecretFile
{
    /// <summary>The file that is replaced: the path, or the final target of a symbolic link.</summary>
    /// <exception cref="IOException">The links are a circle.</exception>
    public static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Writes a file as a whole: a reader sees either the old or the new content, and a failure leaves the old file.</summary>
    /// <param name="path">The file, in full; the target of a symbolic link is replaced, and not the link.</param>
    /// <param name="bytes">The content.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool overwrite)
    {
        var target = TargetOf(path);
        var draft = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():n}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var stream = new FileStream(draft, options))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, target, overwrite);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
