Describe 'Select-KubeApiSession' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $admin = Connect-KubeApi -Name test-admin
        $viewer = Connect-KubeApi -As viewer -Name test-viewer
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'makes a session current by its name, and returns it' {
        Select-KubeApiSession test-admin | Should -Be $admin
        Get-KubeApiSession -Current | Should -Be $admin
    }

    It 'takes a session from the pipeline' {
        $null = $viewer | Select-KubeApiSession
        Get-KubeApiSession -Current | Should -Be $viewer
    }

    It 'is what the next cmdlet uses' {
        $null = Select-KubeApiSession test-admin
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
        Get-Completions 'Select-KubeApiSession test-v' | Should -Be 'test-viewer'
    }

    It 'has help with examples' {
        Get-ExampleTitles Select-KubeApiSession | Should -Not -BeNullOrEmpty
    }
}
