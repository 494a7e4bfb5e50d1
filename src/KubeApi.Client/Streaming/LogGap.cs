namespace KubeApi.Client.Streaming;

/// <summary>The reason why lines of a log may be missing.</summary>
public enum LogGap
{
    /// <summary>The log no longer contains the last line: the node rotated the log before it was read to the end, and serves only the current file.</summary>
    Rotated,

    /// <summary>The connection broke, and the container restarted more than once before the next: the node keeps only the log of the previous run.</summary>
    RunLost,

    /// <summary>The connection broke, and the pod was deleted before the log was resumed.</summary>
    PodDeleted,
}
