Describe 'Get-KubeApiResource' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'finds a type by its <Sort> name' -ForEach @(
        @{ Sort = 'plural'; Name = 'deployments' }
        @{ Sort = 'singular'; Name = 'deployment' }
        @{ Sort = 'kind''s'; Name = 'Deployment' }
        @{ Sort = 'short'; Name = 'deploy' }
        @{ Sort = 'group'; Name = 'deployments.apps' }
        @{ Sort = 'version'; Name = 'deployments.v1.apps' }
    ) {
        (Get-KubeApiResource $Name).Path | Should -Be '/apis/apps/v1/namespaces/{namespace}/deployments'
    }

    It 'takes wildcards' {
        (Get-KubeApiResource cron*).Name | Should -Be 'cronjobs'
    }

    It 'returns verbs and subresources' {
        $pods = Get-KubeApiResource pods -Group core
        $pods.Verbs | Should -Contain 'watch'
        $pods.Subresources | Should -Contain 'log'
    }

    It 'is a table' {
        $lines = Get-KubeApiResource jobs | Get-Lines
        $lines[0] -split '\s+' | Should -Be 'Name', 'ShortNames', 'ApiVersion', 'Namespaced', 'Kind'
        $lines[2] | Should -Match '^jobs\s+batch/v1\s+True\s+Job$'
    }

    It 'has a wide table with verbs and categories' {
        $lines = Get-KubeApiResource jobs | Format-Table -View Wide | Get-Lines
        $lines[0] -split '\s+' | Should -Be 'Name', 'ShortNames', 'ApiVersion', 'Namespaced', 'Kind', 'Verbs', 'Categories'
        $lines[2] | Should -Match '^jobs\s+batch/v1\s+True\s+Job\s+create,delete,.*all$'
    }

    It 'selects by group' {
        (Get-KubeApiResource -Group batch).Name | Should -Be 'cronjobs', 'jobs'
        (Get-KubeApiResource -Group core).Name | Should -Contain 'pods'
    }

    It 'selects by all verbs' {
        $found = Get-KubeApiResource -Verb list, delete
        $found.Name | Should -Contain 'pods'
        $found | Where-Object { 'list' -notin $_.Verbs -or 'delete' -notin $_.Verbs } | Should -BeNullOrEmpty
    }

    It 'selects by scope' {
        (Get-KubeApiResource -Namespaced).Namespaced | Sort-Object -Unique | Should -Be $true
        (Get-KubeApiResource -Namespaced:$false).Name | Should -Contain 'nodes'
    }

    It 'returns other versions with -AllVersions' {
        (Get-KubeApiResource hpa).Version | Should -Be 'v2'
        (Get-KubeApiResource hpa -AllVersions).Version | Sort-Object | Should -Be 'v1', 'v2'
    }

    It 'suggests a similar name for an unknown type' {
        $failure = Get-Failure { Get-KubeApiResource leasse }
        $failure.FullyQualifiedErrorId | Should -Be 'ResourceTypeNotFound,KubeApi.Commands.GetKubeApiResourceCommand'
        $failure.Exception.Message | Should -BeLike "*Did you mean 'leases.coordination.k8s.io'?"
    }

    It 'can be grouped, measured and compared' {
        (Get-KubeApiResource | Measure-Object).Count | Should -BeGreaterThan 40
        (Get-KubeApiResource | Group-Object Group -AsHashTable)['batch'].Count | Should -Be 2
        Compare-Object (Get-KubeApiResource -Group batch) (Get-KubeApiResource jobs) -Property FullName |
            ForEach-Object FullName | Should -Be 'cronjobs.batch'
    }

    It 'uses the cached catalog if the server reports no change' {
        $lines = Get-KubeApiResource pods -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message
        $lines | Should -BeLike 'GET * 304 in *'
    }

    It 'completes the values of -Verb' {
        Get-Completions 'Get-KubeApiResource -Verb delete' | Should -Be 'delete', 'deletecollection'
    }

    It 'has help with examples' {
        Get-ExampleTitles Get-KubeApiResource | Should -Not -BeNullOrEmpty
    }
}
