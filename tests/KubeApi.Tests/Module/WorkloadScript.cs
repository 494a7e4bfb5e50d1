namespace KubeApi.Tests.Module;

/// <summary>What controllers would do, for shells that are connected to a sandbox, which has none.</summary>
internal static class WorkloadScript
{
    /// <summary>
    /// <c>NewSpace</c> makes a namespace; <c>NewWorkload</c> a workload in <c>$ns</c> whose template has the last of some images, with a revision for each;
    /// <c>SetStatus</c> sets its status.
    /// </summary>
    public const string Functions =
        """
        function NewSpace {
            $name = 'ns-' + [guid]::NewGuid().ToString('n').Substring(0, 8)
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = $name } }
            $name
        }
        function NewWorkload([string] $kind, [string] $name, [string[]] $images) {
            $labels = @{ app = $name }
            $spec = @{ selector = @{ matchLabels = $labels }; template = @{ metadata = @{ labels = $labels }; spec = @{ containers = @(@{ name = 'main'; image = $images[-1] }) } } }
            if ($kind -eq 'StatefulSet') { $spec.serviceName = $name }
            $annotations = @{ note = 'mine'; 'deployment.kubernetes.io/revision' = "$($images.Count)" }
            $o = New-KubeApiObject @{ apiVersion = 'apps/v1'; kind = $kind; metadata = @{ name = $name; annotations = $annotations }; spec = $spec } -n $ns
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
        function SetStatus([string] $target, $status) { $null = Update-KubeApiObject $target -Patch @{ status = $status } -Subresource status -Type Merge -n $ns }
        """;
}
