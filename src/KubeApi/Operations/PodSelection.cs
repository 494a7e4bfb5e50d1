using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>The pods that one target of a command selects.</summary>
/// <param name="Session">The session.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Text">The target as the user wrote it, or a description: <c>deployment/web</c>.</param>
internal sealed record PodSelection(KubeApiSession Session, string Namespace, string Text)
{
    /// <summary>The name of a single pod; null for the pods of the selector.</summary>
    public string? Pod { get; init; }

    /// <summary>The uid that the pod must have; null for any pod of that name.</summary>
    public string? Uid { get; init; }

    /// <summary>The label selector; null for a single pod.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Whether the pods belong to a workload or a service, whose newest ready pod is selected.</summary>
    public bool IsWorkload { get; init; }

    /// <summary>The name of the service; null for others.</summary>
    public string? Service { get; init; }

    /// <summary>Whether pods that have finished are replaced by others, as those of a Deployment are.</summary>
    public bool IsReplaced { get; init; }
}
