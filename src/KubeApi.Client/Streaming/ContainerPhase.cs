namespace KubeApi.Client.Streaming;

/// <summary>The current state of a container.</summary>
public enum ContainerPhase
{
    /// <summary>It waits to be started, for the first time or again; or nothing is known of it yet.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has ended.</summary>
    Terminated,
}
