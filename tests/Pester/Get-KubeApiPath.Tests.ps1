Describe 'Get-KubeApiPath' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $nobody = Connect-KubeApi -As nobody -Name nobody
        $admin = Connect-KubeApi
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'gets the paths of the server, in its order' {
        $expected = (Get-RawJson $cluster / | ConvertFrom-Json).paths
        (Get-KubeApiPath).Path | Should -Be $expected
    }

    It 'takes wildcards' {
        (Get-KubeApiPath /apis/batch*, /version).Path | Should -Be '/apis/batch', '/apis/batch/v1', '/version'
    }

    It 'returns group and version' {
        $path = Get-KubeApiPath /apis/batch/v1
        $path.Group, $path.Version | Should -Be 'batch', 'v1'
    }

    It 'is a table' {
        $lines = Get-KubeApiPath /api/v1, /apis/batch/v1 | Get-Lines
        $lines[0] -split '\s+' | Should -Be 'Path', 'Group', 'Version'
        $lines[2] -split '\s+' | Should -Be '/api/v1', '(core)', 'v1'
        $lines[3] -split '\s+' | Should -Be '/apis/batch/v1', 'batch', 'v1'
    }

    It 'shows no group for a path that belongs to none' {
        (Get-KubeApiPath /version | Get-Lines)[2] | Should -Be '/version'
    }

    It 'can be grouped and sorted' {
        $groups = Get-KubeApiPath /apis/*/* | Group-Object Group | Sort-Object Count -Descending
        ($groups | Where-Object Name -EQ autoscaling).Count | Should -Be 2
    }

    It 'feeds Invoke-KubeApi' {
        Get-KubeApiPath /version | Invoke-KubeApi | ForEach-Object gitVersion | Should -Be (Get-RawJson $cluster /version | ConvertFrom-Json).gitVersion
    }

    It 'gets the readable paths, with a warning, if the user cannot read the root' {
        $paths = Get-KubeApiPath /apis/batch/v1 -Session $nobody -WarningVariable warnings -WarningAction SilentlyContinue
        $paths.Path | Should -Be '/apis/batch/v1'
        $warnings | Should -BeLike '*cannot read*'
    }

    It 'reads from several sessions' {
        (Get-KubeApiPath /api/v1 -Session $admin, $nobody -WarningAction SilentlyContinue).Count | Should -Be 2
    }

    It 'has help with examples' {
        Get-ExampleTitles Get-KubeApiPath | Should -Not -BeNullOrEmpty
    }
}
