using System.Text.Json.Nodes;

namespace KubeApi.Client.Workloads;

/// <summary>One revision of a workload.</summary>
/// <param name="Number">The number; the highest is the newest.</param>
/// <param name="Source">The ReplicaSet or ControllerRevision that stores it.</param>
/// <param name="Template">Its pod template, without the additions of controllers (<see cref="PodTemplate.Clean"/>).</param>
/// <param name="ChangeCause">The annotation <c>kubernetes.io/change-cause</c>; null for none.</param>
/// <param name="IsCurrent">Whether it is the workload's current template.</param>
public sealed record Revision(long Number, JsonObject Source, JsonObject Template, string? ChangeCause, bool IsCurrent);
