using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>kubectl and the module behave the same with the same workloads.</summary>
public sealed class KubectlRolloutTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private static readonly string[] s_own = ["namespace", "uid", "resourceVersion", "creationTimestamp", "deployment.kubernetes.io/revision"];

    private readonly ModuleShell _shell = Shell(sandbox);
    private readonly Kubectl _kubectl = sandbox.ClusterKubectl();

    private string Theirs => (string)Value("$theirs");

    public void Dispose() => _shell.Dispose();

    [SkippableTheory]
    [InlineData("Deployment", "@{ observedGeneration = 1; replicas = 2; updatedReplicas = 1; readyReplicas = 2; availableReplicas = 2 }")]
    [InlineData("Deployment", "@{ observedGeneration = 1; replicas = 1; updatedReplicas = 1; readyReplicas = 1; availableReplicas = 1 }")]
    [InlineData("Deployment", "@{ observedGeneration = 1; conditions = @(@{ type = 'Progressing'; status = 'False'; reason = 'ProgressDeadlineExceeded' }) }")]
    [InlineData("StatefulSet", "@{ observedGeneration = 1; replicas = 1 }")]
    [InlineData("StatefulSet", "@{ observedGeneration = 1; replicas = 1; readyReplicas = 1; updatedReplicas = 1 }")]
    [InlineData("DaemonSet", "@{ observedGeneration = 1; currentNumberScheduled = 1; numberMisscheduled = 0; desiredNumberScheduled = 1; numberReady = 0; "
        + "updatedNumberScheduled = 1 }")]
    public async Task The_status_is_the_same(string kind, string status)
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        Skip.IfNot(SandboxFixture.OtherCluster is null, "Writes the status by hand.");
        _shell.Get($"{WorkloadScript.SetStatus}; $ns = $theirs; SetStatus {kind}/web ({status})");

        Assert.Equal(await KubectlStatus(kind), OurStatus(kind));
    }

    [SkippableTheory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public async Task The_status_of_a_rollout_in_progress_is_the_same(string kind)
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");

        // Controllers may continue between two reads.
        var (before, theirs, after) = (OurStatus(kind), await KubectlStatus(kind), OurStatus(kind));
        for (var tries = 0; before != after && tries < 20; tries++)
        {
            (before, theirs, after) = (after, await KubectlStatus(kind), OurStatus(kind));
        }

        Assert.Equal(theirs, after);
    }

    [SkippableTheory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public async Task The_history_and_the_undo_are_the_same(string kind)
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        var history = (await _kubectl.RunAsync("rollout", "history", $"{kind}/web", "-n", Theirs)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(
            history.Skip(2).Select(l => l.TrimEnd()),
            _shell.Get($"(Get-KubeApiRollout {kind}/web -n $ours).Revisions | ForEach-Object {{ \"$_\".PadRight(10) + ($_.ChangeCause ?? '<none>') }}")
                .Select(o => o.ToString()));

        await _kubectl.RunAsync("rollout", "undo", $"{kind}/web", "-n", Theirs);
        _shell.Get($"$null = Undo-KubeApiRollout {kind}/web -n $ours");
        AssertSame(kind);
        await _kubectl.RunAsync("rollout", "undo", $"{kind}/web", "--to-revision=1", "-n", Theirs);
        _shell.Get($"$null = Undo-KubeApiRollout {kind}/web -ToRevision 1 -n $ours");
        AssertSame(kind);
        await _kubectl.RunAsync("rollout", "restart", $"{kind}/web", "-n", Theirs);
        _shell.Get($"$null = Restart-KubeApiWorkload {kind}/web -n $ours");
        AssertSame(kind);
    }

    [SkippableFact]
    public async Task Skipped_rollbacks_resizes_and_refusals_are_the_same()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");

        Assert.Contains(
            "skipped rollback (current template already matches revision 3)", await _kubectl.RunAsync(
                "rollout", "undo", "deploy/web", "--to-revision=3", "-n", Theirs), StringComparison.Ordinal);
        Assert.Contains(
            "skipped rollback (current template already matches revision 3)",
            Assert.Single(_shell.Run("Undo-KubeApiRollout deploy/web -ToRevision 3 -n $ours").Warnings), StringComparison.Ordinal);
        await _kubectl.RunAsync("scale", "deploy/web", "--replicas=3", "--current-replicas=1", "-n", Theirs);
        _shell.Get("$null = Resize-KubeApiWorkload deploy/web -Replicas 3 -CurrentReplicas 1 -n $ours");
        AssertSame("Deployment");
        var refused = (await _kubectl.TryAsync("scale", "deploy/web", "--replicas=3", "--current-replicas=2", "-n", Theirs)).Error;
        Assert.Contains(
            refused.Replace("error: ", "", StringComparison.Ordinal).Trim(),
            _shell.Fail("Resize-KubeApiWorkload deploy/web -Replicas 3 -CurrentReplicas 2 -n $ours").ToString(), StringComparison.Ordinal);
    }

    private void AssertSame(string kind) => Assert.Equal(Stored(kind, "theirs"), Stored(kind, "ours"));

    // Without the fields that always differ, the fields of controllers and the time of a restart; the order of keys does not matter.
    private IEnumerable<string> Stored(string kind, string space) =>
        string.Join(
            '\n',
            _shell.Get($"Get-KubeApiObject {kind} web -n ${space} | ForEach-Object {{ $_.PSObject.Properties.Remove('status'); $_ }} | "
                + "ConvertTo-KubeApiYaml")).Split('\n')
            .Select(l => l.Contains("restartedAt", StringComparison.Ordinal) ? "restartedAt" : l.TrimStart(' ', '-').TrimEnd())
            .Where(l => !s_own.Any(o => l.StartsWith($"{o}:", StringComparison.Ordinal))).Order(StringComparer.Ordinal);

    private async Task<string> KubectlStatus(string kind)
    {
        var (_, output, error) = await _kubectl.TryAsync("rollout", "status", $"{kind}/web", "--watch=false", "-n", Theirs);
        return (output + error).Trim();
    }

    private string OurStatus(string kind) =>
        (string)Value($"$r = Get-KubeApiRollout {kind}/web -n $theirs; if ($r.IsFailed) {{ \"error: $($r.Status)\" }} else {{ $r.Status }}");

    private object Value(string script) => Assert.Single(_shell.Get(script)).BaseObject;

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        // The histories and states of these workloads are written by the tests.
        sandbox.Server.AreWorkloadsHeld = true;
        shell.Get(WorkloadScript.Functions);
        shell.Get("""
            $theirs, $ours = (NewSpace), (NewSpace)
            foreach ($ns in $theirs, $ours) { NewWorkload Deployment/web, StatefulSet/web, DaemonSet/web web:1, web:2, web:3 }
            """);
        return shell;
    }
}
