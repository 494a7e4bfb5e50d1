using KubeApi.Client.Json;
using KubeApi.Client.Workloads;

namespace KubeApi.Output;

/// <summary>One revision of a workload, and what it changed.</summary>
public sealed class RolloutRevision
{
    internal RolloutRevision(Revision revision, Revision? before, NameTable names)
    {
        (Revision, IsCurrent, ChangeCause) = (revision.Number, revision.IsCurrent, revision.ChangeCause);
        var metadata = revision.Source["metadata"];
        (Name, CreationTimestamp) = ($"{metadata?["name"]}", metadata?["creationTimestamp"]?.ToString());
        Template = JsonValue.Parse(new JsonSource(JsonNodes.Write(revision.Template), names, ShowManagedFields: true), 0);
        // Arrays, for PowerShell's index.
        Images = PodTemplate.Images(revision.Template).ToArray();
        Changes = before is null
            ? Array.Empty<RolloutChange>()
            : TemplateChange.Between(before.Template, revision.Template).Select(c => new RolloutChange(c, names)).ToArray();
    }

    /// <summary>Its number.</summary>
    public long Revision { get; }

    /// <summary>Whether it is what the workload's template says now.</summary>
    public bool IsCurrent { get; }

    /// <summary>Why, if somebody noted it in the annotation <c>kubernetes.io/change-cause</c>; else null.</summary>
    public string? ChangeCause { get; }

    /// <summary>The images of its containers.</summary>
    public IReadOnlyList<string> Images { get; }

    /// <summary>What differs from the revision before: in the pod template.</summary>
    public IReadOnlyList<RolloutChange> Changes { get; }

    /// <summary>The ReplicaSet or ControllerRevision that holds it.</summary>
    public string Name { get; }

    /// <summary>When that was made, as the API writes it: <c>2026-11-23T19:44:40Z</c>.</summary>
    public string? CreationTimestamp { get; }

    /// <summary>The pod template, without what controllers added.</summary>
    public object? Template { get; }

    /// <summary>The number.</summary>
    public override string ToString() => $"{Revision}";
}
