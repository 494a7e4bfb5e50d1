namespace KubeApi.Client.Workloads;

/// <summary>The state of a cluster relative to an object's specification. The names are those of kstatus (sigs.k8s.io/cli-utils).</summary>
public enum ObjectState
{
    /// <summary>The cluster matches the specification: the object is ready.</summary>
    Current,

    /// <summary>The cluster is working on it.</summary>
    InProgress,

    /// <summary>The specification is not met, and is not expected to be met without a change.</summary>
    Failed,

    /// <summary>The object is being deleted.</summary>
    Terminating,

    /// <summary>The object does not exist.</summary>
    NotFound,
}
