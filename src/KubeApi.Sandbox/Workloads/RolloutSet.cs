using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Workloads;

/// <summary>A ReplicaSet of a Deployment.</summary>
/// <param name="Value">The object, with kind and apiVersion.</param>
internal sealed record RolloutSet(StoredObject Stored, JsonObject Value)
{
    public string Name => Stored.Name;

    public string Created { get; } = Value.StringAt("metadata.creationTimestamp") ?? "";

    public long Revision { get; } = long.TryParse(
        (Value.At("metadata.annotations") as JsonObject)?[DeploymentController.Revision]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture,
        out var revision) ? revision : 0;

    /// <summary>spec.replicas.</summary>
    public long Replicas { get; } = Value.IntegerAt("spec.replicas") ?? 1;

    public long Actual { get; } = Value.IntegerAt("status.replicas") ?? 0;

    public long Ready { get; } = Value.IntegerAt("status.readyReplicas") ?? 0;

    public long Available { get; } = Value.IntegerAt("status.availableReplicas") ?? 0;

    public long Terminating { get; } = Value.IntegerAt("status.terminatingReplicas") ?? 0;
}
