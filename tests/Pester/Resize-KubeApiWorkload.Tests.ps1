Describe 'Resize-KubeApiWorkload' {
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
        @{ What = 'a type and a name'; Replicas = 2; Script = { Resize-KubeApiWorkload deploy web -Replicas 2 } }
        @{ What = 'both in one'; Replicas = 0; Script = { Resize-KubeApiWorkload deployment/web -Replicas 0 } }
        @{ What = 'the number by position'; Replicas = 3; Script = { Resize-KubeApiWorkload deploy web 3 } }
        @{ What = 'an object by position'; Replicas = 1; Script = { Resize-KubeApiWorkload (Get-KubeApiObject deploy web) 1 } }
        @{ What = 'objects'; Replicas = 4; Script = { Get-KubeApiObject deploy web | Resize-KubeApiWorkload -Replicas 4 } }
        @{ What = 'the expected value'; Replicas = 5; Script = { Resize-KubeApiWorkload deploy web -Replicas 5 -CurrentReplicas 4 } }
    ) {
        (& $Script).kind | Should -Be 'Scale'
        (Get-KubeApiObject deploy web).spec.replicas | Should -Be $Replicas
    }

    It 'takes a version' {
        New-TestReplicaSet own
        (Resize-KubeApiWorkload rs own -Replicas 6 -ResourceVersion (Get-KubeApiObject rs own).metadata.resourceVersion).spec.replicas | Should -Be 6
    }

    It 'changes nothing with -WhatIf or -DryRun' {
        Resize-KubeApiWorkload deploy web -Replicas 50 -WhatIf | Should -BeNullOrEmpty
        (Resize-KubeApiWorkload deploy web -Replicas 50 -DryRun).spec.replicas | Should -Be 50
        (Get-KubeApiObject deploy web).spec.replicas | Should -Not -Be 50
    }

    It 'shows the desired and the current number of replicas' {
        $lines = Resize-KubeApiWorkload deploy web -Replicas 3 | Get-Lines
        $lines[0] -split ' +' | Should -Be 'Namespace', 'Name', 'Replicas', 'Current'
        $lines[2] | Should -Match "^$($cluster.Namespace) +web +3 +\d+$"
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'it does not exist'; Id = 'ObjectNotFound'; Script = { Resize-KubeApiWorkload deploy none -Replicas 1 } }
        @{ What = 'pods'; Id = 'WorkloadNotSupported'; Script = { Resize-KubeApiWorkload pod x -Replicas 1 } }
        @{ What = 'not the expected value'; Id = 'ConcurrencyConflict'; Script = { Resize-KubeApiWorkload deploy web -Replicas 1 -CurrentReplicas 99 } }
        @{ What = 'a number that is null'; Id = 'ParameterArgumentValidationError'; Script = { Resize-KubeApiWorkload deploy web -Replicas $undefined } }
        @{ What = 'an expectation that is null'; Id = 'ParameterArgumentValidationError'; Script = { Resize-KubeApiWorkload deploy web -Replicas 1 -CurrentReplicas $undefined } }
        @{ What = 'too few'; Id = 'ParameterArgumentValidationError'; Script = { Resize-KubeApiWorkload deploy web -Replicas -1 } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
