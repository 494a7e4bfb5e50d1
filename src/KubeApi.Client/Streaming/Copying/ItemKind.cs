namespace KubeApi.Client.Streaming.Copying;

/// <summary>The kind of an item that is copied.</summary>
public enum ItemKind
{
    /// <summary>An ordinary file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A device, a pipe or a socket, which is never copied.</summary>
    Other,
}
