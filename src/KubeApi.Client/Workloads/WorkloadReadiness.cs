using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using static KubeApi.Client.Workloads.StatusFields;

namespace KubeApi.Client.Workloads;

/// <summary>The rules of the kinds that run containers.</summary>
internal static class WorkloadReadiness
{
    // The scheduler may need a moment, or a node may be joining.
    private static readonly TimeSpan s_schedulingTimeout = TimeSpan.FromSeconds(15);

    // A container may need a few attempts until its database runs. CrashLoopBackOff, which is decisive, follows the second failure; a container
    // that is seen only between two runs, with the reason Error, has no such sign, so it has more attempts.
    private const int MostRestarts = 3;

    // After a run as long as this, the kubelet starts to count anew: a failure then is the first one.
    private static readonly TimeSpan s_settled = TimeSpan.FromMinutes(10);

    public static ObjectStatus Deployment(JsonElement o, IReadOnlyList<Condition> conditions)
    {
        var progressing = Find(conditions, "Progressing");
        if (progressing?.Reason == "ProgressDeadlineExceeded")
        {
            return ObjectStatus.Failed("ProgressDeadlineExceeded", Or(progressing.Value.Message, "Progress deadline exceeded"));
        }

        var wanted = Count(o, "spec", "replicas") ?? 1;
        var (replicas, updated) = (Status(o, "replicas"), Status(o, "updatedReplicas"));
        // Without a deadline, the controller sets no condition Progressing.
        var hasDeadline = Count(o, "spec", "progressDeadlineSeconds") is { } deadline && deadline != int.MaxValue;
        return Fewer("LessReplicas", "Replicas", replicas, wanted)
            ?? Fewer("LessUpdated", "Updated", updated, wanted)
            ?? More(replicas, wanted)
            ?? Fewer("LessAvailable", "Available", Status(o, "availableReplicas"), updated)
            ?? Fewer("LessReady", "Ready", Status(o, "readyReplicas"), wanted)
            ?? (hasDeadline && progressing is not { IsTrue: true, Reason: "NewReplicaSetAvailable" }
                ? ObjectStatus.Waiting("ReplicaSetNotAvailable", "ReplicaSet not available") : null)
            ?? (Find(conditions, "Available") is not { IsTrue: true }
                ? ObjectStatus.Waiting("DeploymentNotAvailable", "Deployment not available") : null)
            ?? ObjectStatus.Ready($"Deployment is available. Replicas: {replicas}");
    }

    public static ObjectStatus StatefulSet(JsonElement o)
    {
        var strategy = o.Child("spec").Child("updateStrategy");
        if (strategy.Text("type") == "OnDelete")
        {
            return ObjectStatus.Ready("StatefulSet uses the update strategy OnDelete");
        }

        var wanted = Count(o, "spec", "replicas") ?? 1;
        var (replicas, updated) = (Status(o, "replicas"), Status(o, "updatedReplicas"));
        var unmet = Fewer("LessReplicas", "Replicas", replicas, wanted)
            ?? Fewer("LessReady", "Ready", Status(o, "readyReplicas"), wanted)
            ?? More(replicas, wanted);
        if (unmet is not null)
        {
            return unmet;
        }

        if (Count(strategy, "rollingUpdate", "partition") is { } partition)
        {
            return Fewer("PartitionRollout", "Updated", updated, wanted - partition)
                ?? ObjectStatus.Ready($"Partition rollout complete. Updated: {updated}");
        }

        return Fewer("LessCurrent", "Current", Status(o, "currentReplicas"), wanted)
            ?? (o.Child("status").Text("currentRevision") != o.Child("status").Text("updateRevision")
                ? ObjectStatus.Waiting("RevisionMismatch", "Waiting for updated revision to match current")
                : ObjectStatus.Ready($"All replicas scheduled as expected. Replicas: {replicas}"));
    }

    public static ObjectStatus DaemonSet(JsonElement o)
    {
        if (Count(o, "metadata", "generation") is null || Count(o, "status", "observedGeneration") is null)
        {
            return ObjectStatus.Waiting("NoObservedGeneration", "The controller has not observed the DaemonSet yet");
        }

        if (Count(o, "status", "desiredNumberScheduled") is not { } wanted)
        {
            return ObjectStatus.Waiting("NoDesiredNumber", "Missing .status.desiredNumberScheduled");
        }

        return Fewer("LessCurrent", "Current", Status(o, "currentNumberScheduled"), wanted)
            ?? Fewer("LessUpdated", "Updated", Status(o, "updatedNumberScheduled"), wanted)
            ?? Fewer("LessAvailable", "Available", Status(o, "numberAvailable"), wanted)
            ?? Fewer("LessReady", "Ready", Status(o, "numberReady"), wanted)
            ?? ObjectStatus.Ready($"All replicas scheduled as expected. Replicas: {wanted}");
    }

