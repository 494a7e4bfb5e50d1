Describe 'Clear-KubeApiNode' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox
        $null = Connect-KubeApi
        $node = (Get-KubeApiObject nodes).Name
        function New-Web([int] $Replicas, [int] $Needed) {
            $null = Set-KubeApiObject -Wait -Timeout 60 @"
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { replicas: $Replicas, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: main, image: x }] } } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: $Needed, selector: { matchLabels: { app: web } } }
"@
        }
    }

    BeforeEach {
        Get-KubeApiObject nodes | Resume-KubeApiNode | Out-Null
        New-Web 2 0
    }

    AfterEach {
        Get-KubeApiObject pods alone -ErrorAction Ignore | Remove-KubeApiObject -GracePeriod 0 -Wait
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'cordons the node, evicts its pods, and outputs the evicted pods' {
        $old = Get-KubeApiObject pods
        $gone = Clear-KubeApiNode $node -Timeout 60
        $gone.metadata.uid | Sort-Object | Should -Be ($old.metadata.uid | Sort-Object)
        $gone[0].Columns.Ready | Should -Be 1/1
        ($gone | Get-Lines)[0, 2] | Should -Match '^Namespace +Kind +Result +Name$|^default +Pod +Evicted +web-'
        (Get-KubeApiObject node $node).Columns.Status | Should -Be 'Ready,SchedulingDisabled'
    }

    It 'lists the pods to evict with -WhatIf, and changes nothing' {
        $old = Get-KubeApiObject pods
        Get-KubeApiObject node $node | Clear-KubeApiNode -WhatIf | Should -BeNullOrEmpty
        (Get-KubeApiObject pods).metadata.uid | Should -Be $old.metadata.uid
        (Get-KubeApiObject node $node).spec.unschedulable | Should -BeNullOrEmpty
    }

    It 'refuses to evict unprotected pods, names the switch that allows it, and changes nothing' {
        $null = New-KubeApiObject @{
            apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'alone' }
            spec = @{ nodeName = $node; containers = @(@{ name = 'main'; image = 'x' }); volumes = @(@{ name = 'data'; emptyDir = @{} }) }
        }
        $failure = Get-Failure { Clear-KubeApiNode $node -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        "$failure" | Should -BeLike '*-Force*: default/alone*-DeleteEmptyDirData*: default/alone'
        (Get-KubeApiObject node $node).spec.unschedulable | Should -BeNullOrEmpty
        (Clear-KubeApiNode $node -Force -DeleteEmptyDirData -Timeout 60).Name | Should -Contain alone
    }

    It 'waits for a disruption budget, and names the pods that it protects' {
        New-Web 2 2
        $gone = Clear-KubeApiNode $node -Timeout 0 -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $gone | Should -BeNullOrEmpty
        $failures | Should -HaveCount 2
        "$($failures[0])" | Should -BeLike "*The disruption budget web needs 2 healthy pods*$node*Resume-KubeApiNode*"
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'WaitTimeout,*'
    }

    It 'outputs an evicted pod while another one is still protected' {
        New-Web 2 1
        $gone = Clear-KubeApiNode $node -Timeout 60 -ErrorVariable failures -WarningAction SilentlyContinue | Select-Object -First 1
        $gone.Result | Should -Be Evicted
        $failures | Should -BeNullOrEmpty
    }

    It 'drains a node without pods' {
        New-Web 0 0
        Wait-KubeApiObject pods -LabelSelector app=web -For Deleted -Timeout 60 | Out-Null
        Clear-KubeApiNode $node -Timeout 0 -ErrorVariable failures | Should -BeNullOrEmpty
        $failures | Should -BeNullOrEmpty
        (Get-KubeApiObject node $node).spec.unschedulable | Should -BeTrue
    }

    It 'fails for <What>' -ForEach @(
        @{ What = 'a node that does not exist'; Id = 'ObjectNotFound'; Script = { Clear-KubeApiNode none -ErrorAction Stop } }
        @{ What = 'one that does not exist, with -WhatIf'; Id = 'ObjectNotFound'; Script = { Clear-KubeApiNode none -WhatIf -ErrorAction Stop } }
        @{ What = 'a pattern'; Id = 'InvalidArgument'; Script = { Clear-KubeApiNode '*' -WhatIf -ErrorAction Stop } }
        @{ What = 'another object'; Id = 'InvalidArgument'; Script = { 'pod/x' | Clear-KubeApiNode -ErrorAction Stop } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'completes the names of nodes' {
        Get-Completions 'Clear-KubeApiNode no' | Should -Be $node
    }

    It 'has help with examples' {
        (Get-Help Clear-KubeApiNode -Full).Examples.Example.Count | Should -BeGreaterThan 1
    }
}
