Describe 'Get-KubeApiIdentity' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $session = Connect-KubeApi
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'returns the user of the session' {
        $identity = Get-KubeApiIdentity
        $identity.User | Should -Be $session.User
        $identity.Groups | Should -Be $session.Groups
        $identity.Session | Should -Be $session.Name
        "$identity" | Should -Be $session.User
    }

    It 'returns the user that it impersonates, with the groups that the server derives' {
        $identity = Get-KubeApiIdentity -As "system:serviceaccount:$($cluster.Namespace):default"
        $identity.Groups | Should -Be 'system:serviceaccounts', "system:serviceaccounts:$($cluster.Namespace)", 'system:authenticated'
    }

    It 'sends uid, groups and extra fields' {
        $identity = Get-KubeApiIdentity -As jane -AsUid 42 -AsGroup dev, ops -AsExtra @{ scopes = 'view', 'edit' }
        $identity.User, $identity.Uid | Should -Be 'jane', '42'
        $identity.Groups | Should -Be 'dev', 'ops', 'system:authenticated'
        $identity.Extra.scopes | Should -Be 'view', 'edit'
        $identity | Get-Lines | Should -Contain 'Groups  : dev, ops, system:authenticated'
        $identity | Get-Lines | Should -Contain 'Extra   : scopes = view, edit'
    }

    It 'leaves the session as it was' {
        $null = Get-KubeApiIdentity -As jane
        (Get-KubeApiIdentity).User | Should -Be $session.User
    }

    It 'returns a row for each session' {
        $jane = Connect-KubeApi -As jane -Name test-jane
        (Get-KubeApiIdentity -Session $session, $jane).User | Should -Be $session.User, 'jane'
        $null = Select-KubeApiSession $session
    }

    It 'refuses groups without a user' {
        (Get-Failure { Get-KubeApiIdentity -AsGroup dev }).FullyQualifiedErrorId | Should -BeLike 'InvalidConfiguration,*'
    }

    It 'fails for a user who may not impersonate' -Tag Sandbox {
        $failure = Get-Failure { Get-KubeApiIdentity -As joe -Session sandbox-viewer }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
        "$failure" | Should -BeLike '*cannot impersonate*'
    }
}
