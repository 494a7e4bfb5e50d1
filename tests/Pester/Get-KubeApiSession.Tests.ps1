Describe 'Get-KubeApiSession' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $viewer = Connect-KubeApi -As viewer -Name test-viewer
        $admin = Connect-KubeApi -Name test-admin
        $quoted = Connect-KubeApi -Name "it's here"
        $null = Select-KubeApiSession test-admin
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'gets all sessions, sorted by name' {
        (Get-KubeApiSession).Name | Should -Be "it's here", 'test-admin', 'test-viewer'
    }

    It 'takes wildcards' {
        (Get-KubeApiSession test-*).Name | Should -Be 'test-admin', 'test-viewer'
    }

    It 'ignores case' {
        Get-KubeApiSession TEST-ADMIN | Should -Be $admin
    }

    It 'takes names from the pipeline' {
        'test-viewer', 'test-admin' | Get-KubeApiSession | Should -Be $viewer, $admin
    }

    It 'gets the current one' {
        Get-KubeApiSession -Current | Should -Be $admin
    }

    It 'omits a session that a script has disposed' {
        $disposed = Connect-KubeApi -Name test-disposed
        $disposed.Dispose()
        $null = Select-KubeApiSession test-admin
        (Get-KubeApiSession).Name | Should -Not -Contain test-disposed
        (Get-Failure { Get-KubeApiSession test-disposed }).FullyQualifiedErrorId | Should -BeLike 'SessionNotFound,*'
    }

    It 'refuses an undefined name' {
        (Get-Failure { Get-KubeApiSession $undefined }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'reports an unknown name' {
        $failure = Get-Failure { Get-KubeApiSession nobody }
        $failure.FullyQualifiedErrorId | Should -Be 'SessionNotFound,KubeApi.Commands.GetKubeApiSessionCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'is readable at 80 columns' {
        $lines = (Get-KubeApiSession test-* | Out-String -Width 80) -split '\r?\n' -ne ''
        $lines.Count | Should -Be 4
        $lines | ForEach-Object Length | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 80
        $lines[0] | Should -Match '^\* Name +Namespace +Server +Version User '
        $lines[2] | Should -Match "^\* test-admin +$($admin.Namespace) +$([regex]::Escape($admin.Server)) +v1\.\d+\.\d+ "
    }

    It 'returns nothing for a pattern without a match' {
        Get-KubeApiSession nobody* -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'completes names, quoted if PowerShell requires it' {
        Get-Completions 'Get-KubeApiSession it' | Should -Be "'it''s here'"
    }

    It 'completes -Session of other cmdlets, with the contexts of the kubeconfig' {
        Get-Completions 'Get-KubeApiObject pods -Session test' | Select-Object -First 3 | Should -Be 'test-admin', 'test-viewer', 'test'
    }

    It 'has no current session in another runspace' {
        $id = 1 | ForEach-Object -Parallel {
            Import-Module $using:Manifest
            try { Get-KubeApiSession -Current } catch { $_.FullyQualifiedErrorId }
        }
        $id | Should -BeLike 'NoSession,*'
    }

    It 'finds sessions by name in another runspace' {
        $versions = 1..3 | ForEach-Object -Parallel {
            Import-Module $using:Manifest
            (Invoke-KubeApi /version -Session test-admin).gitVersion
        }
        $versions | Should -Be (@($admin.ServerVersion) * 3)
    }

    It 'keeps the current session of this runspace when another selects one' {
        1 | ForEach-Object -Parallel {
            Import-Module $using:Manifest
            $null = Select-KubeApiSession test-viewer
        }
        Get-KubeApiSession -Current | Should -Be $admin
    }

    It 'has help with examples' {
        Get-ExampleTitles Get-KubeApiSession | Should -Not -BeNullOrEmpty
    }
}
