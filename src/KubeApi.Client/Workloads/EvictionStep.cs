namespace KubeApi.Client.Workloads;

/// <summary>A step of the eviction of a pod.</summary>
/// <param name="Pod">The position of the pod in the input.</param>
/// <param name="State">The state of the eviction.</param>
/// <param name="Reason">The server's reason for not allowing it; empty otherwise.</param>
/// <param name="Failure">The exception of a failed eviction; null otherwise.</param>
public readonly record struct EvictionStep(int Pod, EvictionState State, string Reason = "", Exception? Failure = null);
