Describe 'Suspend-KubeApiNode and Resume-KubeApiNode' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox
        $null = Connect-KubeApi
        $node = (Get-KubeApiObject nodes).Name
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'a name'; Suspend = { Suspend-KubeApiNode $node }; Resume = { Resume-KubeApiNode $node } }
        @{ What = 'names from the pipeline'; Suspend = { $node | Suspend-KubeApiNode }; Resume = { $node | Resume-KubeApiNode } }
        @{ What = 'strings from the pipeline'; Suspend = { "node/$node" | Suspend-KubeApiNode }; Resume = { "node/$node" | Resume-KubeApiNode } }
        @{ What = 'nodes'; Suspend = { Get-KubeApiObject nodes | Suspend-KubeApiNode }; Resume = { Get-KubeApiObject nodes | Resume-KubeApiNode } }
    ) {
        (& $Suspend).Columns.Status | Should -Be 'Ready,SchedulingDisabled'
        (Get-KubeApiObject node $node -ShowManagedFields).metadata.managedFields.manager | Should -Contain kubeapi-edit
        (& $Resume).Columns.Status | Should -Be Ready
    }

    It 'changes nothing with -WhatIf and -DryRun' {
        Suspend-KubeApiNode $node -WhatIf | Should -BeNullOrEmpty
        (Suspend-KubeApiNode $node -DryRun).spec.unschedulable | Should -BeTrue
        (Get-KubeApiObject node $node).spec.unschedulable | Should -BeNullOrEmpty
    }

    It 'never means all nodes' {
        $none = $null
        { Suspend-KubeApiNode $none } | Should -Throw
        { Suspend-KubeApiNode '' } | Should -Throw
        (Get-KubeApiObject node $node).spec.unschedulable | Should -BeNullOrEmpty
    }

    It 'is an error for a node that does not exist' {
        (Get-Failure { Suspend-KubeApiNode none -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'
    }

    It 'has help with examples' {
        (Get-Help Suspend-KubeApiNode -Full).Examples.Example.Count | Should -BeGreaterThan 1
        (Get-Help Resume-KubeApiNode -Full).Examples.Example.Count | Should -BeGreaterThan 0
    }
}
