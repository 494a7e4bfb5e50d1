using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Workloads;

namespace KubeApi.Output;

/// <summary>One revision of a workload, and its changes.</summary>
public sealed class RolloutRevision
{
    internal RolloutRevision(Revision revision, Revision? before, NameTable names)
    {
        (Revision, IsCurrent, ChangeCause) = (
            revision.Number, revision.IsCurrent, revision.ChangeCause is { } cause ? TerminalText.Clean(cause) : null);
        var metadata = revision.Source["metadata"];
        (Name, CreationTimestamp) = ($"{metadata.Child("name")}", metadata.Child("creationTimestamp")?.ToString());
        Template = JsonValue.Of(revision.Template, names);
        // Arrays, which PowerShell can index.
        Images = TerminalText.Clean(PodTemplate.Images(revision.Template));
        Changes = before is null
            ? Array.Empty<RolloutChange>()
            : TemplateChange.Between(before.Template, revision.Template).Select(c => new RolloutChange(c, names)).ToArray();
    }

    /// <summary>Its number.</summary>
    public long Revision { get; }

    /// <summary>Whether it is the workload's current template.</summary>
    public bool IsCurrent { get; }

    /// <summary>The annotation <c>kubernetes.io/change-cause</c>; null for none.</summary>
    public string? ChangeCause { get; }

    /// <summary>The images of its containers.</summary>
    public IReadOnlyList<string> Images { get; }

    /// <summary>The changes of the pod template since the previous revision.</summary>
    public IReadOnlyList<RolloutChange> Changes { get; }

    /// <summary>The ReplicaSet or ControllerRevision that stores it.</summary>
    public string Name { get; }

    /// <summary>
    /// The creation time of that object, in the API's format: <c>2026-11-23T19:44:40Z</c>. It is that of the first rollout: an undo makes an old object the
    /// newest revision.
    /// </summary>
    public string? CreationTimestamp { get; }

    /// <summary>The pod template, without the labels that controllers added.</summary>
    public object? Template { get; }

    /// <summary>The number.</summary>
    public override string ToString() => $"{Revision}";
}
