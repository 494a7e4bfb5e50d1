namespace KubeApi.Client.Authentication;

/// <summary>Detects changes of a file: the target of its links, its time and its length.</summary>
internal readonly record struct FileStamp(string Target, DateTime Written, long Length)
{
    /// <summary>The stamp of a file; empty if it cannot be accessed, because reading it will report the error.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            // The kubelet replaces a symbolic link on the path, and the link's own time does not change.
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            return new FileStamp(target.FullName, target.LastWriteTimeUtc, target.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
