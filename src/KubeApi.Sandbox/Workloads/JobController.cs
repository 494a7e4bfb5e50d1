using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;

namespace KubeApi.Sandbox.Workloads;

/// <summary>Runs the pods of a Job until enough have succeeded, too many have failed, or its deadline has passed.</summary>
internal sealed class JobController(ControllerServices services)
    : Reconciler(services, services.Catalog.Find("batch", "v1", "jobs")!, "job-controller")
{
    // Keeps a pod until the status of the Job counts it.
    private const string Finalizer = "batch.kubernetes.io/job-tracking";

    /// <summary>When a job was complete or had failed; null before.</summary>
    public static DateTimeOffset? FinishedAt(JsonObject job) => (Conditions.Find(job, "Complete") ?? Conditions.Find(job, "Failed"))
        ?.TimeAt("lastTransitionTime");

    protected override void Forget(ObjectPlace place) => ReleaseAll(place.Namespace, place.Name, uid: null);

    protected override void Reconcile(StoredObject stored, JsonObject job)
    {
        ReleaseAll(stored.Namespace, stored.Name, stored.Uid);
        if (FinishedAt(job) is { } finished)
        {
            Expire(stored, job, finished);
            return;
        }

        var status = job.Child("status");
        var isSuspended = job.IsTrueAt("spec.suspend");
        Suspend(job, isSuspended);
        status["startTime"] ??= isSuspended ? null : Clock.Now;
        var pods = Owned.PodsOf(stored);
        var counted = pods.Where(pod => pod.IsFinished && Finalizers.Of(pod.Stored).Contains(Finalizer)).ToList();
        status["succeeded"] = (status.IntegerAt("succeeded") ?? 0) + counted.Count(pod => pod.Phase == "Succeeded");
        status["failed"] = (status.IntegerAt("failed") ?? 0) + counted.Count(pod => pod.Phase == "Failed");
        var active = pods.Where(pod => pod.IsActive).ToList();
        if (OutcomeOf(stored, job, pods, active) is var (isFailed, reason, message))
        {
            active.ForEach(pod => Owned.DeletePod(job, pod));
            Finish(job, isFailed, reason, message);
            Writer.RecordEvent(job, isFailed ? "Warning" : "Normal", isFailed ? reason : "Completed", isFailed ? message : "Job completed");
        }
        else if (isSuspended)
        {
            active.ForEach(pod => Owned.DeletePod(job, pod));
        }
        else
        {
            Start(stored, job, pods, active);
        }

        Report(stored, job);
        counted.ForEach(pod => Release(pod.Stored));
    }

    // Null while the Job runs.
    private (bool IsFailed, string Reason, string Message)? OutcomeOf(StoredObject stored, JsonObject job, List<PodState> pods, List<PodState> active)
    {
        // With OnFailure, restarts count as failures.
        var restarts = job.StringAt("spec.template.spec.restartPolicy") != "OnFailure" ? 0 : active
            .SelectMany(pod => pod.Value.ObjectsAt("status.containerStatuses")).Sum(container => container.IntegerAt("restartCount") ?? 0);
        if (job.IntegerAt("status.failed") + restarts > (job.IntegerAt("spec.backoffLimit") ?? 6))
        {
            return (true, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }

        if (job.TimeAt("status.startTime") + job.SecondsAt("spec.activeDeadlineSeconds") is { } deadline)
        {
            if (deadline <= Now)
            {
                return (true, "DeadlineExceeded", "Job was active longer than specified deadline");
            }

            EnqueueAt(deadline, stored);
        }

        // Without completions, one success means that the work queue is empty.
        var succeeded = job.IntegerAt("status.succeeded");
        var isComplete = job.IntegerAt("spec.completions") is { } wanted ? succeeded >= wanted : succeeded > 0 && !pods.Exists(pod => !pod.IsFinished);
        return isComplete ? (false, "CompletionsReached", "Reached expected number of succeeded pods") : null;
    }

    private void Finish(JsonObject job, bool isFailed, string reason, string message)
    {
        Set(job, isFailed ? "FailureTarget" : "SuccessCriteriaMet", "True", reason, message);
        Set(job, isFailed ? "Failed" : "Complete", "True", reason, message);
        job.Child("status")["completionTime"] = isFailed ? null : Clock.Now;
    }

    private void Start(StoredObject stored, JsonObject job, List<PodState> pods, List<PodState> active)
    {
        var failed = job.IntegerAt("status.failed") ?? 0;
        var last = pods.Where(pod => pod.Phase == "Failed").SelectMany(pod => pod.Value.ObjectsAt("status.containerStatuses"))
            .Max(container => container.TimeAt("state.terminated.finishedAt"));
        // The back-off after failures doubles each time.
        if (failed > 0 && active.Count == 0 && last?.AddSeconds(10 * Math.Pow(2, Math.Min(failed, 6) - 1)) is { } next && next > Now)
        {
            EnqueueAt(next, stored);
            return;
        }

        var parallel = job.IntegerAt("spec.parallelism") ?? 1;
        var succeeded = job.IntegerAt("status.succeeded") ?? 0;
        var wanted = job.IntegerAt("spec.completions") is { } completions ? Math.Min(parallel, completions - succeeded) : succeeded > 0 ? 0 : parallel;
        for (var missing = wanted - active.Count; missing > 0; missing--)
        {
            if (!Owned.CreatePod(
                stored, job, (JsonObject)job.At("spec.template")!, null, pod => pod.Child("metadata")["finalizers"] = new JsonArray(Finalizer)))
            {
                return;
            }
        }

        active.Take((int)Math.Max(0, active.Count - parallel)).ToList().ForEach(pod => Owned.DeletePod(job, pod));
    }

    private void Suspend(JsonObject job, bool isSuspended)
    {
        if (isSuspended != Conditions.IsTrue(job, "Suspended"))
        {
            job.Child("status").Remove("startTime");
            var (status, reason, message) = isSuspended ? ("True", "JobSuspended", "Job suspended") : ("False", "JobResumed", "Job resumed");
            Set(job, "Suspended", status, reason, message);
            Writer.RecordEvent(job, "Normal", isSuspended ? "Suspended" : "Resumed", message);
        }
    }

    private void Report(StoredObject stored, JsonObject job)
    {
        var pods = Owned.PodsOf(stored);
        var status = job.Child("status");
        status["active"] = pods.Count(pod => pod.IsActive);
        status["ready"] = pods.Count(pod => pod.IsActive && pod.IsReady);
        status["terminating"] = pods.Count(pod => pod.IsTerminating && !pod.IsFinished);
        status["uncountedTerminatedPods"] = new JsonObject();
        Writer.ModifyStatus(Type, stored, value => value["status"] = status.DeepClone());
    }

    // No Job counts these pods any longer.
    private void ReleaseAll(string @namespace, string name, string? uid)
    {
        foreach (var pod in Store.Snapshot(Catalog.Pods).In(@namespace).Where(pod => Finalizers.Of(pod).Contains(Finalizer)
            && OwnedObjects.ControllerOf(pod) is { } owner && owner.StringAt("name") == name && owner.StringAt("uid") != uid).ToList())
        {
            Release(pod);
        }
    }

    private void Release(StoredObject pod) => Writer.Modify(Catalog.Pods, pod, value => value.Child("metadata")["finalizers"] = new JsonArray(
        [.. Finalizers.Of(value).Where(finalizer => finalizer != Finalizer).Select(finalizer => JsonValue.Create(finalizer))]));

    private void Expire(StoredObject stored, JsonObject job, DateTimeOffset finished)
    {
        var end = finished + job.SecondsAt("spec.ttlSecondsAfterFinished");
        if (end > Now)
        {
            EnqueueAt(end.Value, stored);
        }
        else if (end is not null)
        {
            Writer.Delete(Type, stored);
        }
    }

    private void Set(JsonObject job, string type, string status, string reason, string message)
    {
        Conditions.Set(job, Clock.Now, type, status, reason, message);
        Conditions.Find(job, type)!["lastProbeTime"] = Clock.Now;
    }
}
