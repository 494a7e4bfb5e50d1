namespace KubeApi.Client.Streaming;

/// <summary>The kinds of containers.</summary>
public enum ContainerKind
{
    /// <summary>Runs before the others, or with them as a sidecar.</summary>
    Init,

    /// <summary>An ordinary container.</summary>
    Regular,

    /// <summary>Added to a running pod, to debug it.</summary>
    Ephemeral,
}
