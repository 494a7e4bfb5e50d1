Describe 'Get-KubeApiOwner' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        foreach ($name in 'root', 'middle', 'leaf') {
            $owner = @{ middle = 'root'; leaf = 'middle' }[$name]
            $map = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name } }
            if ($owner) { $map.metadata.ownerReferences = @(@{ apiVersion = 'v1'; kind = 'ConfigMap'; name = $owner; uid = (Get-KubeApiObject cm $owner).metadata.uid }) }
            $null = New-KubeApiObject $map
        }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'returns the owners, nearest first' {
        $found = Get-KubeApiOwner cm leaf
        $found.ForEach{ "$($_.Depth) $_" } | Should -Be '1 ConfigMap/middle', '2 ConfigMap/root'
        $found[1].metadata.uid | Should -Be (Get-KubeApiObject cm root).metadata.uid
        Get-KubeApiOwner cm root | Should -BeNullOrEmpty
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'an object'; Script = { Get-KubeApiObject cm middle | Get-KubeApiOwner } }
        @{ What = 'a string'; Script = { 'cm/middle' | Get-KubeApiOwner } }
    ) {
        (& $Script).metadata.name | Should -Be 'root'
    }

    It 'shows them as a tree' {
        $lines = Get-KubeApiOwner cm leaf | Get-Lines
        $lines[2] | Should -Match '^ +1 ConfigMap +kubeapi-test\S+ +middle '
        $lines[3] | Should -Match '^ +2   ConfigMap +kubeapi-test\S+ +root '
    }

    # A real cluster soon collects objects without a remaining owner.
    It 'reports an owner that no longer exists' -Tag Sandbox {
        $null = Invoke-RestMethod "$($cluster.ProxyUri)/sandbox/controllers?state=held" -Method Put
        $null = New-KubeApiObject @{
            apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{
                name = 'orphan'; ownerReferences = @(
                    @{ apiVersion = 'v1'; kind = 'ConfigMap'; name = 'root'; uid = "$(New-Guid)" }, @{ apiVersion = 'v1'; kind = 'ConfigMap'; name = 'gone'; uid = "$(New-Guid)" }
                    @{ apiVersion = 'v1'; kind = 'ConfigMap'; name = 'middle'; uid = (Get-KubeApiObject cm middle).metadata.uid }
                )
            }
        }
        $found = Get-KubeApiOwner cm orphan -ErrorVariable failure -ErrorAction SilentlyContinue
        $found.metadata.name | Should -Be 'middle', 'root'
        $failure.FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'
        "$($failure[0])" | Should -BeLike 'The owner ConfigMap/root no longer exists: another object has its name*'
        "$($failure[1])" | Should -BeLike 'configmaps "gone" not found*'
        $null = Invoke-RestMethod "$($cluster.ProxyUri)/sandbox/controllers?state=running" -Method Put
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'a missing object'; Id = 'ObjectNotFound'; Script = { Get-KubeApiOwner cm none } }
        @{ What = 'no name'; Id = 'InvalidArgument'; Script = { Get-KubeApiOwner cm } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
