namespace KubeApi.Sandbox.Streams;

/// <summary>A file, a folder or a symbolic link in a container.</summary>
internal sealed class ContainerFile
{
    /// <summary>Null for a folder and a link.</summary>
    public MemoryStream? Content { get; init; }

    /// <summary>The target of a symbolic link; null for a file and a folder.</summary>
    public string? Target { get; init; }

    public UnixFileMode Mode { get; set; }

    public DateTimeOffset Modified { get; set; }

    public bool IsFolder => Content is null && Target is null;
}
