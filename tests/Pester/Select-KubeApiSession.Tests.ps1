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

    It 'takes a pattern that matches one session' {
        Select-KubeApiSession test-v* | Should -Be $viewer
    }

    It 'refuses a pattern that matches several sessions' {
        $failure = Get-Failure { Select-KubeApiSession test-* }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        "$failure" | Should -Be "Only one session can be current, but 'test-*' matches 2."
    }

    It 'selects the session of the next cmdlet' {
        $null = Select-KubeApiSession test-admin
        Get-KubeApiObject namespaces default | Should -Not -BeNullOrEmpty
    }

    It 'reports an unknown name' {
        $failure = Get-Failure { Select-KubeApiSession nobody }
        $failure.FullyQualifiedErrorId | Should -Be 'SessionNotFound,KubeApi.Commands.SelectKubeApiSessionCommand'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-KubeApi*'
    }

    It 'refuses a closed session' {
        $closed = Connect-KubeApi -Name closed
        Disconnect-KubeApi closed
        (Get-Failure { Select-KubeApiSession $closed }).FullyQualifiedErrorId | Should -BeLike 'SessionNotFound,*'
    }

    It 'changes the default namespace of <What>' -ForEach @(
        @{ What = 'the current session'; Script = { Select-KubeApiSession -Namespace kube-system } }
        @{ What = 'a named session'; Script = { Select-KubeApiSession test-admin -Namespace kube-system } }
        @{ What = 'a session from the pipeline'; Script = { $admin | Select-KubeApiSession -n kube-system } }
    ) {
        $null = Select-KubeApiSession test-admin -Namespace $cluster.Namespace
        (& $Script).Namespace | Should -Be 'kube-system'
        $admin.Namespace | Should -Be 'kube-system'
        Get-KubeApiObject configmaps extension-apiserver-authentication | Should -Not -BeNullOrEmpty
        $null = Select-KubeApiSession -Namespace $cluster.Namespace
    }

    It 'warns of a namespace that does not exist' {
        $null = Select-KubeApiSession test-admin -Namespace kube-sytem -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -Be "Namespace 'kube-sytem' not found (session 'test-admin'). Did you mean 'kube-system'?"
        $admin.Namespace | Should -Be 'kube-sytem'
        $null = Select-KubeApiSession test-admin -Namespace $cluster.Namespace
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'neither a session nor a namespace'; Id = 'InvalidArgument'; Script = { Select-KubeApiSession } }
        @{ What = 'a namespace with a slash'; Id = 'InvalidArgument'; Script = { Select-KubeApiSession -Namespace a/b } }
        @{ What = 'a pattern'; Id = 'InvalidArgument'; Script = { Select-KubeApiSession -Namespace * } }
        @{ What = 'no session'; Id = 'ParameterArgumentTransformationError'; Script = { Select-KubeApiSession @() } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $admin.Namespace | Should -Be $cluster.Namespace
    }

    It 'completes the names of sessions' {
        Get-Completions 'Select-KubeApiSession test-v' | Should -Be 'test-viewer'
    }

    It 'has help with examples' {
        Get-ExampleTitles Select-KubeApiSession | Should -Not -BeNullOrEmpty
    }
}
