namespace KubeApi.Client.Streaming.Copying;

/// <summary>How items are copied.</summary>
public sealed record CopyOptions
{
    /// <summary>Whether files that exist are overwritten.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Whether the SHA-256 of each file is compared.</summary>
    public bool Verifies { get; init; }
}
