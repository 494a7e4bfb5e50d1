namespace KubeApi.Client.Workloads;

/// <summary>How far an eviction is.</summary>
public enum EvictionState
{
    /// <summary>The server does not allow it yet, and it is tried again.</summary>
    Blocked,

    /// <summary>The server deletes the pod, or it is deleted already.</summary>
    Accepted,

    /// <summary>The time is up, and the server still does not allow it.</summary>
    TimedOut,

    /// <summary>It failed.</summary>
    Failed,
}
