namespace KubeApi.Client.Streaming;

/// <summary>The place to which the next connection of a port-forward leads.</summary>
/// <param name="Pod">The name of the pod.</param>
/// <param name="Uid">The uid of the pod.</param>
/// <param name="Port">The number of the pod's port.</param>
/// <param name="ShownPort">The number of the port as the target shows it: of a service, that of the service.</param>
/// <param name="IsReplaced">Whether another pod follows this one: in a workload, in a service, and under the same name in a StatefulSet.</param>
public sealed record PortForwardPlace(string Pod, string Uid, int Port, int ShownPort, bool IsReplaced);
