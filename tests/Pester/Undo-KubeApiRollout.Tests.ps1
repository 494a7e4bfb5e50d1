Describe 'Undo-KubeApiRollout' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        . $PSScriptRoot/Workloads.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        New-TestDeployment web nginx:1.27, nginx:1.28
        function Get-CurrentImages { [string] ((Get-KubeApiRollout deploy web).Revisions | Where-Object IsCurrent).Images }
        function Get-NumberOf([string] $Image) { ((Get-KubeApiRollout deploy web).Revisions | Where-Object { "$($_.Images)" -eq $Image }).Revision }
    }

    BeforeEach {
        Wait-TestDeployment web
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'changes nothing with -WhatIf or -DryRun' {
        Undo-KubeApiRollout deploy web -WhatIf | Should -BeNullOrEmpty
        (Undo-KubeApiRollout deploy web -DryRun).spec.template.spec.containers[0].image | Should -Be 'nginx:1.27'
        Get-CurrentImages | Should -Be 'nginx:1.28'
    }

    It 'rolls back with <What>' -ForEach @(
        @{ What = 'a type and a name'; Image = 'nginx:1.27'; Script = { Undo-KubeApiRollout deploy web } }
        @{ What = 'a number'; Image = 'nginx:1.28'; Script = { Undo-KubeApiRollout deployment/web -ToRevision (Get-NumberOf nginx:1.28) } }
        @{ What = 'a rollout'; Image = 'nginx:1.27'; Script = { Get-KubeApiRollout deploy/web | Undo-KubeApiRollout } }
        @{ What = 'an object'; Image = 'nginx:1.28'; Script = { Get-KubeApiObject deploy web | Undo-KubeApiRollout -ToRevision (Get-NumberOf nginx:1.28) } }
    ) {
        (& $Script).metadata.annotations.'kubernetes.io/change-cause' | Should -Be "to $Image"
        Get-CurrentImages | Should -Be $Image
        # The next apply does not undo it.
        (Get-KubeApiObject deploy web -ShowManagedFields).metadata.managedFields.manager | Should -Contain kubeapi-edit
    }

    It 'skips the current revision with a warning' {
        $number = (Get-KubeApiRollout deploy web).Revision
        Undo-KubeApiRollout deploy web -ToRevision $number 3>&1 | Select-Object -First 1 | Should -BeLike "*skipped rollback (current template already matches revision $number)"
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'it does not exist'; Id = 'ObjectNotFound'; Script = { Undo-KubeApiRollout deploy none } }
        @{ What = 'an unknown revision'; Id = 'RevisionNotFound'; Script = { Undo-KubeApiRollout deploy web -ToRevision 9 } }
        @{ What = 'pods'; Id = 'WorkloadNotSupported'; Script = { Undo-KubeApiRollout pod x } }
        @{ What = 'a paused deployment'; Id = 'WorkloadPaused'; Script = { $null = Update-KubeApiObject deploy web @{ spec = @{ paused = $true } }; Undo-KubeApiRollout deploy web } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
