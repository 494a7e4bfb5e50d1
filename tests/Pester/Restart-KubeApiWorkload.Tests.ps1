Describe 'Restart-KubeApiWorkload' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        . $PSScriptRoot/Workloads.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        New-TestDeployment web nginx:1.27, nginx:1.28
    }

    BeforeEach {
        # One restart per second: the annotation has no fraction.
        $null = Update-KubeApiObject deploy web @{ spec = @{ template = @{ metadata = @{ annotations = $null } } } } -Type Merge
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'a type and a name'; Script = { Restart-KubeApiWorkload deploy web } }
        @{ What = 'both in one'; Script = { Restart-KubeApiWorkload deployment/web } }
        @{ What = 'names from the pipeline'; Script = { 'web' | Restart-KubeApiWorkload deployments.apps } }
        @{ What = 'strings from the pipeline'; Script = { 'deployment/web' | Restart-KubeApiWorkload } }
        @{ What = 'objects'; Script = { Get-KubeApiObject deploy web | Restart-KubeApiWorkload } }
    ) {
        (& $Script).spec.template.metadata.annotations.'kubectl.kubernetes.io/restartedAt' | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$'
    }

    It 'changes nothing with -WhatIf or -DryRun' {
        $before = (Get-KubeApiObject deploy web).metadata.generation
        Restart-KubeApiWorkload deploy web -WhatIf | Should -BeNullOrEmpty
        (Restart-KubeApiWorkload deploy web -DryRun).spec.template.metadata.annotations.'kubectl.kubernetes.io/restartedAt' | Should -Not -BeNullOrEmpty
        (Get-KubeApiObject deploy web).metadata.generation | Should -Be $before
    }

    It 'completes names' {
        Get-Completions 'Restart-KubeApiWorkload deploy w' | Should -Be 'web'
        Get-Completions 'Restart-KubeApiWorkload deploy web -Namespace kube-s' | Should -Be 'kube-system'
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'it does not exist'; Id = 'ObjectNotFound'; Script = { Restart-KubeApiWorkload deploy none } }
        @{ What = 'no name'; Id = 'InvalidArgument'; Script = { Restart-KubeApiWorkload deploy } }
        @{ What = 'pods'; Id = 'WorkloadNotSupported'; Script = { Restart-KubeApiWorkload pod x } }
        @{ What = 'a paused deployment'; Id = 'WorkloadPaused'; Script = { $null = Update-KubeApiObject deploy web @{ spec = @{ paused = $true } }; Restart-KubeApiWorkload deploy web } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
