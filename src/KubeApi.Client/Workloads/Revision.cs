using System.Text.Json.Nodes;

namespace KubeApi.Client.Workloads;

/// <summary>One revision of a workload.</summary>
/// <param name="Number">Its number; the highest is the newest.</param>
/// <param name="Source">The ReplicaSet or ControllerRevision that holds it.</param>
/// <param name="Template">Its pod template, without what controllers added (<see cref="PodTemplate.Clean"/>).</param>
/// <param name="ChangeCause">The annotation <c>kubernetes.io/change-cause</c>; null where nobody noted one.</param>
/// <param name="IsCurrent">Whether it is what the workload's own template says now.</param>
public sealed record Revision(long Number, JsonObject Source, JsonObject Template, string? ChangeCause, bool IsCurrent);
