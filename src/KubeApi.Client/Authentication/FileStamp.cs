namespace KubeApi.Client.Authentication;

/// <summary>What tells that a file was changed: which one it is behind its links, when it was written, and how long it is.</summary>
internal readonly record struct FileStamp(string Target, DateTime Written, long Length)
{
    /// <summary>The stamp of a file; an empty one where it cannot be looked at: reading it will tell why.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            // The kubelet swaps a symbolic link on the way to the file: the link's own time stays.
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            return new FileStamp(target.FullName, target.LastWriteTimeUtc, target.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
