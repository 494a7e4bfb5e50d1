namespace KubeApi.Output;

/// <summary>A file or a folder that was copied into a container.</summary>
/// <param name="Path">Its path in the container.</param>
/// <param name="Length">The size of a file in bytes; null for a folder.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
public sealed record CopiedItem(string Path, long? Length, string Pod, string? Container)
{
    /// <summary>Its path, for pipelines and strings.</summary>
    public override string ToString() => Path;
}
