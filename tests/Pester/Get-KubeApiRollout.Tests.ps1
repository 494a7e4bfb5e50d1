Describe 'Get-KubeApiRollout' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        . $PSScriptRoot/Workloads.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        New-TestDeployment web nginx:1.27, nginx:1.28
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'a type and a name'; Script = { Get-KubeApiRollout deploy web } }
        @{ What = 'both in one'; Script = { Get-KubeApiRollout deployment/web } }
        @{ What = 'objects'; Script = { Get-KubeApiObject deploy web | Get-KubeApiRollout } }
        @{ What = 'itself'; Script = { Get-KubeApiRollout deploy web | Get-KubeApiRollout } }
    ) {
        $rollout = & $Script
        "$rollout" | Should -Be 'Deployment/web'
        $rollout.Revision | Should -Be 2
    }

    It 'returns the changes of each revision' {
        $revisions = (Get-KubeApiRollout deploy web).Revisions
        $revisions.ChangeCause | Should -Be 'to nginx:1.27', 'to nginx:1.28'
        $revisions[1].Changes.Path | Should -Be 'spec.containers[name=main].image'
        $revisions[1].Changes.Before | Should -Be 'nginx:1.27'
        $revisions[1].Changes.After | Should -Be 'nginx:1.28'
        $lines = $revisions | Get-Lines
        $lines[0] -split ' +' | Where-Object { $_ } | Should -Be 'Revision', '*', 'Created', 'Images', 'ChangeCause', 'Changes'
        $lines[3] | Should -BeLike '2 * nginx:1.28 *to nginx:1.28 *spec.containers?name=main?.image'
    }

    # The sandbox pauses its workloads in between.
    It 'reports progress and completion' -Tag Sandbox {
        $null = Invoke-RestMethod "$($cluster.ProxyUri)/sandbox/controllers?workloads=held" -Method Put
        $null = Set-KubeApiObject (Get-WorkloadManifest Deployment web nginx:1.29)
        $rollout = Get-KubeApiRollout deploy web
        $rollout.State | Should -Be 'Progressing'
        $rollout.Status | Should -Be 'Waiting for deployment spec update to be observed...'
        $null = Invoke-RestMethod "$($cluster.ProxyUri)/sandbox/controllers?workloads=running" -Method Put
        ($rollout | Get-KubeApiRollout).IsComplete | Should -BeTrue
        (Get-KubeApiRollout deploy web | Get-Lines)[2] | Should -BeLike '*Deployment*web*3*Complete*deployment "web" successfully rolled out'
    }

    It 'waits until it is complete, and reports an incomplete rollout' -Tag Sandbox {
        # No node can run the new pods.
        $null = Update-KubeApiObject deploy web @{ spec = @{ template = @{ spec = @{ nodeSelector = @{ none = 'none' } } } } }
        $failure = Get-Failure { Get-KubeApiRollout deploy web -Wait -Timeout 0 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
        "$failure" | Should -BeLike 'Deployment/web * does not meet ''rollout complete'': Waiting for deployment *'
        $null = Undo-KubeApiRollout deploy web -Wait -Timeout 60
        (Get-KubeApiRollout deploy web -Wait -Timeout 60).IsComplete | Should -BeTrue
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'it does not exist'; Id = 'ObjectNotFound'; Script = { Get-KubeApiRollout deploy none } }
        @{ What = 'no name'; Id = 'InvalidArgument'; Script = { Get-KubeApiRollout deploy } }
        @{ What = 'pods'; Id = 'WorkloadNotSupported'; Script = { Get-KubeApiRollout pod x } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
