namespace KubeApi.Client.Streaming.Copying;

/// <summary>An item of a tree that is copied.</summary>
/// <param name="Path">Its path below the root of the tree, with slashes; empty for the root.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Size">The size of a file in bytes.</param>
public sealed record TreeEntry(string Path, ItemKind Kind, long Size = 0)
{
    /// <summary>The permissions.</summary>
    public UnixFileMode Mode { get; init; }

    /// <summary>When it was modified.</summary>
    public DateTimeOffset Modified { get; init; }

    /// <summary>The target of a link.</summary>
    public string Target { get; init; } = "";
}
