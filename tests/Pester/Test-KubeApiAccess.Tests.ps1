Describe 'Test-KubeApiAccess' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $admin = Connect-KubeApi
        $user = "jane-$($cluster.Namespace)"
        $null = New-KubeApiObject @{
            apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'Role'; metadata = @{ name = 'reader' }
            rules = @(
                @{ verbs = @('get', 'list'); apiGroups = @(''); resources = @('configmaps', 'pods/log') }
                @{ verbs = @('delete'); apiGroups = @(''); resources = @('configmaps'); resourceNames = @('one') }
            )
        }
        $null = New-KubeApiObject @{
            apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'RoleBinding'; metadata = @{ name = 'reader' }
            roleRef = @{ apiGroup = 'rbac.authorization.k8s.io'; kind = 'Role'; name = 'reader' }
            subjects = @(@{ kind = 'User'; name = $user; apiGroup = 'rbac.authorization.k8s.io' })
        }
        foreach ($name in 'one', 'two') { $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name } } }
        Wait-Until { Test-KubeApiAccess get configmaps -As $user }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It '<Script> is <Allowed>' -ForEach @(
        @{ Allowed = $true; Script = { Test-KubeApiAccess delete pods } }
        @{ Allowed = $true; Script = { Test-KubeApiAccess '*' '*' -AllNamespaces } }
        @{ Allowed = $true; Script = { Test-KubeApiAccess impersonate users } }
        @{ Allowed = $true; Script = { Test-KubeApiAccess get configmaps -As $user } }
        @{ Allowed = $true; Script = { Test-KubeApiAccess get cm -As $user -AsGroup dev } }
        @{ Allowed = $false; Script = { Test-KubeApiAccess get configmaps -As $user -AllNamespaces } }
        @{ Allowed = $false; Script = { Test-KubeApiAccess get configmaps -As $user -Namespace default } }
        @{ Allowed = $false; Script = { Test-KubeApiAccess get secrets -As $user } }
        @{ Allowed = $false; Script = { Test-KubeApiAccess delete configmaps -As $user } }
        @{ Allowed = $true; Script = { Test-KubeApiAccess delete configmaps one -As $user } }
        @{ Allowed = $true; Script = { Test-KubeApiAccess delete configmap/one -As $user } }
        @{ Allowed = $false; Script = { Test-KubeApiAccess delete configmaps two -As $user } }
        @{ Allowed = $true; Script = { Test-KubeApiAccess get pods -Subresource log -As $user } }
        @{ Allowed = $false; Script = { Test-KubeApiAccess create pods -Subresource exec -As $user } }
        @{ Allowed = $false; Script = { Test-KubeApiAccess list nodes -As $user } }
        @{ Allowed = $true; Script = { Test-KubeApiAccess get /version -As $user } }
        @{ Allowed = $false; Script = { Test-KubeApiAccess get /metrics -As $user } }
        @{ Allowed = $true; Script = { Get-KubeApiObject cm one | Test-KubeApiAccess delete -As $user } }
        @{ Allowed = $false; Script = { 'cm/two' | Test-KubeApiAccess delete -As $user } }
    ) {
        $result = & $Script
        $result | Should -BeOfType [bool]
        $result | Should -Be $Allowed
    }

    It 'returns a row for each of several permissions' {
        $rows = Test-KubeApiAccess get, delete configmaps, deployments -As $user
        $rows.ForEach{ "$($_.Verb) $($_.Resource) $($_.IsAllowed)" } |
            Should -Be 'get configmaps True', 'get deployments.apps False', 'delete configmaps False', 'delete deployments.apps False'
        $rows[0].Namespace | Should -Be $cluster.Namespace
        $rows[0].Session | Should -Be $admin.Name
        $rows[0].Reason | Should -BeLike 'RBAC: allowed by RoleBinding*'
        ($rows | Get-Lines)[0] -split ' +' | Should -Be 'Session', 'Verb', 'Resource', 'Name', 'Namespace', 'Allowed', 'Reason'
    }

    It 'returns a row for each object' {
        (Get-KubeApiObject cm one, two | Test-KubeApiAccess delete -As $user).ForEach{ "$($_.Name) $($_.IsAllowed)" } | Should -Be 'one True', 'two False'
    }

    It 'returns a row for each session' {
        $jane = Connect-KubeApi -As $user -Name test-jane
        (Test-KubeApiAccess delete pods -Session $admin, $jane).IsAllowed | Should -Be $true, $false
        $null = Select-KubeApiSession $admin
    }

    It 'shows the reason with -Verbose' {
        $verbose = Test-KubeApiAccess get configmaps -As $user -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$verbose" | Should -BeLike '*get configmaps: allowed: RBAC: allowed by*'
    }

    It 'warns: <Message>' -ForEach @(
        @{ Message = "'delte' is not a known verb*"; Script = { Test-KubeApiAccess delte pods } }
        @{ Message = "'pods/exec' refers to the object named 'exec'. For the subresource: pods -Subresource exec."; Script = { Test-KubeApiAccess create pods/exec } }
        @{ Message = "The server lists no subresource 'exce' of pods. It lists:*exec*"; Script = { Test-KubeApiAccess create pods -Subresource exce } }
    ) {
        & $Script 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] } | Should -BeLike $Message
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'an unknown type'; Id = 'ResourceTypeNotFound'; Script = { Test-KubeApiAccess delete pds } }
        @{ What = 'a pattern of namespaces'; Id = 'InvalidArgument'; Script = { Test-KubeApiAccess get pods -Namespace kube* } }
        @{ What = 'a path with a name'; Id = 'InvalidArgument'; Script = { Test-KubeApiAccess get /metrics one } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'fails for a user who may not impersonate' -Tag Sandbox {
        (Get-Failure { Test-KubeApiAccess get pods -As joe -Session sandbox-viewer }).FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
    }

    It 'completes verbs and subresources' {
        Get-Completions 'Test-KubeApiAccess delete' | Should -Be 'delete', 'deletecollection'
        Get-Completions 'Test-KubeApiAccess create pods -Subresource ex' | Should -Be 'exec'
    }
}
