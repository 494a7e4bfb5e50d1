using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;

namespace KubeApi.Sandbox.Workloads;

/// <summary>The status of a Deployment: the numbers of pods, and the conditions Progressing, Available and ReplicaFailure.</summary>
internal sealed class DeploymentStatus(SandboxClock clock, JsonObject deployment, Rollout rollout)
{
    private const string Progressing = "Progressing";
    private const string TimedOut = "ProgressDeadlineExceeded";

    public void Write()
    {
        var before = deployment["status"]?.DeepClone() as JsonObject ?? [];
        var status = deployment.Child("status");
        var available = rollout.All.Sum(set => set.Available);
        status["observedGeneration"] = deployment.IntegerAt("metadata.generation");
        status["replicas"] = rollout.All.Sum(set => set.Actual);
        status["updatedReplicas"] = rollout.New?.Actual ?? 0;
        status["readyReplicas"] = rollout.All.Sum(set => set.Ready);
        status["availableReplicas"] = available;
        status["unavailableReplicas"] = Math.Max(0, rollout.All.Sum(set => set.Replicas) - available);
        status["terminatingReplicas"] = rollout.All.Sum(set => set.Terminating);
        if (available >= rollout.Desired - rollout.Unavailable)
        {
            Set("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.");
        }
        else
        {
            Set("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.");
        }

        Progress(before);
        var failure = rollout.All.Select(set => Conditions.Find(set.Value, "ReplicaFailure")).FirstOrDefault(condition => condition is not null);
        if (failure is not null)
        {
            Set("ReplicaFailure", "True", failure.StringAt("reason")!, failure.StringAt("message")!);
        }
        else
        {
            Conditions.Remove(deployment, "ReplicaFailure");
        }
    }

    /// <summary>The progress deadline; null if the rollout is complete, has failed, or has no deadline.</summary>
    public static DateTimeOffset? Deadline(JsonObject deployment, Rollout rollout) =>
        Conditions.Find(deployment, Progressing) is { } condition
            && condition.StringAt("reason") is not (TimedOut or "NewReplicaSetAvailable" or "DeploymentPaused")
        && deployment.IntegerAt("spec.progressDeadlineSeconds") is { } seconds and < int.MaxValue
            ? condition.TimeAt("lastUpdateTime")!.Value.AddSeconds(seconds)
            : null;

    private void Progress(JsonObject before)
    {
        var known = Conditions.Find(deployment, Progressing);
        if (deployment.IsTrueAt("spec.paused"))
        {
            Set(Progressing, "Unknown", "DeploymentPaused", "Deployment is paused");
            return;
        }

        if (known?.StringAt("reason") == "DeploymentPaused")
        {
            Set(Progressing, "Unknown", "DeploymentResumed", "Deployment is resumed");
        }

        if (rollout.New is not { } current || deployment.IntegerAt("spec.progressDeadlineSeconds") is not < int.MaxValue)
        {
            return;
        }

        var isComplete = current.Actual == rollout.Desired && current.Available == rollout.Desired && rollout.All.Sum(set => set.Actual) == rollout.Desired;
        if (isComplete)
        {
            Set(Progressing, "True", "NewReplicaSetAvailable", $"ReplicaSet \"{current.Name}\" has successfully progressed.");
        }
        else if (known is null)
        {
            Set(Progressing, "True", "NewReplicaSetCreated", $"Created new replica set \"{current.Name}\"");
        }
        else if (HasProgressed(before, current))
        {
            Set(Progressing, "True", "ReplicaSetUpdated", $"ReplicaSet \"{current.Name}\" is progressing.", isNewer: true);
        }
        else if (Deadline(deployment, rollout) <= clock.GetUtcNow())
        {
            Set(Progressing, "False", TimedOut, $"ReplicaSet \"{current.Name}\" has timed out progressing.");
        }
    }

    private bool HasProgressed(JsonObject before, RolloutSet current)
    {
        var updated = before.IntegerAt("updatedReplicas") ?? 0;
        var old = (before.IntegerAt("replicas") ?? 0) - updated;
        return current.Actual > updated || rollout.Old.Sum(set => set.Actual) < old
            || rollout.All.Sum(set => set.Ready) > (before.IntegerAt("readyReplicas") ?? 0)
            || rollout.All.Sum(set => set.Available) > (before.IntegerAt("availableReplicas") ?? 0);
    }

    private void Set(string type, string status, string reason, string message, bool isNewer = false)
    {
        var known = Conditions.Find(deployment, type);
        if (!isNewer && known?.StringAt("status") == status && known.StringAt("reason") == reason && known.StringAt("message") == message)
        {
            return;
        }

        Conditions.Set(deployment, clock.Now, type, status, reason, message);
        Conditions.Find(deployment, type)!["lastUpdateTime"] = clock.Now;
    }
}
