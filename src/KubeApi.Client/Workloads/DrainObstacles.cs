namespace KubeApi.Client.Workloads;

/// <summary>The reasons why a pod must not be evicted without the user's consent.</summary>
[Flags]
public enum DrainObstacles
{
    /// <summary>It may be evicted.</summary>
    None = 0,

    /// <summary>Its DaemonSet would replace it on the node.</summary>
    DaemonSet = 1,

    /// <summary>No controller would replace it.</summary>
    Unmanaged = 2,

    /// <summary>The data of an emptyDir volume would be lost.</summary>
    EmptyDirData = 4,
}
