namespace KubeApi.Client.Workloads;

/// <summary>The state of an eviction.</summary>
public enum EvictionState
{
    /// <summary>The server does not allow it yet, and it is tried again.</summary>
    Blocked,

    /// <summary>The server deletes the pod, or it is deleted already.</summary>
    Accepted,

    /// <summary>The time limit has passed, and the server still does not allow it.</summary>
    TimedOut,

    /// <summary>It failed.</summary>
    Failed,
}
