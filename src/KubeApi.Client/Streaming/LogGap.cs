namespace KubeApi.Client.Streaming;

/// <summary>Why lines of a log may be missing.</summary>
public enum LogGap
{
    /// <summary>The stream was cut, and the log does not hold the last line any more: the node had begun a new file, and serves no older one.</summary>
    Rotated,

    /// <summary>The stream was cut, and the container was started more than once meanwhile: the node keeps the log of one earlier run only.</summary>
    RunLost,

    /// <summary>The stream was cut, and the pod was deleted before it was read on.</summary>
    PodDeleted,
}
