namespace KubeApi.Tests.Module;

/// <summary>Workloads with a history, for shells with a namespace in <c>$ns</c>.</summary>
internal static class WorkloadScript
{
    /// <summary>
    /// <c>NewSpace</c> creates another namespace; <c>NewWorkload</c> creates workloads (<c>Deployment/web</c>) in <c>$ns</c> whose template has the
    /// last of some images, with a revision for each; the second one has a change cause.
    /// </summary>
    public static string Functions { get; } = Common + (SandboxFixture.OtherCluster is null ? WithoutControllers : WithControllers);

    /// <summary><c>SetStatus</c> sets the status of a workload, which only the test writes in a sandbox.</summary>
    public const string SetStatus = "function SetStatus([string] $target, $status) { $null = Update-KubeApiObject $target -Patch @{ status = $status } "
        + "-Subresource status -Type Merge -n $ns }";

    private const string Common =
        """
        function NewSpace {
            $name = "$ns-" + [guid]::NewGuid().ToString('n').Substring(0, 4)
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = $name } }
            $name
        }
        function Workload([string] $kind, [string] $name, [string] $image) {
            $labels = @{ app = $name }
            $spec = @{ selector = @{ matchLabels = $labels }; template = @{ metadata = @{ labels = $labels }; spec = @{ containers = @(@{ name = 'main'; image = $image }) } } }
            if ($kind -eq 'StatefulSet') { $spec.serviceName = $name }
            @{ apiVersion = 'apps/v1'; kind = $kind; metadata = @{ name = $name; annotations = @{ note = 'mine' } }; spec = $spec }
        }
        # With no owner, and no pods: nobody writes it once it was seen.
        function NewReplicaSet([string] $name) {
            $set = Workload ReplicaSet $name web:1
            $set.spec.replicas = 0
            $null = New-KubeApiObject $set -n $ns
            while ($hasControllers -and -not (Get-KubeApiObject rs $name -n $ns).status.observedGeneration) { [Threading.Thread]::Sleep(50) }
        }

        """;

    // In the place of controllers.
    private const string WithoutControllers =
        """
        $hasControllers = $false
        function NewWorkload([string[]] $workloads, [string[]] $images) {
            foreach ($workload in $workloads) {
                $kind, $name = $workload.Split('/')
                $manifest = Workload $kind $name $images[-1]
                if ($kind -eq 'Deployment') { $manifest.metadata.annotations['deployment.kubernetes.io/revision'] = "$($images.Count)" }
                $o = New-KubeApiObject $manifest -n $ns
                $owner = @{ apiVersion = 'apps/v1'; kind = $kind; name = $name; uid = $o.metadata.uid; controller = $true }
                for ($i = 1; $i -le $images.Count; $i++) {
                    $template = @{ metadata = @{ labels = @{ app = $name } }; spec = ($o | Get-KubeApiObject).spec.template.spec }
                    $template.spec.containers[0].image = $images[$i - 1]
                    $metadata = @{ name = "$name-$(if ($kind -ne 'Deployment') { "$($kind.ToLowerInvariant())-" })$i"; labels = @{ app = $name }; ownerReferences = @($owner); annotations = @{} }
                    if ($i -eq 2) { $metadata.annotations['kubernetes.io/change-cause'] = 'the second' }
                    if ($kind -eq 'Deployment') {
                        $metadata.labels['pod-template-hash'] = $template.metadata.labels['pod-template-hash'] = "h$i"
                        $metadata.annotations['deployment.kubernetes.io/revision'] = "$i"
                        $metadata.annotations['deployment.kubernetes.io/desired-replicas'] = '2'
                        $revision = @{ apiVersion = 'apps/v1'; kind = 'ReplicaSet'; metadata = $metadata; spec = @{ replicas = 0; selector = @{ matchLabels = $metadata.labels }; template = $template } }
                    }
                    else {
                        $template['$patch'] = 'replace'
                        $revision = @{ apiVersion = 'apps/v1'; kind = 'ControllerRevision'; metadata = $metadata; revision = $i; data = @{ spec = @{ template = $template } } }
                    }
                    $null = New-KubeApiObject $revision -n $ns
                }
            }
        }
        """;

    // Each template stays until the controllers have recorded it.
    private const string WithControllers =
        """
        $hasControllers = $true
        function NewWorkload([string[]] $workloads, [string[]] $images) {
            $objects = $workloads | ForEach-Object { $kind, $name = $_.Split('/'); New-KubeApiObject (Workload $kind $name $images[0]) -n $ns }
            for ($i = 1; ; $i++) {
                $end = [datetime]::UtcNow.AddSeconds(60)
                foreach ($o in $objects) { while (-not (IsKept $o $i)) { if ([datetime]::UtcNow -gt $end) { throw "$($o.kind)/$($o.metadata.name) got no revision $i" }; [Threading.Thread]::Sleep(50) } }
                if ($i -eq $images.Count) { break }
                $cause = if ($i -eq 1) { 'the second' } # of no other: null takes it away
                $patch = @{ metadata = @{ annotations = @{ 'kubernetes.io/change-cause' = $cause } }; spec = @{ template = @{ spec = @{ containers = @(@{ name = 'main'; image = $images[$i] }) } } } }
                $objects | ForEach-Object { $null = $_ | Update-KubeApiObject -Patch $patch }
            }
        }
        function IsKept($o, [int] $revision) {
            if ($o.kind -eq 'Deployment') { return ($o | Get-KubeApiObject).metadata.annotations.'deployment.kubernetes.io/revision' -eq "$revision" }
            @(Get-KubeApiObject controllerrevisions -n $ns | Where-Object { $_.revision -eq $revision -and $_.metadata.ownerReferences.uid -eq $o.metadata.uid }).Count -gt 0
        }
        """;
}
