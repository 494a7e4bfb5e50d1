Describe 'Remove-KubeApiObject' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $ns = $cluster.Namespace
        function Get-Names { (Get-KubeApiObject configmaps -LabelSelector test -Namespace $ns).metadata.name }
    }

    BeforeEach {
        $null = 'a', 'b', 'c' | ForEach-Object { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $_; labels = @{ test = $_ } } } } | Set-KubeApiObject -Namespace $ns
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'deletes <What>, and outputs nothing' -ForEach @(
        @{ What = 'by name'; Rest = 'b', 'c'; Script = { Remove-KubeApiObject configmap a -Namespace $ns } }
        @{ What = 'by type and name'; Rest = 'b', 'c'; Script = { Remove-KubeApiObject cm/a -Namespace $ns } }
        @{ What = 'by selector'; Rest = 'a', 'c'; Script = { Remove-KubeApiObject cm -l test=b -n $ns } }
        @{ What = 'several by wildcard'; Rest = 'c'; Script = { Remove-KubeApiObject cm '[ab]' -n $ns -Force } }
        @{ What = 'an object by position'; Rest = 'b', 'c'; Script = { Remove-KubeApiObject (Get-KubeApiObject cm a -n $ns) } }
        @{ What = 'objects by position'; Rest = 'c'; Script = { Remove-KubeApiObject (Get-KubeApiObject cm a, b -n $ns) } }
        @{ What = 'a piped object'; Rest = 'b'; Script = { Get-KubeApiObject cm a, c -n $ns | Remove-KubeApiObject } }
        @{ What = 'kubectl output'; Rest = 'b', 'c'; Script = { Get-RawJson $cluster /api/v1/namespaces/$ns/configmaps/a | ConvertFrom-Json | Remove-KubeApiObject } }
        @{ What = 'the object of a manifest'; Rest = 'a', 'b'; Script = { "{ apiVersion: v1, kind: ConfigMap, metadata: { name: c, namespace: $ns } }" | Remove-KubeApiObject } }
        @{ What = 'nothing with -WhatIf'; Rest = 'a', 'b', 'c'; Script = { Remove-KubeApiObject cm * -n $ns -WhatIf } }
        @{ What = 'nothing with -DryRun'; Rest = 'a', 'b', 'c'; Script = { Remove-KubeApiObject cm * -n $ns -DryRun } }
    ) {
        & $Script | Should -BeNullOrEmpty
        Get-Names | Should -Be $Rest
    }

    It 'takes the string form of a label without a value' {
        Remove-KubeApiObject cm -l 'test=' -n $ns -Confirm:$false
        Get-Names | Should -Be 'a', 'b', 'c'
    }

    It 'does not delete another object of the same name' {
        $a = Get-KubeApiObject cm a -n $ns
        $a | Remove-KubeApiObject
        $null = Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a'; labels = @{ test = 'a' } } } -n $ns
        (Get-Failure { $a | Remove-KubeApiObject }).FullyQualifiedErrorId | Should -BeLike 'ConcurrencyConflict,*'
        Get-Names | Should -Contain 'a'
    }

    It 'waits until a namespace is gone' {
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = "$ns-gone" } }
        Remove-KubeApiObject namespace "$ns-gone" -Force -Wait -Timeout 60
        (Get-Failure { Get-KubeApiObject namespace "$ns-gone" }).FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'
    }

    It 'returns the deleted objects with -PassThru' {
        (Remove-KubeApiObject cm b -n $ns -PassThru).metadata.labels.test | Should -Be 'b'
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'all of a type'; Id = 'InvalidArgument'; Script = { Remove-KubeApiObject cm -n $ns } }
        @{ What = 'a label without a value'; Id = 'InvalidArgument'; Script = { Remove-KubeApiObject cm -LabelSelector @{ test = $undefined } -n $ns -Confirm:$false } }
        @{ What = 'an array with an empty value'; Id = 'InvalidArgument'; Script = { Remove-KubeApiObject cm -l @{ test = 'a', '' } -n $ns -Confirm:$false } }
        @{ What = 'an empty selector with a wildcard'; Id = 'InvalidArgument'; Script = { Remove-KubeApiObject cm * -l "$undefined" -n $ns -Confirm:$false } }
        @{ What = 'a manifest with an empty namespace'; Id = 'InvalidManifest'; Script = { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a'; namespace = $undefined } } | Remove-KubeApiObject } }
        @{ What = 'a name that is null'; Id = 'ParameterArgumentTransformationError'; Script = { Remove-KubeApiObject cm a, $undefined -n $ns } }
        @{ What = 'a namespace that is null'; Id = 'ParameterArgumentValidationError'; Script = { Remove-KubeApiObject cm a -n $undefined } }
        @{ What = 'a piped Namespace without a name'; Id = 'InvalidArgument'; Script = { Get-KubeApiObject ns $ns | Remove-KubeApiObject cm -Confirm:$false } }
        @{ What = 'a misspelled type'; Id = 'ResourceTypeNotFound'; Script = { Remove-KubeApiObject cm, podz a -n $ns -ErrorAction SilentlyContinue } }
        @{ What = 'it does not exist'; Id = 'ObjectNotFound'; Script = { Remove-KubeApiObject cm none -n $ns } }
        @{ What = 'several objects without a prompt'; Id = 'NotConfirmed'; Script = { Remove-KubeApiObject cm '[ab]' -n $ns } }
        @{ What = 'a namespace without a prompt'; Id = 'NotConfirmed'; Script = { Remove-KubeApiObject namespace $ns } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-Names | Should -Be 'a', 'b', 'c'
    }
}
