using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;

namespace KubeApi.Operations;

/// <summary>Which logs of a pod to read, and how much of them.</summary>
/// <param name="Options">The options of the request.</param>
/// <param name="Containers">The names of the containers; none for the default one.</param>
/// <param name="AllContainers">Whether to read all containers.</param>
/// <param name="LimitBytes">The number of bytes of each log; null for all.</param>
internal sealed record LogSettings(LogOptions Options, string[] Containers, bool AllContainers, long? LimitBytes)
{
    /// <summary>Whether to read the default container of each pod.</summary>
    public bool UsesDefault => !AllContainers && Containers.Length == 0;

    /// <summary>The names of the containers of a pod whose logs are read.</summary>
    /// <exception cref="Client.Errors.KubeApiException">The pod has not got one of them.</exception>
    public IReadOnlyList<string> ContainersOf(PodState pod) =>
        AllContainers ? [.. pod.Containers.Select(c => c.Name)]
        : Containers.Length > 0 ? [.. Containers.Select(name => pod.Container(name).Name).Distinct()]
        : [pod.Default.Name];
}
