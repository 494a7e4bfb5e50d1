using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Tables;

internal static class JobCells
{
    public static string Status(JsonObject job) =>
        Conditions.IsTrue(job, "Complete") ? "Complete"
        : Conditions.IsTrue(job, "Failed") ? "Failed"
        : job.At("metadata.deletionTimestamp") is not null ? "Terminating"
        : Conditions.IsTrue(job, "Suspended") ? "Suspended"
        : Conditions.IsTrue(job, "FailureTarget") ? "FailureTarget"
        : "Running";

    /// <summary>`1/3`, or `1/1 of 3` for a work queue.</summary>
    public static string Completions(JsonObject job)
    {
        var succeeded = CellFunctions.Number(job.At("status.succeeded"));
        if (job.At("spec.completions") is { } completions)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{succeeded}/{CellFunctions.Number(completions)}");
        }

        var parallelism = CellFunctions.Number(job.At("spec.parallelism"));
        return string.Create(CultureInfo.InvariantCulture, $"{succeeded}/1{(parallelism > 1 ? $" of {parallelism}" : "")}");
    }

    /// <summary>The time from its start to its end or now; empty before it starts.</summary>
    public static string Duration(CellContext context) =>
        CellFunctions.Time(context.Value.At("status.startTime")) is { } start
            ? HumanDuration.Of((CellFunctions.Time(context.Value.At("status.completionTime")) ?? context.Now) - start)
            : "";
}