    public static ObjectStatus ReplicaSet(JsonElement o, IReadOnlyList<Condition> conditions)
    {
        if (Find(conditions, "ReplicaFailure") is { IsTrue: true } failure)
        {
            return ObjectStatus.Waiting("ReplicaFailure", Or(failure.Message, "The ReplicaSet cannot create or delete pods"));
        }

        var wanted = Count(o, "spec", "replicas") ?? 1;
        var replicas = Status(o, "replicas");
        return Fewer("LessLabelled", "Labelled", Status(o, "fullyLabeledReplicas"), wanted)
            ?? Fewer("LessAvailable", "Available", Status(o, "availableReplicas"), wanted)
            ?? Fewer("LessReady", "Ready", Status(o, "readyReplicas"), wanted)
            ?? More(replicas, wanted)
            ?? ObjectStatus.Ready($"ReplicaSet is available. Replicas: {replicas}");
    }

    public static ObjectStatus Job(JsonElement o, IReadOnlyList<Condition> conditions)
    {
        var completions = Count(o, "spec", "completions") ?? Count(o, "spec", "parallelism") ?? 1;
        var succeeded = Status(o, "succeeded");
        foreach (var condition in conditions.Where(c => c.IsTrue))
        {
            switch (condition.Type)
            {
                case "Complete":
                    return ObjectStatus.Ready($"Job completed. Succeeded: {succeeded}/{completions}");
                case "Failed":
                    var failed = $"Job failed. Failed: {Status(o, "failed")}/{completions}";
                    return ObjectStatus.Failed(Or(condition.Reason, "JobFailed"), Or(condition.Message, failed));
                case "Suspended":
                    return ObjectStatus.Waiting("JobSuspended", "Job is suspended");
            }
        }

        var counts = $"Succeeded: {succeeded}/{completions}, active: {Status(o, "active")}, failed: {Status(o, "failed")}";
        return o.Child("status").Text("startTime").Length == 0
            ? ObjectStatus.Waiting("JobNotStarted", "Job not started")
            : ObjectStatus.Waiting("JobInProgress", $"Job in progress. {counts}");
    }

    public static ObjectStatus Pod(JsonElement o, IReadOnlyList<Condition> conditions, DateTimeOffset now)
    {
        var status = o.Child("status");
        switch (status.Text("phase"))
        {
            case "Succeeded":
                return ObjectStatus.Ready("Pod has completed successfully");
            case "Failed":
                return ObjectStatus.Failed(Or(status.Text("reason"), "PodFailed"), Or(status.Text("message"), "Pod has completed, but not successfully"));
            case "Running" when Find(conditions, "Ready") is { IsTrue: true }:
                return ObjectStatus.Ready("Pod is ready");
            case "Running" or "Pending" when CrashLooping(status) is { Length: > 0 } crashing:
                return ObjectStatus.Failed("ContainerCrashLooping", $"Containers in CrashLoop state: {crashing}");
            case "Running":
                return ObjectStatus.Waiting("PodRunningNotReady", "Pod is running but is not ready");
            case "Pending" when Find(conditions, "PodScheduled") is { IsFalse: true, Reason: "Unschedulable" } unschedulable:
                return IsOlder(o, now, s_schedulingTimeout)
                    ? ObjectStatus.Failed("PodUnschedulable", Or(unschedulable.Message, "Pod could not be scheduled"))
                    : ObjectStatus.Waiting("PodNotScheduled", "Pod has not been scheduled");
            case "Pending":
                return ObjectStatus.Waiting("PodPending", "Pod is in the Pending phase");
            default:
                return ObjectStatus.Waiting("PodNotObserved", "Pod phase not available");
        }
    }

    // A pod is pending while its init containers run.
    private static string CrashLooping(JsonElement status) => string.Join(
        ',', status.Items("initContainerStatuses").Concat(status.Items("containerStatuses")).Where(IsCrashLooping).Select(c => c.Text("name")));

    private static bool IsCrashLooping(JsonElement container) =>
        container.Child("state").Child("waiting").Text("reason") == "CrashLoopBackOff"
        || (container.Number("restartCount") >= MostRestarts && HasFailedSoon(container.Child("state")) && HasFailedSoon(container.Child("lastState")));

    private static bool HasFailedSoon(JsonElement state) => state.Child("terminated") is { ValueKind: JsonValueKind.Object } run
        && run.Number("exitCode") != 0
        && (UtcTime.Parse(run.Text("startedAt")), UtcTime.Parse(run.Text("finishedAt"))) is ({ } began, { } ended) && ended - began < s_settled;

    private static bool IsOlder(JsonElement o, DateTimeOffset now, TimeSpan age) => now - UtcTime.Parse(o.Child("metadata").Text("creationTimestamp")) > age;
}
