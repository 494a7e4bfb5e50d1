namespace KubeApi.Sandbox.Containers;

/// <summary>A line of a container's output with its line break, or a piece of a line without one.</summary>
internal sealed record ContainerLogLine(DateTimeOffset Time, ReadOnlyMemory<byte> Bytes, bool IsError)
{
    /// <summary>Whether it ends with a line break.</summary>
    public bool IsComplete => Bytes.Span[^1] == (byte)'\n';
}
