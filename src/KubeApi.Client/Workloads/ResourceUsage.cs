namespace KubeApi.Client.Workloads;

/// <summary>What a pod, a container of it, or a node uses, beside what it may use.</summary>
/// <param name="Namespace">The namespace; empty for a node.</param>
/// <param name="Name">The name of the pod or node.</param>
/// <param name="Container">The container; empty for the whole pod, and for a node.</param>
/// <param name="Used">The amounts that are used.</param>
/// <param name="Requests">The requested amounts; none where nothing is requested.</param>
/// <param name="Limits">The limits; none where a container has none.</param>
/// <param name="Allocatable">What a node offers to pods; none for a pod.</param>
/// <param name="Time">When it was measured; null if unknown.</param>
public sealed record ResourceUsage(
    string Namespace, string Name, string Container, ResourceAmounts Used, ResourceAmounts Requests, ResourceAmounts Limits, ResourceAmounts Allocatable,
    DateTimeOffset? Time);
