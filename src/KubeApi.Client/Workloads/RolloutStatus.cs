using System.Text.Json.Nodes;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>The status of a rollout with kubectl's messages (polymorphichelpers/rollout_status.go).</summary>
/// <param name="State">The state.</param>
/// <param name="Message">The message.</param>
public sealed record RolloutStatus(RolloutState State, string Message)
{
    private static readonly RolloutStatus s_unknown = new(RolloutState.Unknown, "rollout status is only available for RollingUpdate strategy type");

    /// <summary>The status of a Deployment, StatefulSet or DaemonSet. Pure.</summary>
    /// <exception cref="ArgumentException">The workload has another kind.</exception>
    public static RolloutStatus Of(string kind, JsonObject workload) => kind switch
    {
        "Deployment" => OfDeployment(workload),
        "StatefulSet" => OfStatefulSet(workload),
        "DaemonSet" => OfDaemonSet(workload),
        _ => throw new ArgumentException($"A {kind} has no rollout.", nameof(kind)),
    };

    private static RolloutStatus OfDeployment(JsonObject o)
    {
        var (status, name) = (o["status"], o["metadata"].Child("name"));
        if (Number(o["metadata"], "generation") > Number(status, "observedGeneration"))
        {
            return Progressing("Waiting for deployment spec update to be observed...");
        }

        var progress = (status.Child("conditions") as JsonArray ?? []).FirstOrDefault(c => c.Child("type")?.ToString() == "Progressing");
        if (progress.Child("reason")?.ToString() == "ProgressDeadlineExceeded")
        {
            return new(RolloutState.Failed, $"deployment \"{name}\" exceeded its progress deadline");
        }

        var (all, updated, available) = (Number(status, "replicas"), Number(status, "updatedReplicas"), Number(status, "availableReplicas"));
        var waiting = $"Waiting for deployment \"{name}\" rollout to finish:";
        return o["spec"].Child("replicas") is not null && updated < Number(o["spec"], "replicas")
                ? Progressing($"{waiting} {updated} out of {Number(o["spec"], "replicas")} new replicas have been updated...")
            : all > updated ? Progressing($"{waiting} {all - updated} old replicas are pending termination...")
            : available < updated ? Progressing($"{waiting} {available} of {updated} updated replicas are available...")
            : Complete($"deployment \"{name}\" successfully rolled out");
    }

    private static RolloutStatus OfDaemonSet(JsonObject o)
    {
        var (status, name) = (o["status"], o["metadata"].Child("name"));
        if (!IsRolling(o))
        {
            return s_unknown;
        }

        if (Number(o["metadata"], "generation") > Number(status, "observedGeneration"))
        {
            return Progressing("Waiting for daemon set spec update to be observed...");
        }

        var (wanted, updated, available) = (
            Number(status, "desiredNumberScheduled"), Number(status, "updatedNumberScheduled"), Number(status, "numberAvailable"));
        var waiting = $"Waiting for daemon set \"{name}\" rollout to finish:";
        return updated < wanted ? Progressing($"{waiting} {updated} out of {wanted} new pods have been updated...")
            : available < wanted ? Progressing($"{waiting} {available} of {wanted} updated pods are available...")
            : Complete($"daemon set \"{name}\" successfully rolled out");
    }

    private static RolloutStatus OfStatefulSet(JsonObject o)
    {
        var (status, spec) = (o["status"], o["spec"]);
        if (!IsRolling(o))
        {
            return s_unknown;
        }

        if (Number(status, "observedGeneration") is var observed && (observed == 0 || Number(o["metadata"], "generation") > observed))
        {
            return Progressing("Waiting for statefulset spec update to be observed...");
        }

        var (wanted, updated) = (spec.Child("replicas") is null ? 0 : Number(spec, "replicas"), Number(status, "updatedReplicas"));
        if (Number(status, "readyReplicas") is var ready && ready < wanted)
        {
            return Progressing($"Waiting for {wanted - ready} pods to be ready...");
        }

        if (spec.Child("updateStrategy").Child("rollingUpdate") is JsonObject rolling)
        {
            var isPartitioned = spec.Child("replicas") is not null && rolling["partition"] is not null;
            return isPartitioned && updated < wanted - Number(rolling, "partition")
                ? Progressing(
                    $"Waiting for partitioned roll out to finish: {updated} out of {wanted - Number(rolling, "partition")} new pods have been updated...")
                : Complete($"partitioned roll out complete: {updated} new pods have been updated...");
        }

        return status.Child("updateRevision")?.ToString() != status.Child("currentRevision")?.ToString()
            ? Progressing($"waiting for statefulset rolling update to complete {updated} pods at revision {status.Child("updateRevision")}...")
            : Complete($"statefulset rolling update complete {Number(status, "currentReplicas")} pods at revision {status.Child("currentRevision")}...");
    }

    private static RolloutStatus Progressing(string message) => new(RolloutState.Progressing, message);

    private static RolloutStatus Complete(string message) => new(RolloutState.Complete, message);

    private static bool IsRolling(JsonObject o) => o["spec"].Child("updateStrategy").Child("type")?.ToString() == "RollingUpdate";

    // A missing number is 0, as in kubectl.
    private static long Number(JsonNode? o, string name) => o.Number(name) ?? 0;
}
