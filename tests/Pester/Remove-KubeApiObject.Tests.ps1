Describe 'Remove-KubeApiObject' {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox
        $null = Connect-KubeApi
        function Get-Names { (Get-KubeApiObject configmaps -LabelSelector test -Namespace demo).metadata.name }
    }

    BeforeEach {
        $null = Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = 'demo' } }
        $null = 'a', 'b', 'c' | ForEach-Object { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $_; labels = @{ test = $_ } } } } | Set-KubeApiObject -Namespace demo
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'deletes <What>, and writes nothing' -ForEach @(
        @{ What = 'by name'; Rest = 'b', 'c'; Script = { Remove-KubeApiObject configmap a -Namespace demo } }
        @{ What = 'by type and name'; Rest = 'b', 'c'; Script = { Remove-KubeApiObject cm/a -Namespace demo } }
        @{ What = 'by selector'; Rest = 'a', 'c'; Script = { Remove-KubeApiObject cm -l test=b -n demo } }
        @{ What = 'several by wildcard'; Rest = 'c'; Script = { Remove-KubeApiObject cm '[ab]' -n demo -Force } }
        @{ What = 'what is piped in'; Rest = 'b'; Script = { Get-KubeApiObject cm a, c -n demo | Remove-KubeApiObject } }
        @{ What = 'what kubectl printed'; Rest = 'b', 'c'; Script = { Get-RawJson $sandbox /api/v1/namespaces/demo/configmaps/a | ConvertFrom-Json | Remove-KubeApiObject } }
        @{ What = 'what a manifest names'; Rest = 'a', 'b'; Script = { '{ apiVersion: v1, kind: ConfigMap, metadata: { name: c, namespace: demo } }' | Remove-KubeApiObject } }
        @{ What = 'nothing with -WhatIf'; Rest = 'a', 'b', 'c'; Script = { Remove-KubeApiObject cm * -n demo -WhatIf } }
        @{ What = 'nothing with -DryRun'; Rest = 'a', 'b', 'c'; Script = { Remove-KubeApiObject cm * -n demo -DryRun } }
    ) {
        & $Script | Should -BeNullOrEmpty
        Get-Names | Should -Be $Rest
    }

    It 'deletes another of the name not' {
        $a = Get-KubeApiObject cm a -n demo
        $a | Remove-KubeApiObject
        $null = Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a'; labels = @{ test = 'a' } } } -n demo
        (Get-Failure { $a | Remove-KubeApiObject }).FullyQualifiedErrorId | Should -BeLike 'ConcurrencyConflict,*'
        Get-Names | Should -Contain 'a'
    }

    It 'waits until a namespace is gone' {
        Remove-KubeApiObject namespace demo -Force -Wait -WaitTimeout 60
        (Get-Failure { Get-KubeApiObject namespace demo }).FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'
    }

    It 'gives what it deleted, with -PassThru' {
        (Remove-KubeApiObject cm b -n demo -PassThru).metadata.labels.test | Should -Be 'b'
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'all of a type'; Id = 'InvalidArgument'; Script = { Remove-KubeApiObject cm -n demo } }
        @{ What = 'it is not there'; Id = 'ObjectNotFound'; Script = { Remove-KubeApiObject cm none -n demo } }
        @{ What = 'several, and nobody to ask'; Id = 'NotConfirmed'; Script = { Remove-KubeApiObject cm '[ab]' -n demo } }
        @{ What = 'a namespace, and nobody to ask'; Id = 'NotConfirmed'; Script = { Remove-KubeApiObject namespace demo } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-Names | Should -Be 'a', 'b', 'c'
    }
}
