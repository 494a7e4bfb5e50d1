Describe 'Select-KubeApiSession' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox
        $admin = Connect-KubeApi sandbox-admin
        $viewer = Connect-KubeApi sandbox-viewer
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'makes a session current by its name, and returns it' {
        Select-KubeApiSession sandbox-admin | Should -Be $admin
        Get-KubeApiSession -Current | Should -Be $admin
    }

    It 'takes a session from the pipeline' {
        $null = $viewer | Select-KubeApiSession
        Get-KubeApiSession -Current | Should -Be $viewer
    }

    It 'is what the next cmdlet uses' {
        $null = Select-KubeApiSession sandbox-admin
        Get-KubeApiObject namespaces default | Should -Not -BeNullOrEmpty
    }

    It 'says so where a name is unknown' {
        $failure = Get-Failure { Select-KubeApiSession nobody }
        $failure.FullyQualifiedErrorId | Should -Be 'SessionNotFound,KubeApi.Commands.SelectKubeApiSessionCommand'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-KubeApi*'
    }

    It 'refuses a closed session' {
        $closed = Connect-KubeApi -Name closed
        Disconnect-KubeApi closed
        (Get-Failure { Select-KubeApiSession $closed }).FullyQualifiedErrorId | Should -BeLike 'SessionNotFound,*'
    }

    It 'completes the names of sessions' {
        Get-Completions 'Select-KubeApiSession sandbox-v' | Should -Be 'sandbox-viewer'
    }

    It 'has help with examples' {
        Get-ExampleTitles Select-KubeApiSession | Should -Not -BeNullOrEmpty
    }
}
