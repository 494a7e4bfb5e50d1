namespace KubeApi.Tests.Module;

/// <summary>Restart-, Resize-KubeApiWorkload, Get- and Undo-KubeApiRollout against a server.</summary>
public sealed class WorkloadTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Restarted = "spec.template.metadata.annotations.'kubectl.kubernetes.io/restartedAt'";

    private const string Applied =
        """
        & {
            $labels = @{ app = 'shop' }
            $template = @{ metadata = @{ labels = $labels }; spec = @{ containers = @(@{ name = 'main'; image = 'shop:1' }) } }
            $global:shop = @{ apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = 'shop' }; spec = @{ replicas = 2; selector = @{ matchLabels = $labels }; template = $template } }
            Set-KubeApiObject $shop -n $ns
        }
        """;

    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Restart-KubeApiWorkload deploy web -n $ns")]
    [InlineData("Restart-KubeApiWorkload sts/db -n $ns")]
    [InlineData("'agent' | Restart-KubeApiWorkload DaemonSet -n $ns")]
    [InlineData("('deployment/web', 'daemonset.apps/agent' | Restart-KubeApiWorkload -n $ns)[1]")]
    [InlineData("Get-KubeApiObject deploy web -n $ns | Restart-KubeApiWorkload")]
    [InlineData("Get-KubeApiObject deploy web -n $ns | ConvertTo-KubeApiYaml | Restart-KubeApiWorkload")]
    [InlineData("Get-KubeApiRollout deploy/web -n $ns | Restart-KubeApiWorkload")]
    [InlineData("@{ apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = 'web' } } | Restart-KubeApiWorkload -n $ns")]
    public void A_workload_is_restarted(string script)
    {
        var time = (string)Value($"$after = {script}; $after.{Restarted}");

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", time);
        Assert.Equal(time, Value($"($after | Get-KubeApiObject).{Restarted}"));
    }

    [Fact]
    public void An_apply_after_a_restart_restarts_nothing()
    {
        _shell.Get($"$null = {Applied}; $null = Restart-KubeApiWorkload deploy/shop -n $ns");
        var before = Value($"Get-KubeApiObject deploy shop -n $ns | ForEach-Object {{ \"$($_.metadata.generation) $($_.{Restarted})\" }}");

        Assert.Empty(_shell.Get("Compare-KubeApiObject $shop -n $ns"));
        Assert.Equal(before, Value($"{Applied} | ForEach-Object {{ \"$($_.metadata.generation) $($_.{Restarted})\" }}"));
    }

    [Theory]
    [InlineData("", "2", "2")]
    [InlineData("-DryRun", "2", "5")]
    [InlineData("$shop.spec.Remove('replicas');", "5", "5")]
    public void An_apply_after_a_resize_restores_its_replicas(string how, string answered, string stored)
    {
        _shell.Get($"$null = {Applied}; $null = Resize-KubeApiWorkload deploy/shop -Replicas 5 -n $ns");
        var (before, option) = how.StartsWith('-') ? ("", how) : (how, "");

        var applied = _shell.Run($"{before} (Set-KubeApiObject $shop -n $ns {option}).spec.replicas");

        Assert.Empty(applied.Warnings);
        Assert.Equal(answered, Assert.Single(applied.Output).ToString());
        Assert.Equal(stored, Value("\"$((Get-KubeApiObject deploy shop -n $ns).spec.replicas)\""));
    }

    [Theory]
    [InlineData("Resize-KubeApiWorkload deploy web -Replicas 4 -n $ns")]
    [InlineData("Resize-KubeApiWorkload deploy web -Replicas 4 -CurrentReplicas 1 -n $ns")]
    [InlineData(
        "NewReplicaSet own; Resize-KubeApiWorkload rs own -Replicas 4 -ResourceVersion (Get-KubeApiObject rs own -n $ns).metadata.resourceVersion -n $ns")]
    [InlineData("Get-KubeApiObject deploy web -n $ns | Resize-KubeApiWorkload -Replicas 4")]
    [InlineData("NewReplicaSet own; 'rs/own' | Resize-KubeApiWorkload -Replicas 4 -n $ns")]
    public void A_workload_is_resized(string script)
    {
        Assert.Equal("Scale 4", Value($"$after = & {{ {script} }}; \"$($after.kind) $($after.spec.replicas)\""));
        Assert.Equal(4L, Value("($after | Get-KubeApiObject).spec.replicas"));
    }

    [Theory]
    [InlineData("Restart-KubeApiWorkload", "spec.template.metadata.annotations.PSObject.Properties.Name", "kubectl.kubernetes.io/restartedAt")]
    [InlineData("Resize-KubeApiWorkload -Replicas 4", "spec.replicas", "4")]
    [InlineData("Undo-KubeApiRollout", "spec.template.spec.containers[0].image", "web:2")]
    public void A_workload_is_selected_by_its_manifest(string cmdlet, string path, string expected)
    {
        const string Hashtable = "@{ apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = 'web' } }";
        var folder = Directory.CreateTempSubdirectory("kubeapi-test-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "web.yaml"), "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}");
            foreach (var input in new[] { $"Import-KubeApiManifest '{folder.FullName}/web.yaml'", Hashtable })
            {
                _shell.Get("$ns = NewSpace; NewWorkload Deployment/web web:1, web:2, web:3");
                _shell.Get($"$null = {input} | {cmdlet} -n $ns");
                Assert.Equal(expected, Value($"\"$((Get-KubeApiObject deploy web -n $ns).{path})\""));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_workload_is_resized_to_zero() =>
        Assert.Equal(0L, Value("(Resize-KubeApiWorkload sts/db -Replicas 0 -n $ns | Get-KubeApiObject).spec.replicas"));

    [Fact]
    public void A_custom_resource_with_a_scale_subresource_is_resized() => Assert.Equal("Scale 4 4", Value(""""
        @"
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: shops.$ns.example }
        spec:
          group: $ns.example
          scope: Namespaced
          names: { plural: shops, kind: Shop }
          versions:
          - name: v1
            served: true
            storage: true
            schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { size: { type: integer } } }, status: { type: object, properties: { size: { type: integer } } } } } }
            subresources: { scale: { specReplicasPath: .spec.size, statusReplicasPath: .status.size } }
        ---
        apiVersion: $ns.example/v1
        kind: Shop
        metadata: { name: corner, namespace: $ns }
        spec: { size: 1 }
        "@ | New-KubeApiObject | Where-Object kind -EQ Shop | Resize-KubeApiWorkload -Replicas 4 -CurrentReplicas 1 |
            ForEach-Object { "$($_.kind) $($_.spec.replicas) $(($_ | Get-KubeApiObject).spec.size)" }
        """"));

    [Fact]
    public void Each_cmdlet_supports_dry_run()
    {
        const string State = "(Get-KubeApiObject deploy web -n $ns).metadata.generation";
        var before = Value(State);

        Assert.Empty(
            _shell.Get(
                "Restart-KubeApiWorkload deploy web -n $ns -WhatIf; Resize-KubeApiWorkload deploy web -Replicas 4 -n $ns -WhatIf; Undo-KubeApiRollout deploy "
                    + "web -n $ns -WhatIf"));
        Assert.NotNull(Value($"(Restart-KubeApiWorkload deploy web -n $ns -DryRun).{Restarted}"));
        Assert.Equal(4L, Value("(Resize-KubeApiWorkload deploy web -Replicas 4 -n $ns -DryRun).spec.replicas"));
        Assert.Equal("web:2", Value("(Undo-KubeApiRollout deploy web -n $ns -DryRun).spec.template.spec.containers[0].image"));
        Assert.Equal(before, Value(State));
    }

    [Theory]
    [InlineData("deploy", "web")]
    [InlineData("sts", "db")]
    [InlineData("ds", "agent")]
    public void A_rollout_shows_its_history_and_is_undone(string type, string name)
    {
        Assert.Equal(
            ["1::", "2:the second:spec.containers[name=main].image web:1 web:2", "3*::spec.containers[name=main].image web:2 web:3"],
            _shell.Get($$"""
                $rollout = Get-KubeApiRollout {{type}} {{name}} -n $ns
                $rollout.Revisions | ForEach-Object { "$_$(if ($_.IsCurrent) { '*' }):$($_.ChangeCause):$($_.Changes | ForEach-Object { "$($_.Path) $($_.Before) $($_.After)" })" }
                """).Select(o => o.ToString()));
        Assert.Equal(
            "3 web:3 web:3", Value("\"$($rollout.Revision) $($rollout.Revisions[2].Images) $($rollout.Revisions[2].Template.spec.containers[0].image)\""));
        Assert.Equal("web:2", Value($"(Undo-KubeApiRollout {type}/{name} -n $ns).spec.template.spec.containers[0].image"));
        Assert.Equal("web:1", Value($"(Get-KubeApiObject {type} {name} -n $ns | Undo-KubeApiRollout -ToRevision 1).spec.template.spec.containers[0].image"));
        Assert.Equal("web:1", Value($"[string]((Get-KubeApiRollout {type}/{name} -n $ns).Revisions | Where-Object IsCurrent).Images"));
    }

    [Fact]
    public void The_current_revision_is_skipped()
    {
        var before = Value("(Get-KubeApiObject deploy web -n $ns).metadata.generation");

        var result = _shell.Run("(Undo-KubeApiRollout deploy/web -ToRevision 3 -n $ns).metadata.generation");

        Assert.Equal(before, Assert.Single(result.Output).BaseObject);
        Assert.EndsWith("skipped rollback (current template already matches revision 3)", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [SandboxFact("Writes the status by hand.")]
    public void A_rollout_is_reported_from_the_status()
    {
        _shell.Get(WorkloadScript.SetStatus);
        Assert.Equal("Progressing False", Value("$r = Get-KubeApiRollout deploy/web -n $ns; \"$($r.State) $($r.IsComplete)\""));
        Assert.Equal(
            "True deployment \"web\" successfully rolled out",
            Value(
                "SetStatus deploy/web @{ observedGeneration = 1; replicas = 1; updatedReplicas = 1; readyReplicas = 1; availableReplicas = 1 }; $r = $r | "
                    + "Get-KubeApiRollout; \"$($r.IsComplete) $($r.Status)\""));
        Assert.Equal(
            "True",
            Value(
                "SetStatus deploy/web @{ conditions = @(@{ type = 'Progressing'; status = 'False'; reason = 'ProgressDeadlineExceeded' }) }; \"$(($r | "
                    + "Get-KubeApiRollout).IsFailed)\""));
    }

    [Theory]
    [InlineData("Restart-KubeApiWorkload pods x -n $ns", "WorkloadNotSupported", "'pods' does not support rollouts. Deployments, StatefulSets and ")]
    [InlineData("Get-KubeApiRollout rs/web-1 -n $ns", "WorkloadNotSupported", "'replicasets.apps' does not support rollouts")]
    [InlineData("Undo-KubeApiRollout job x -n $ns", "WorkloadNotSupported", "'jobs.batch' does not support rollouts")]
    [InlineData(
        "Resize-KubeApiWorkload ds/agent -Replicas 2 -n $ns", "WorkloadNotSupported",
        "Types with a scale on this server: replicationcontrollers, deployments.apps, replicasets.apps, statefulsets.apps")]
    [InlineData("Resize-KubeApiWorkload deploy/web -Replicas 3 -CurrentReplicas 2 -n $ns", "ConcurrencyConflict", "Expected replicas to be 2, was 1")]
    [InlineData("Resize-KubeApiWorkload deploy/web -Replicas 3 -ResourceVersion 1 -n $ns", "ConcurrencyConflict", "Expected resource version to be 1, was ")]
    [InlineData(
        "$null = Update-KubeApiObject deploy web @{ spec = @{ paused = $true } } -n $ns; Restart-KubeApiWorkload deploy/web -n $ns", "WorkloadPaused",
        "The deployment 'web' is paused and cannot be restarted.")]
    [InlineData(
        "$null = Update-KubeApiObject deploy web @{ spec = @{ paused = $true } } -n $ns; Undo-KubeApiRollout deploy/web -n $ns", "WorkloadPaused",
        "cannot be rolled back")]
    [InlineData("Undo-KubeApiRollout deploy/web -ToRevision 9 -n $ns", "RevisionNotFound", "Deployment/web has no revision 9. It has: 1, 2, 3.")]
    [InlineData("Undo-KubeApiRollout sts/none -n $ns", "ObjectNotFound", "not found")]
    [InlineData("Restart-KubeApiWorkload deploy/none -n $ns", "ObjectNotFound", "not found")]
    [InlineData("Resize-KubeApiWorkload deploy/none -Replicas 1 -n $ns", "ObjectNotFound", "not found")]
    [InlineData("Restart-KubeApiWorkload deploy -n $ns", "InvalidArgument", "For all of them: Get-KubeApiObject deploy | Restart-KubeApiWorkload.")]
    [InlineData("Get-KubeApiRollout deploy -n $ns", "InvalidArgument", "deploy/NAME")]
    [InlineData("Restart-KubeApiWorkload deploi/web -n $ns", "ResourceTypeNotFound", "Did you mean 'deployments.apps'?")]
    [InlineData("'web' | Restart-KubeApiWorkload -n $ns", "InvalidManifest", "")]
    [InlineData(
        "$o = Get-KubeApiObject deploy web -n $ns; $o.metadata.uid = 'other'; $o | Restart-KubeApiWorkload", "ConcurrencyConflict",
        "another object now has its name")]
    [InlineData(
        "$o = Get-KubeApiObject deploy web -n $ns; $o.metadata.uid = 'other'; $o | Resize-KubeApiWorkload -Replicas 2", "ConcurrencyConflict",
        "another object now has its name")]
    public void Each_mistake_is_one_error_with_a_reason(string script, string id, string expected)
    {
        var error = _shell.Fail(script);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-KubeApiObject deploy none -n $ns", "To search all namespaces: -AllNamespaces.")]
    [InlineData("Remove-KubeApiObject deploy none -n $ns", "")]
    [InlineData("'deploy/none' | Remove-KubeApiObject -n $ns", "")]
    [InlineData("Get-KubeApiRollout deploy/none -n $ns", "")]
    [InlineData("Restart-KubeApiWorkload deploy/none -n $ns", "")]
    [InlineData("Update-KubeApiObject deploy none @{} -n $ns", "")]
    public void AllNamespaces_is_recommended_only_when_reading(string script, string expected) =>
        Assert.Equal(expected, _shell.Fail(script).ErrorDetails.RecommendedAction);

    [Fact]
    public void The_error_of_repeated_conflicts_has_the_number_of_attempts()
    {
        var error = _shell.Fail(
            "Update-KubeApiObject deploy web { $null = Update-KubeApiObject deploy web @{ metadata = @{ labels = @{ n = \"$([guid]::NewGuid())\" } } } -n "
                + "$ns; $_.spec.replicas = 9 } -n $ns");

        Assert.StartsWith("ConcurrencyConflict,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("5 attempts", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("A patch needs no resource version", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Restart-KubeApiWorkload deploy/web -n nope")]
    [InlineData("Resize-KubeApiWorkload deploy/web -Replicas 2 -n nope")]
    [InlineData("Resize-KubeApiWorkload deploy/web -Replicas 2 -CurrentReplicas 1 -n nope")]
    [InlineData("Undo-KubeApiRollout deploy/web -n nope")]
    [InlineData("Get-KubeApiRollout deploy/web -n nope")]
    [InlineData("Update-KubeApiObject deploy web @{ spec = @{} } -n nope")]
    [InlineData("Update-KubeApiObject deploy web { $_.spec.replicas = 2 } -n nope")]
    [InlineData("Remove-KubeApiObject deploy web -n nope")]
    [InlineData("Remove-KubeApiObject cm x -n nope")]
    [InlineData("Get-KubeApiObject cm -n nope")]
    [InlineData("Get-KubeApiLog x -n nope")]
    [InlineData("Invoke-KubeApiCommand x -n nope -- ls")]
    [InlineData("Start-KubeApiPortForward x 0:80 -n nope")]
    [InlineData("New-KubeApiToken default -n nope")]
    [InlineData("Get-KubeApiEvent -n nope")]
    [InlineData("Wait-KubeApiObject cm x -n nope")]
    [InlineData("Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'x' } } -Replace -n nope")]
    public void A_command_that_creates_nothing_does_not_recommend_to_create_a_missing_namespace(string script)
    {
        var error = _shell.Fail(script);

        Assert.StartsWith("NamespaceNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("create", error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith(
            "To list the namespaces: Get-KubeApiObject namespaces -Session '", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'x' } } -n nope")]
    [InlineData("Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'x' } } -n nope")]
    [InlineData("Compare-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'x' } } -n nope")]
    public void A_command_that_creates_objects_recommends_to_create_a_missing_namespace(string script) => Assert.Contains(
        "To create it: New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = 'nope' } }", _shell.Fail(script).ToString(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Restart-KubeApiWorkload deploy/web,sts/db -n $ns")]
    [InlineData("Restart-KubeApiWorkload -Resource deploy/web, sts/db -n $ns")]
    [InlineData("Resize-KubeApiWorkload deploy/web,sts/db -Replicas 1 -n $ns | Get-KubeApiObject")]
    [InlineData("Update-KubeApiObject deploy/web,sts/db -Label @{ t = '1' } -n $ns")]
    [InlineData("Update-KubeApiObject deploy/web,sts/db -Patch @{ metadata = @{ labels = @{ t = '2' } } } -n $ns")]
    [InlineData("Get-KubeApiRollout deploy/web,sts/db -n $ns | ForEach-Object Workload")]
    [InlineData("Show-KubeApiObject deploy/web,sts/db -n $ns -NoDependents | Select-String '^(Deployment|StatefulSet)/' | ForEach-Object { $_.Matches.Value }")]
    public void Objects_of_several_types_are_separated_with_commas(string script) => Assert.Equal(
        ["Deployment", "StatefulSet"], _shell.Get($"{script} | ForEach-Object {{ \"$_\".Split('/')[0] }}").Select(o => o.ToString()));

    [Theory]
    [InlineData("Restart-KubeApiWorkload deploy,sts web -n $ns")]
    [InlineData("'web' | Restart-KubeApiWorkload deploy,sts -n $ns")]
    [InlineData("Resize-KubeApiWorkload deploy,sts web 2 -n $ns")]
    [InlineData("Undo-KubeApiRollout deploy,sts web -n $ns")]
    [InlineData("Update-KubeApiObject deploy,sts web @{ metadata = @{ labels = @{ t = '1' } } } -n $ns")]
    public void A_name_is_looked_up_in_each_type(string script)
    {
        _shell.Get("$null = Update-KubeApiObject deploy web -Image main=\"web:$([guid]::NewGuid())\" -n $ns");

        var result = _shell.Run(script);

        Assert.StartsWith("statefulsets.apps \"web\" not found in namespace", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Single(result.Output);
    }

    [Fact]
    public void A_piped_object_goes_to_its_own_session()
    {
        Assert.Equal("Forbidden", _shell.Fail("""
            $web = Get-KubeApiObject deploy web -n $ns
            $nobody = Connect-KubeApi -KubeConfig $KubeConfig -As nobody -Name "$ns-nobody"
            $web = $web | Resize-KubeApiWorkload -Replicas 7
            Restart-KubeApiWorkload deploy web -n $ns
            """).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(7L, Value("$web.spec.replicas"));
    }

    private object Value(string script) => Assert.Single(_shell.Get(script)).BaseObject;

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        // The histories and states of these workloads are written by the tests.
        sandbox.Server.AreWorkloadsHeld = true;
        shell.Get(WorkloadScript.Functions);
        shell.Get("NewWorkload Deployment/web, StatefulSet/db, DaemonSet/agent web:1, web:2, web:3");
        return shell;
    }
}
