using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Workloads;

/// <summary>Jobs finish, and CronJobs start them on schedule.</summary>
public sealed class JobTests
{
    private const string Jobs = "batch/v1/jobs";
    private const string CronJobs = "batch/v1/cronjobs";

    [Fact]
    public async Task A_job_is_complete_when_its_pods_have_finished()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await CreateAsync(sandbox, "once", "\"completions\":3,\"parallelism\":2,");
        var job = await sandbox.GetAsync(Jobs, "once");
        var now = job["metadata"]!["creationTimestamp"];
        Assert.Equal("True CompletionsReached", LiveSandbox.Condition(job, "Complete"));
        Assert.Equal(["SuccessCriteriaMet", "Complete"], ((JsonArray)job["status"]!["conditions"]!).Select(condition => condition!["type"]!.ToString()));
        ((JsonObject)job["status"]!).Remove("conditions");
        Assert.Equal(
            $$"""{"startTime":"{{now}}","completionTime":"{{now}}","succeeded":3,"terminating":0,"uncountedTerminatedPods":{},"ready":0}""",
            job["status"]!.ToJsonString());
        var pods = await sandbox.ListAsync("v1/pods");
        Assert.All(pods, pod => Assert.Equal("Succeeded", LiveSandbox.Status(pod, "phase")));
        Assert.All(pods, pod => Assert.Null(pod["metadata"]!["finalizers"]));
        Assert.Equal("Normal Completed Job completed", (await sandbox.EventsAsync("once"))[^1]);
        Assert.Equal(3, pods.Count);
        await sandbox.DeleteAsync(Jobs, "once", "?propagationPolicy=Background");
        Assert.Empty(await sandbox.ListAsync("v1/pods"));
    }

    [Fact]
    public async Task A_job_fails_after_its_retries()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await CreateAsync(sandbox, "fails", "\"backoffLimit\":1,", "fail.example/exit-3:1");
        Assert.Equal("1", LiveSandbox.Status(await sandbox.GetAsync(Jobs, "fails"), "failed"));
        sandbox.Advance(9);
        Assert.Single(await sandbox.ListAsync("v1/pods"));
        sandbox.Advance(1);
        var job = await sandbox.GetAsync(Jobs, "fails");
        Assert.Equal("2", LiveSandbox.Status(job, "failed"));
        Assert.Equal("True BackoffLimitExceeded", LiveSandbox.Condition(job, "Failed"));
        Assert.Equal("Warning BackoffLimitExceeded Job has reached the specified backoff limit", (await sandbox.EventsAsync("fails"))[^1]);
    }

    [Fact]
    public async Task A_job_has_a_deadline_and_a_TTL()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await CreateAsync(sandbox, "long", "\"activeDeadlineSeconds\":60,\"ttlSecondsAfterFinished\":30,", command: "\"command\":[\"sleep\",\"3600\"],");
        Assert.Equal("1 1", LiveSandbox.Status(await sandbox.GetAsync(Jobs, "long"), "active", "ready"));
        sandbox.Advance(60);
        Assert.Equal("True DeadlineExceeded", LiveSandbox.Condition(await sandbox.GetAsync(Jobs, "long"), "Failed"));
        sandbox.Advance(30);
        Assert.False(await sandbox.ExistsAsync(Jobs, "long"));
    }

    [Fact]
    public async Task A_suspended_job_waits()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await CreateAsync(sandbox, "later", "\"suspend\":true,\"parallelism\":2,");
        Assert.Empty(await sandbox.ListAsync("v1/pods"));
        Assert.Equal("True JobSuspended", LiveSandbox.Condition(await sandbox.GetAsync(Jobs, "later"), "Suspended"));
        await sandbox.PatchAsync(Jobs, "later", """{"spec":{"suspend":false}}""");
        // As many workers as specified, which leave no work.
        Assert.Equal("2", LiveSandbox.Status(await sandbox.GetAsync(Jobs, "later"), "succeeded"));
        Assert.Equal("True CompletionsReached", LiveSandbox.Condition(await sandbox.GetAsync(Jobs, "later"), "Complete"));
    }

    [Fact]
    public async Task A_cron_job_starts_its_job_on_schedule()
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await CronAsync(sandbox, "hourly", "\"schedule\":\"0 * * * *\",\"successfulJobsHistoryLimit\":2,");
        Assert.Empty(await sandbox.ListAsync(Jobs));
        sandbox.Advance(3600);
        var job = Assert.Single(await sandbox.ListAsync(Jobs));
        Assert.Matches(@"^hourly-\d{8}$", job["metadata"]!["name"]!.ToString());
        var cron = await sandbox.GetAsync(CronJobs, "hourly");
        Assert.EndsWith(":00:00Z", LiveSandbox.Status(cron, "lastScheduleTime"), StringComparison.Ordinal);
        Assert.Equal(LiveSandbox.Status(job, "completionTime"), LiveSandbox.Status(cron, "lastSuccessfulTime"));
        Assert.Contains($"Normal SawCompletedJob Saw completed job: {job["metadata"]!["name"]}, condition: Complete", await sandbox.EventsAsync("hourly"));
        sandbox.Advance(3 * 3600);
        Assert.Equal(2, (await sandbox.ListAsync(Jobs)).Count);
        await sandbox.PatchAsync(CronJobs, "hourly", """{"spec":{"suspend":true}}""");
        var last = (await sandbox.ListAsync(Jobs))[^1]["metadata"]!["name"]!.ToString();
        sandbox.Advance(3600);
        Assert.Equal(last, (await sandbox.ListAsync(Jobs))[^1]["metadata"]!["name"]!.ToString());
    }

    [Theory]
    [InlineData("Allow", 2)]
    [InlineData("Forbid", 1)]
    [InlineData("Replace", 1)]
    public async Task A_running_job_is_handled_by_the_concurrency_policy(string policy, int jobs)
    {
        await using var sandbox = await LiveSandbox.StartAsync();
        await CronAsync(sandbox, "often", $"\"schedule\":\"*/10 * * * *\",\"concurrencyPolicy\":\"{policy}\",", "\"command\":[\"sleep\",\"9999\"],");
        sandbox.Advance(600);
        var first = Assert.Single(await sandbox.ListAsync(Jobs))["metadata"]!["name"]!.ToString();
        sandbox.Advance(600);
        Assert.Equal(jobs, (await sandbox.ListAsync(Jobs)).Count);
        Assert.Equal(policy != "Replace", await sandbox.ExistsAsync(Jobs, first));
        Assert.Equal(jobs, ((JsonArray)(await sandbox.GetAsync(CronJobs, "often"))["status"]!["active"]!).Count);
    }

    private static Task<JsonObject> CreateAsync(LiveSandbox sandbox, string name, string spec, string image = "i:1", string command = "") =>
        sandbox.CreateAsync(Jobs, $$$$"""{"metadata":{"name":"{{{{name}}}}"},"spec":{ {{{{spec}}}} {{{{Template(image, command)}}}} }}""");

    private static Task<JsonObject> CronAsync(LiveSandbox sandbox, string name, string spec, string command = "") => sandbox.CreateAsync(
        CronJobs, $$$$"""{"metadata":{"name":"{{{{name}}}}"},"spec":{ {{{{spec}}}} "jobTemplate":{"spec":{ {{{{Template("i:1", command)}}}} } } } }""");

    private static string Template(string image, string command) =>
        $$$$"""  "template":{"spec":{"restartPolicy":"Never","containers":[{ {{{{command}}}} "name":"main","image":"{{{{image}}}}"}]}} """;
}
