namespace KubeApi.Client.Workloads;

/// <summary>The usage of a pod, a container or a node, with its requests and limits.</summary>
/// <param name="Namespace">The namespace; empty for a node.</param>
/// <param name="Name">The name of the pod or node.</param>
/// <param name="Container">The container; empty for the whole pod, and for a node.</param>
/// <param name="Used">The amounts that are used.</param>
/// <param name="Requests">The requested amounts.</param>
/// <param name="Limits">The limits; none if a container has none.</param>
/// <param name="Allocatable">The allocatable amounts of a node; none for a pod.</param>
/// <param name="Time">The time of the measurement; null if unknown.</param>
public sealed record ResourceUsage(
    string Namespace, string Name, string Container, ResourceAmounts Used, ResourceAmounts Requests, ResourceAmounts Limits, ResourceAmounts Allocatable,
    DateTimeOffset? Time);
