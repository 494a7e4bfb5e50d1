namespace KubeApi.Client.Workloads;

/// <summary>How far a cluster is with what an object specifies. The names are those of kstatus (sigs.k8s.io/cli-utils).</summary>
public enum ObjectState
{
    /// <summary>The cluster matches the specification: the object is ready.</summary>
    Current,

    /// <summary>The cluster is working on it.</summary>
    InProgress,

    /// <summary>The specification was not met, and is not expected to be met without a change.</summary>
    Failed,

    /// <summary>The object is being deleted.</summary>
    Terminating,

    /// <summary>There is no such object.</summary>
    NotFound,
}
