namespace KubeApi.Client.Streaming.Copying;

/// <summary>How items are copied.</summary>
public sealed record CopyOptions
{
    /// <summary>Whether files that exist are overwritten.</summary>
    public bool Overwrites { get; init; }

    /// <summary>The root of the container's file system, as another container sees it in which the commands run: <c>/proc/1/root</c>. Else empty.</summary>
    public string Root { get; init; } = "";

    /// <summary>Whether the SHA-256 of each file is compared.</summary>
    public bool Verifies { get; init; }
}
