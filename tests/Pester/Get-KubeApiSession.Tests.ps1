Describe 'Get-KubeApiSession' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox
        $viewer = Connect-KubeApi sandbox-viewer
        $admin = Connect-KubeApi sandbox-admin
        $quoted = Connect-KubeApi -Name "it's here"
        $null = Select-KubeApiSession sandbox-admin
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'gets all, by name' {
        (Get-KubeApiSession).Name | Should -Be "it's here", 'sandbox-admin', 'sandbox-viewer'
    }

    It 'takes wildcards' {
        (Get-KubeApiSession sandbox-*).Name | Should -Be 'sandbox-admin', 'sandbox-viewer'
    }

    It 'ignores case' {
        Get-KubeApiSession SANDBOX-ADMIN | Should -Be $admin
    }

    It 'takes names from the pipeline' {
        'sandbox-viewer', 'sandbox-admin' | Get-KubeApiSession | ForEach-Object User | Should -Be 'viewer', 'admin'
    }

    It 'gets the current one' {
        Get-KubeApiSession -Current | Should -Be $admin
    }

    It 'says so where a name is unknown' {
        $failure = Get-Failure { Get-KubeApiSession nobody }
        $failure.FullyQualifiedErrorId | Should -Be 'SessionNotFound,KubeApi.Commands.GetKubeApiSessionCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'says nothing where a pattern finds nothing' {
        Get-KubeApiSession nobody* -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'completes names, quoted where PowerShell needs it' {
        Get-Completions 'Get-KubeApiSession it' | Should -Be "'it''s here'"
    }

    It 'completes -Session of the other cmdlets, with the contexts that a session can be made of' {
        Get-Completions 'Get-KubeApiObject pods -Session sandbox-' | Should -Be 'sandbox-admin', 'sandbox-viewer', 'sandbox-certificate', 'sandbox-anonymous'
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
            (Invoke-KubeApi /version -Session sandbox-admin).gitVersion
        }
        $versions | Should -Be 'v1.36.2', 'v1.36.2', 'v1.36.2'
    }

    It 'keeps the current session of this runspace when another selects one' {
        1 | ForEach-Object -Parallel {
            Import-Module $using:Manifest
            $null = Select-KubeApiSession sandbox-viewer
        }
        Get-KubeApiSession -Current | Should -Be $admin
    }

    It 'has help with examples' {
        Get-ExampleTitles Get-KubeApiSession | Should -Not -BeNullOrEmpty
    }
}
