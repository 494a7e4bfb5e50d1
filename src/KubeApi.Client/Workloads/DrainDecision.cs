namespace KubeApi.Client.Workloads;

/// <summary>The decision of a drain about a pod.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Name">The pod's name.</param>
/// <param name="Uid">The pod's uid.</param>
/// <param name="Stays">Whether the pod stays on the node, as on any drained node: a static pod, or one of a DaemonSet that is ignored.</param>
/// <param name="Obstacles">The reasons why the pod must not be evicted; none for a pod that stays or is evicted.</param>
public readonly record struct DrainDecision(string Namespace, string Name, string Uid, bool Stays, DrainObstacles Obstacles);
