using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Workloads;

/// <summary>A pod, with the state that its controller needs.</summary>
/// <param name="Value">The object, with kind and apiVersion.</param>
internal sealed record PodState(StoredObject Stored, JsonObject Value)
{
    public string Name => Stored.Name;

    public string Phase { get; } = Value.StringAt("status.phase") ?? "Pending";

    public string Node { get; } = Value.StringAt("spec.nodeName") ?? "";

    public bool IsTerminating { get; } = Value.At("metadata.deletionTimestamp") is not null;

    public bool IsFinished => Phase is "Succeeded" or "Failed";

    /// <summary>Neither finished nor terminating.</summary>
    public bool IsActive => !IsFinished && !IsTerminating;

    public bool IsReady { get; } = Conditions.IsTrue(Value, "Ready");

    public string? Hash(string label) => Stored.Labels.GetValueOrDefault(label);

    /// <summary>The time from which it is available, minReadySeconds after it became ready. Null while it is not ready.</summary>
    public DateTimeOffset? AvailableAt(long minReadySeconds) => IsReady
        ? (Conditions.Find(Value, "Ready")!.TimeAt("lastTransitionTime") ?? Value.TimeAt("metadata.creationTimestamp"))?.AddSeconds(minReadySeconds)
        : null;

    public bool IsAvailable(long minReadySeconds, DateTimeOffset now) => minReadySeconds == 0 ? IsReady : AvailableAt(minReadySeconds) <= now;
}
