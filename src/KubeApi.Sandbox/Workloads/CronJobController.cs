using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Workloads;

/// <summary>Creates the Jobs of a CronJob on schedule.</summary>
internal sealed class CronJobController(ControllerServices services)
    : Reconciler(services, services.Catalog.Find("batch", "v1", "cronjobs")!, "cronjob-controller")
{
    // A real controller stops counting missed schedules here.
    private const int MostMissed = 100;

    private readonly ResourceType _jobs = services.Catalog.Find("batch", "v1", "jobs")!;

    protected override void ObserveDependent(StoreChange change)
    {
        if (change.Type == _jobs)
        {
            EnqueueOwner(change);
        }
    }

    protected override void Reconcile(StoredObject stored, JsonObject cron)
    {
        Follow(stored, cron);
        CleanUp(stored, cron, "Complete", cron.IntegerAt("spec.successfulJobsHistoryLimit") ?? 3);
        CleanUp(stored, cron, "Failed", cron.IntegerAt("spec.failedJobsHistoryLimit") ?? 1);
        if (cron.IsTrueAt("spec.suspend"))
        {
            return;
        }

        if (Due(cron) is { } due)
        {
            Start(stored, cron, due);
        }

        if (Next(cron, Now) is { } next)
        {
            EnqueueAt(next, stored);
        }
    }

    // The latest missed schedule; null for none.
    private DateTimeOffset? Due(JsonObject cron)
    {
        var since = cron.TimeAt("status.lastScheduleTime") ?? cron.TimeAt("metadata.creationTimestamp")!.Value;
        if (Now - cron.SecondsAt("spec.startingDeadlineSeconds") is { } earliest && earliest > since)
        {
            since = earliest;
        }

        DateTimeOffset? due = null;
        for (var (next, missed) = (Next(cron, since), 0); next <= Now && missed < MostMissed; next = Next(cron, next.Value), missed++)
        {
            due = next;
        }

        return due;
    }

    private void Start(StoredObject stored, JsonObject cron, DateTimeOffset time)
    {
        var active = Jobs(stored).Where(job => JobController.FinishedAt(job.Value) is null).ToList();
        var policy = cron.StringAt("spec.concurrencyPolicy");
        if (active.Count > 0 && policy == "Forbid")
        {
            Writer.RecordEvent(
                cron, "Normal", "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid");
            return;
        }

        active.Where(_ => policy == "Replace").ToList().ForEach(job => Delete(cron, job.Stored));
        var metadata = cron.At("spec.jobTemplate.metadata")?.DeepClone() as JsonObject ?? [];
        metadata["name"] = string.Create(CultureInfo.InvariantCulture, $"{stored.Name}-{time.ToUnixTimeSeconds() / 60}");
        metadata["namespace"] = stored.Namespace;
        metadata.Child("annotations")["batch.kubernetes.io/cronjob-scheduled-timestamp"] = SandboxClock.Timestamp(time);
        metadata["ownerReferences"] = new JsonArray(OwnedObjects.Reference(cron));
        try
        {
            var created = Writer.Create(_jobs, new JsonObject { ["metadata"] = metadata, ["spec"] = cron.At("spec.jobTemplate.spec")?.DeepClone() });
            Writer.RecordEvent(cron, "Normal", "SuccessfulCreate", $"Created job {created.Name}");
        }
        catch (StatusException exception)
        {
            Writer.RecordEvent(cron, "Warning", "FailedCreate", $"Error creating job: {exception.Message}");
        }

        Writer.ModifyStatus(Type, stored, value => value.Child("status")["lastScheduleTime"] = SandboxClock.Timestamp(time));
        Follow(stored, cron);
    }

    private static DateTimeOffset? Next(JsonObject cron, DateTimeOffset after) => CronSchedule.Next(
        cron.StringAt("spec.schedule") ?? "", after,
        TimeZoneInfo.TryFindSystemTimeZoneById(cron.StringAt("spec.timeZone") ?? "", out var zone) ? zone : TimeZoneInfo.Utc);

    private List<(StoredObject Stored, JsonObject Value)> Jobs(StoredObject cron) =>
        [.. Owned.Of(_jobs, cron).Where(job => !job.IsTerminating).Select(job => (job, Updater.WithKind(_jobs, job)))];

    // Updates the list of active Jobs, and records completed ones.
    private void Follow(StoredObject stored, JsonObject cron)
    {
        var jobs = Jobs(stored);
        var known = cron.ObjectsAt("status.active").Select(reference => reference.StringAt("uid")).ToList();
        foreach (var (job, value) in jobs.Where(job => known.Contains(job.Stored.Uid) && JobController.FinishedAt(job.Value) is not null))
        {
            var condition = Conditions.Find(value, "Complete") is not null ? "Complete" : "Failed";
            Writer.RecordEvent(cron, "Normal", "SawCompletedJob", $"Saw completed job: {job.Name}, condition: {condition}");
        }

        Writer.ModifyStatus(Type, stored, value =>
        {
            var status = value.Child("status");
            status["active"] = new JsonArray([.. jobs.Where(job => JobController.FinishedAt(job.Value) is null).Select(job => new JsonObject
            {
                ["kind"] = "Job", ["namespace"] = job.Stored.Namespace, ["name"] = job.Stored.Name, ["uid"] = job.Stored.Uid,
                ["apiVersion"] = _jobs.ApiVersion, ["resourceVersion"] = job.Value.StringAt("metadata.resourceVersion"),
            })]);
            status["lastSuccessfulTime"] = jobs.Select(job => job.Value.StringAt("status.completionTime")).Append(status.StringAt("lastSuccessfulTime"))
                .Max(StringComparer.Ordinal);
        });
    }

    private void CleanUp(StoredObject stored, JsonObject cron, string condition, long limit)
    {
        var ended = Jobs(stored).Where(job => Conditions.IsTrue(job.Value, condition))
            .OrderBy(job => job.Value.StringAt("status.startTime"), StringComparer.Ordinal);
        ended.SkipLast((int)limit).ToList().ForEach(job => Delete(cron, job.Stored));
    }

    private void Delete(JsonObject cron, StoredObject job)
    {
        Writer.Delete(_jobs, job);
        Writer.RecordEvent(cron, "Normal", "SuccessfulDelete", $"Deleted job {job.Name}");
    }
}
