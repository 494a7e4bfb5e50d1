namespace KubeApi.Client.Streaming;

/// <summary>Why lines of a log may be missing.</summary>
public enum LogGap
{
    /// <summary>The log no longer contains the last line: the node rotated the log before it was read to the end, and serves only the current file.</summary>
    Rotated,

    /// <summary>The stream was cut, and the container restarted more than once in the meantime: the node keeps only the log of the previous run.</summary>
    RunLost,

    /// <summary>The stream was cut, and the pod was deleted before it was read on.</summary>
    PodDeleted,
}
