namespace KubeApi.Client.Streaming.Copying;

/// <summary>The options of a copy.</summary>
public sealed record CopyOptions
{
    /// <summary>Whether files that exist are overwritten.</summary>
    public bool Overwrites { get; init; }

    /// <summary>The root of the container's file system, if the commands run in another container: <c>/proc/1/root</c>; otherwise empty.</summary>
    public string Root { get; init; } = "";

    /// <summary>Whether the SHA-256 of each file is compared.</summary>
    public bool Verifies { get; init; }
}
