Describe 'Get-KubeApiGroup' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'gets the groups of the server, the core group first' {
        $expected = (Get-RawJson $cluster /apis | ConvertFrom-Json).groups.name
        (Get-KubeApiGroup).Name | Should -Be (@('') + $expected)
    }

    It 'takes wildcards' {
        (Get-KubeApiGroup *.authorization.k8s.io, BATCH).Name | Should -Be 'rbac.authorization.k8s.io', 'batch'
    }

    It 'calls the core group core, or nothing' {
        (Get-KubeApiGroup core).Path | Should -Be '/api'
        (Get-KubeApiGroup '').Path | Should -Be '/api'
    }

    It 'has the preferred version first' {
        $group = Get-KubeApiGroup autoscaling
        $group.PreferredVersion | Should -Be 'v2'
        $group.Versions | Should -Be 'v2', 'v1'
    }

    It 'is a table' {
        $lines = Get-KubeApiGroup core, autoscaling | Get-Lines
        $lines[0] -split '\s+' | Should -Be 'Name', 'PreferredVersion', 'Versions'
        $lines[2] | Should -Match '^\(core\)\s+v1\s+v1$'
        $lines[3] | Should -Match '^autoscaling\s+v2\s+v2, v1$'
    }

    It 'is filtered by property' {
        (Get-KubeApiGroup | Where-Object PreferredVersion -NE v1).Name | Should -Contain 'autoscaling'
    }

    It 'reports an unknown group' {
        $failure = Get-Failure { Get-KubeApiGroup nope }
        $failure.FullyQualifiedErrorId | Should -Be 'GroupNotFound,KubeApi.Commands.GetKubeApiGroupCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'continues after an unknown group' {
        (Get-KubeApiGroup nope, batch -ErrorAction SilentlyContinue).Name | Should -Be 'batch'
    }

    It 'completes names from the cache' {
        Get-Completions 'Get-KubeApiGroup au' | Should -Be 'authentication.k8s.io', 'authorization.k8s.io', 'autoscaling'
    }

    It 'has help with examples' {
        Get-ExampleTitles Get-KubeApiGroup | Should -Not -BeNullOrEmpty
    }
}
