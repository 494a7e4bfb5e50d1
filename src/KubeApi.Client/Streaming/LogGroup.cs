using KubeApi.Client.Http;

namespace KubeApi.Client.Streaming;

/// <summary>Pods whose logs are followed together: one pod by its name, or those of a selector, which may change.</summary>
/// <param name="Client">The client of the server.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Owner">The caller's identification of the server.</param>
/// <param name="Containers">The names of the containers of a pod to follow. Throws where the pod has not got them.</param>
public sealed record LogGroup(ApiClient Client, string Namespace, object Owner, Func<PodState, IReadOnlyList<string>> Containers)
{
    /// <summary>The name of the one pod; null for those of the selector.</summary>
    public string? Pod { get; init; }

    /// <summary>The label selector; null for the one pod.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>The pods that existed before: the options apply to them. The log of a later pod is read from its beginning.</summary>
    public IReadOnlyCollection<string> KnownUids { get; init; } = [];

    /// <summary>Whether the group ends when all pods that exist have finished. A workload that replaces its pods does not.</summary>
    public bool EndsWithPods { get; init; } = true;
}
