Describe 'Disconnect-KubeApi' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    BeforeEach {
        $a = Connect-KubeApi -Name a
        $b = Connect-KubeApi -Name b
    }

    AfterEach {
        Get-KubeApiSession | Disconnect-KubeApi
    }

    It 'closes the current session' {
        Disconnect-KubeApi
        $b.IsConnected | Should -BeFalse
        Get-KubeApiSession | Should -Be $a
    }

    It 'closes a session by its name' {
        Disconnect-KubeApi a
        Get-KubeApiSession | Should -Be $b
    }

    It 'closes sessions from the pipeline' {
        Get-KubeApiSession | Disconnect-KubeApi
        Get-KubeApiSession | Should -BeNullOrEmpty
    }

    It 'writes nothing' {
        Disconnect-KubeApi a, b | Should -BeNullOrEmpty
    }

    It 'leaves no current session after closing it' {
        Disconnect-KubeApi b
        (Get-Failure { Get-KubeApiSession -Current }).FullyQualifiedErrorId | Should -BeLike 'NoSession,*'
    }

    It 'makes a closed session unusable' {
        Disconnect-KubeApi a
        $failure = Get-Failure { Invoke-KubeApi /version -Session $a }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SessionNotFound,*'
        $failure.Exception.Message | Should -Be "The session 'a' was closed."
    }

    It 'continues after an unknown name' {
        $failure = Get-Failure { Disconnect-KubeApi nobody, a }
        $failure.FullyQualifiedErrorId | Should -Be 'SessionNotFound,KubeApi.Commands.DisconnectKubeApiCommand'
        $failure.TargetObject | Should -Be 'nobody'
        Disconnect-KubeApi nobody, a -ErrorAction SilentlyContinue
        $a.IsConnected | Should -BeFalse
    }

    It 'reports NoSession without a current session' {
        Disconnect-KubeApi
        (Get-Failure { Disconnect-KubeApi }).FullyQualifiedErrorId | Should -BeLike 'NoSession,*'
    }

    It 'completes the names of sessions' {
        Get-Completions 'Disconnect-KubeApi ' | Should -Be 'a', 'b'
    }

    It 'has help with examples' {
        Get-ExampleTitles Disconnect-KubeApi | Should -Not -BeNullOrEmpty
    }
}
