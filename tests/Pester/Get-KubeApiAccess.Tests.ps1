Describe 'Get-KubeApiAccess' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $admin = Connect-KubeApi
        $user = "jane-$($cluster.Namespace)"
        $null = New-KubeApiObject @{
            apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'Role'; metadata = @{ name = 'reader' }
            rules = @(
                @{ verbs = @('list', 'get'); apiGroups = @('', 'apps'); resources = @('deployments/scale', 'widgets') }
                @{ verbs = @('delete'); apiGroups = @(''); resources = @('configmaps'); resourceNames = @('one') }
            )
        }
        $null = New-KubeApiObject @{
            apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'RoleBinding'; metadata = @{ name = 'reader' }
            roleRef = @{ apiGroup = 'rbac.authorization.k8s.io'; kind = 'Role'; name = 'reader' }
            subjects = @(@{ kind = 'User'; name = $user; apiGroup = 'rbac.authorization.k8s.io' }, @{ kind = 'ServiceAccount'; name = 'ci'; namespace = $cluster.Namespace })
        }
        Wait-Until { (Get-KubeApiAccess -As $user).Resources -contains 'configmaps' }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'returns a row for each resource and path' {
        $rules = Get-KubeApiAccess -As $user
        $scale = $rules | Where-Object { $_.Resources -eq 'deployments.apps/scale' }
        $scale.Verbs | Should -Be 'get', 'list'
        $scale.Namespace, $scale.Session | Should -Be $cluster.Namespace, $admin.Name
        ($rules | Where-Object { $_.Resources -eq 'configmaps' }).Names | Should -Be 'one'
        ($rules | Where-Object { $_.NonResourceUrls -eq '/version' }).Verbs | Should -Be 'get'
        $rules | Where-Object { $_.Resources -eq 'pods' } | Should -BeNullOrEmpty
        ($rules | Get-Lines)[0] -split ' +' | Should -Be 'Resources', 'Names', 'NonResourceUrls', 'Verbs'
    }

    It 'returns the permissions in another namespace' {
        (Get-KubeApiAccess -As $user -Namespace default).Resources | Should -Not -Contain 'configmaps'
    }

    It 'is recommended by the error of a denied request' {
        $null = Connect-KubeApi -As $user -Name test-jane
        $failure = Get-Failure { Get-KubeApiObject pods }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
        $advice = $failure.ErrorDetails.RecommendedAction
        $advice | Should -Be "To list what is allowed: Get-KubeApiAccess -Namespace $($cluster.Namespace) -Session 'test-jane'"
        (Invoke-Expression $advice.Split(': ', 2)[1]).Resources | Should -Contain 'configmaps'
        $null = Select-KubeApiSession $admin
    }

    It 'finds the subjects of a permission, and warns that only RBAC is covered' {
        $found = Get-KubeApiAccess -Who delete configmaps one -WarningVariable warning -WarningAction SilentlyContinue
        $jane = $found | Where-Object Name -EQ $user
        "$jane" | Should -Be "User/$user"
        $jane.Scope, $jane.Binding, $jane.Role | Should -Be $cluster.Namespace, 'RoleBinding/reader', 'Role/reader'
        ($found | Where-Object Name -EQ ci).Namespace | Should -Be $cluster.Namespace
        ($found | Where-Object Name -EQ system:masters).Scope | Should -BeExactly ''
        "$warning" | Should -BeLike 'Only RBAC is covered:*'
        ($found | Get-Lines)[0] -split ' +' | Should -Be 'Kind', 'Namespace', 'Name', 'Scope', 'Binding', 'Role'
    }

    It 'finds the subjects for all objects, and in all namespaces' {
        (Get-KubeApiAccess -Who delete configmaps 3>$null).Name | Should -Not -Contain $user
        (Get-KubeApiAccess -Who list deployments -Subresource scale -AllNamespaces 3>$null | Where-Object Name -EQ $user).Scope | Should -Be $cluster.Namespace
        (Get-KubeApiAccess -Who get /version 3>$null).Name | Should -Contain 'system:authenticated'
        (Get-KubeApiAccess -Who delete nodes 3>$null).Name | Should -Contain 'system:masters'
    }

    It 'is partial, with a warning, for a user who may list only some bindings' {
        $lister = "lister-$($cluster.Namespace)"
        $null = New-KubeApiObject @{
            apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'Role'; metadata = @{ name = 'lister' }
            rules = @(@{ verbs = @('list'); apiGroups = @('rbac.authorization.k8s.io'); resources = @('roles', 'rolebindings') })
        }
        $null = New-KubeApiObject @{
            apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'RoleBinding'; metadata = @{ name = 'lister' }
            roleRef = @{ apiGroup = 'rbac.authorization.k8s.io'; kind = 'Role'; name = 'lister' }; subjects = @(@{ kind = 'User'; name = $lister })
        }
        Wait-Until { Test-KubeApiAccess list rolebindings -As $lister }
        $session = Connect-KubeApi -As $lister -Name test-lister
        $found = Get-KubeApiAccess -Who delete configmaps one -Session $session -WarningVariable warning -WarningAction SilentlyContinue
        $found.Name | Should -Be $user, 'ci'
        @($warning -like 'The result is partial: *clusterrolebindings*').Count | Should -Be 1
        @($warning -like 'The result is partial: *clusterroles*').Count | Should -Be 1
        $null = Select-KubeApiSession $admin
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'a user who may not list bindings'; Id = 'Forbidden'; Script = { Get-KubeApiAccess -Who delete pods -Session (Connect-KubeApi -As $user -Name test-jane) } }
        @{ What = 'a pattern of namespaces'; Id = 'InvalidArgument'; Script = { Get-KubeApiAccess -Namespace kube* } }
        @{ What = 'an unknown type'; Id = 'ResourceTypeNotFound'; Script = { Get-KubeApiAccess -Who delete pds } }
        @{ What = '-Who of one user'; Id = 'InvalidArgument'; Script = { Get-KubeApiAccess -Who delete pods -As jane } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $null = Select-KubeApiSession $admin
    }
}
