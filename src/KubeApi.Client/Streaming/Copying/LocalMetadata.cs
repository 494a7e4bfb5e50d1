namespace KubeApi.Client.Streaming.Copying;

/// <summary>The metadata of local files and folders.</summary>
internal static class LocalMetadata
{
    /// <summary>Creates a file to write to.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="isPrivate">Whether only the owner may read it until its permissions are set.</param>
    public static FileStream Create(string path, bool isPrivate)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Sets permissions and time of a file or folder; null leaves them.</summary>
    public static void Apply(string path, UnixFileMode? mode, DateTimeOffset? modified)
    {
        if (modified is { } time)
        {
            File.SetLastWriteTimeUtc(path, time.UtcDateTime);
        }

        if (mode is { } permissions && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, permissions & PodItem.Permissions);
        }
    }

    /// <summary>Sets permissions and time of an open file.</summary>
    public static void Apply(FileStream file, UnixFileMode mode, DateTimeOffset modified)
    {
        File.SetLastWriteTimeUtc(file.SafeFileHandle, modified.UtcDateTime);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.SafeFileHandle, mode & PodItem.Permissions);
        }
    }

    /// <summary>Removes an incomplete copy, if possible.</summary>
    public static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (CopyFailure.IsLocal(e))
        {
            // The failure that came before is the one to report.
        }
    }
}
