# The README's table for kubectl users: every command of its right column runs, in the order of the rows.
Describe 'README' -Tag Sandbox {
    BeforeDiscovery {
        $readme = Get-Content (Join-Path $PSScriptRoot .. .. README.md)
        $commands = foreach ($line in $readme -match '^\| `kubectl ') {
            $kubectl, $cmdlet = [regex]::Matches($line, '`((?:[^`])+)`').ForEach{ $_.Groups[1].Value.Replace('\|', '|') }
            @{ Kubectl = $kubectl; Cmdlet = $cmdlet }
        }
    }

    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        . $PSScriptRoot/Workloads.ps1
        . $PSScriptRoot/Editor.ps1
        $sandbox = Start-Sandbox -State $PSScriptRoot/Fixtures/shop.yaml
        $null = Connect-KubeApi -Namespace shop
        New-TestDeployment web nginx:1.27, nginx:1.28
        # As written by a controller when the rollout is complete.
        $null = Update-KubeApiObject deploy web -Subresource status -Type Merge @{ status = @{ observedGeneration = 99; replicas = 5; updatedReplicas = 5; readyReplicas = 5; availableReplicas = 5 } }
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 'db' }; stringData = @{ password = 'secret' } }
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Event'; metadata = @{ name = 'web.1' }; involvedObject = @{ kind = 'Pod'; name = 'web'; namespace = 'shop' }; type = 'Warning' }
        Set-Content $TestDrive/prod.yaml '{ contexts: [{ name: prod, context: { cluster: sandbox, user: sandbox-admin } }] }'
        $env:KUBECONFIG = $sandbox.KubeConfig, "$TestDrive/prod.yaml" -join [IO.Path]::PathSeparator
        $editor = $env:KUBE_EDITOR
        Set-TestEditor $TestDrive/editor { Save $Text.Replace('green', 'red') }
        # A copy: one of the commands writes a file.
        Copy-Item $PSScriptRoot/Fixtures $TestDrive/fixtures -Recurse
        Push-Location $TestDrive/fixtures
    }

    AfterAll {
        Pop-Location
        $env:KUBE_EDITOR = $editor
        Stop-Sandbox $sandbox
    }

    It '<Cmdlet> does what <Kubectl> does' -ForEach $commands {
        # A watch does not end by itself.
        if ($Cmdlet -like 'Watch-*') { $Cmdlet += ' -Timeout 1' }
        # With a single node no evicted pod is replaced, and a drain would wait for the budget until its time-out.
        if ($Cmdlet -like 'Clear-*') { Remove-KubeApiObject pdb web -Confirm:$false }
        $output = & { Set-StrictMode -Version Latest; Invoke-Expression $Cmdlet 2>&1 3>$null }
        $output | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Should -BeNullOrEmpty
        if ($Cmdlet -notmatch 'Remove-|Select-|Connect-|Copy-|Get-KubeApiLog') { $output | Should -Not -BeNullOrEmpty }
    }
}
