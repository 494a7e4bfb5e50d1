Describe 'Undo-KubeApiRollout' {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        . $PSScriptRoot/Workloads.ps1
        $sandbox = Start-Sandbox
        $null = Connect-KubeApi
        New-TestDeployment web nginx:1.27, nginx:1.28
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'changes nothing with -WhatIf or -DryRun' {
        Undo-KubeApiRollout deploy web -WhatIf | Should -BeNullOrEmpty
        (Undo-KubeApiRollout deploy web -DryRun).spec.template.spec.containers[0].image | Should -Be 'nginx:1.27'
        (Get-KubeApiRollout deploy web).Revision | Should -Be 2
    }

    It 'goes back with <What>' -ForEach @(
        @{ What = 'a type and a name'; Revision = 1; Script = { Undo-KubeApiRollout deploy web } }
        @{ What = 'a number'; Revision = 2; Script = { Undo-KubeApiRollout deployment/web -ToRevision 2 } }
        @{ What = 'a rollout'; Revision = 1; Script = { Get-KubeApiRollout deploy/web | Undo-KubeApiRollout } }
        @{ What = 'an object'; Revision = 2; Script = { Get-KubeApiObject deploy web | Undo-KubeApiRollout -ToRevision 2 } }
    ) {
        (& $Script).metadata.annotations.'kubernetes.io/change-cause' | Should -Be "to nginx:1.2$(6 + $Revision)"
        (Get-KubeApiRollout deploy web).Revision | Should -Be $Revision
    }

    It 'skips what is there already, and says so' {
        $null = Undo-KubeApiRollout deploy web -ToRevision 2 3>&1
        Undo-KubeApiRollout deploy web -ToRevision 2 3>&1 | Select-Object -First 1 | Should -BeLike '*skipped rollback (current template already matches revision 2)'
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'it is not there'; Id = 'ObjectNotFound'; Script = { Undo-KubeApiRollout deploy none } }
        @{ What = 'no such revision'; Id = 'RevisionNotFound'; Script = { Undo-KubeApiRollout deploy web -ToRevision 9 } }
        @{ What = 'pods'; Id = 'WorkloadNotSupported'; Script = { Undo-KubeApiRollout pod x } }
        @{ What = 'a paused deployment'; Id = 'WorkloadPaused'; Script = { $null = Update-KubeApiObject deploy web @{ spec = @{ paused = $true } }; Undo-KubeApiRollout deploy web -ToRevision 1 } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
