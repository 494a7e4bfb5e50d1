Describe 'Wait-KubeApiObject' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi -Name wait-admin
        function New-Map([string] $Name, [hashtable] $Labels = @{}) {
            New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $Name; labels = $Labels }; data = @{ colour = 'blue' } }
        }

        $null = New-Map first @{ app = 'a' }
        $null = New-Map second @{ app = 'b' }
        # It is not scheduled, so it does not change.
        $stuck = @{ nodeSelector = @{ none = 'none' }; schedulerName = 'none'; containers = @(@{ name = 'main'; image = 'x' }) }
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'stuck' }; spec = $stuck }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'returns ready objects with the server''s columns' {
        $map = Wait-KubeApiObject configmap first
        $map.data.colour | Should -Be blue
        $map.Columns.Data | Should -Be 1
        ($map | Get-KubeApiSession).Name | Should -Be wait-admin
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'a type and a name'; Names = 'first'; Script = { Wait-KubeApiObject cm first } }
        @{ What = 'names and patterns'; Names = 'first', 'second'; Script = { Wait-KubeApiObject cm first, 'sec*' } }
        @{ What = 'a selector'; Names = 'second'; Script = { Wait-KubeApiObject cm -LabelSelector app=b } }
        @{ What = 'objects'; Names = 'first', 'second'; Script = { Get-KubeApiObject cm first, second | Wait-KubeApiObject } }
        @{ What = 'TYPE/NAME'; Names = 'first'; Script = { 'cm/first' | Wait-KubeApiObject } }
        @{ What = 'piped names'; Names = 'first', 'second'; Script = { 'first', 'second' | Wait-KubeApiObject cm } }
    ) {
        (& $Script).Name | Sort-Object | Should -Be $Names
    }

    It 'waits for <For>' -ForEach @(
        @{ For = 'Exists' }
        @{ For = 'create' }
        @{ For = 'data.colour=blue' }
        @{ For = "jsonpath='{.data.colour}'=blue" }
        @{ For = { $_.data.colour -eq 'blue' } }
        @{ For = 'Ready', { $_.data.colour } }
    ) {
        (Wait-KubeApiObject cm first -For $For -Timeout 60).Name | Should -Be first
    }

    It 'waits for any of several conditions' {
        (Wait-KubeApiObject cm first -For Condition=Never, data.colour=blue -Any -Timeout 60).Name | Should -Be first
    }

    It 'waits in two sessions at once' {
        $other = Connect-KubeApi -Name wait-other
        $found = Wait-KubeApiObject cm first -Session wait-admin, $other -Timeout 60
        ($found | Get-KubeApiSession).Name | Sort-Object | Should -Be wait-admin, wait-other
        $other | Disconnect-KubeApi
        $null = Select-KubeApiSession wait-admin
    }

    It 'waits for a deletion, and returns the last state of the object' {
        $old = New-Map old
        $job = Start-ThreadJob {
            Import-Module $using:Manifest
            Start-Sleep 1
            $using:old | Remove-KubeApiObject -Session (Get-KubeApiSession wait-admin)
        }
        ($old | Wait-KubeApiObject -For Deleted -Timeout 60).metadata.uid | Should -Be $old.metadata.uid
        $job | Receive-Job -Wait -AutoRemoveJob
        ($old | Wait-KubeApiObject -For Deleted).metadata.uid | Should -Be $old.metadata.uid
        Wait-KubeApiObject cm old -For Deleted | Should -BeNullOrEmpty
    }

    It 'explains why a pod is not ready, with and without -Timeout 0' {
        $failure = Get-Failure { Wait-KubeApiObject pod stuck -Timeout 0 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
        $failure.CategoryInfo.Category | Should -Be OperationTimeout
        "$failure" | Should -BeLike 'Pod/stuck in namespace * is not ready: *'
        $failure.TargetObject.metadata.name | Should -Be stuck
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'a missing namespace'; Id = 'NamespaceNotFound'; Script = { Wait-KubeApiObject cm first -Namespace no-such-namespace } }
        @{ What = 'no match'; Id = 'WaitTimeout'; Script = { Wait-KubeApiObject cm -LabelSelector app=none -Timeout 0 } }
        @{ What = 'an unknown type'; Id = 'ResourceTypeNotFound'; Script = { Wait-KubeApiObject podz } }
        @{ What = 'a name with a selector'; Id = 'InvalidArgument'; Script = { Wait-KubeApiObject cm first -LabelSelector app=a } }
        @{ What = 'an invalid condition'; Id = 'InvalidArgument'; Script = { Wait-KubeApiObject cm first -For Redy } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'waits for written objects' {
        $applied = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'applied' } },
            @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'applied' }; spec = $stuck } |
            Set-KubeApiObject -Wait -Timeout 3 -ErrorVariable failures -ErrorAction SilentlyContinue
        $applied.kind | Should -Be ConfigMap, Pod
        $failures.Count | Should -Be 1
        "$($failures[0])" | Should -BeLike 'Pod/applied * is not ready after 3 seconds: *'
    }

    It 'completes -For' {
        Get-Completions 'Wait-KubeApiObject pod x -For Cond' | Should -Contain 'Condition=Ready'
    }

    It 'has help with examples' {
        Get-ExampleTitles Wait-KubeApiObject | Should -HaveCount 5
    }
}
