namespace KubeApi.Client.Workloads;

/// <summary>A step of the eviction of a pod.</summary>
/// <param name="Pod">The position of the pod in the input.</param>
/// <param name="State">How far it is.</param>
/// <param name="Reason">Why the server does not allow it; empty otherwise.</param>
/// <param name="Failure">The exception of a failed eviction; null otherwise.</param>
public readonly record struct EvictionStep(int Pod, EvictionState State, string Reason = "", Exception? Failure = null);
