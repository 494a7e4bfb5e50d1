namespace KubeApi.Sandbox.Streams;

/// <summary>A connection to a port of a pod, as its container sees it.</summary>
/// <param name="Content">The data from and to the client. The connection ends with the handler.</param>
public sealed record ContainerConnection(string Namespace, string Pod, int Port, Stream Content);
