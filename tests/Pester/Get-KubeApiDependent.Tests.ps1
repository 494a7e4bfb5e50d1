Describe 'Get-KubeApiDependent' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        foreach ($name in 'root', 'child', 'grandchild', 'other') {
            $owner = @{ child = 'root'; grandchild = 'child' }[$name]
            $map = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name } }
            if ($owner) { $map.metadata.ownerReferences = @(@{ apiVersion = 'v1'; kind = 'ConfigMap'; name = $owner; uid = (Get-KubeApiObject cm $owner).metadata.uid }) }
            $null = New-KubeApiObject $map
        }
        # Of another type, with two owners.
        $null = New-KubeApiObject @{
            apiVersion = 'v1'; kind = 'Secret'; metadata = @{
                name = 'shared'; ownerReferences = @(foreach ($name in 'root', 'child') {
                    @{ apiVersion = 'v1'; kind = 'ConfigMap'; name = $name; uid = (Get-KubeApiObject cm $name).metadata.uid }
                })
            }
        }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'returns the owned objects of any kind as whole objects' {
        $found = Get-KubeApiDependent cm root
        $found.ForEach{ "$_" } | Should -Be 'ConfigMap/child', 'Secret/shared'
        $found[0].metadata.ownerReferences[0].name | Should -Be 'root'
        $found.Depth | Should -Be 1, 1
    }

    It 'returns all levels with -Recurse, each object once and after its owner' {
        $found = Get-KubeApiDependent configmap/root -Recurse
        $found.ForEach{ "$($_.Depth) $_" } | Should -Be '1 ConfigMap/child', '2 ConfigMap/grandchild', '2 Secret/shared'
    }

    It 'shows them as a tree' {
        $lines = Get-KubeApiDependent cm root -Recurse | Get-Lines
        $lines[0] -split ' +' | Should -Be 'Depth', 'Kind', 'Namespace', 'Name', 'Ready', 'Status', 'Age'
        $lines[2] | Should -Match '^ +1 ConfigMap +kubeapi-test\S+ +child '
        $lines[3] | Should -Match '^ +2   ConfigMap +kubeapi-test\S+ +grandchild '
    }

    It 'takes objects from the pipeline, which keep their session' {
        $found = Get-KubeApiObject cm root | Get-KubeApiDependent
        ($found | Get-KubeApiSession | Select-Object -Unique).Name | Should -Be (Get-KubeApiSession -Current).Name
        Get-KubeApiObject cm other | Get-KubeApiDependent | Should -BeNullOrEmpty
    }

    It 'hides the depth from JSON' {
        (Get-KubeApiDependent cm root)[0] | ConvertTo-Json -Depth 5 | Should -Not -BeLike '*Depth*'
    }

    It 'finds the pods of a Deployment' {
        . $PSScriptRoot/Workloads.ps1
        New-TestDeployment web registry.k8s.io/pause:3.10
        Wait-Until { (Get-KubeApiDependent deploy web -Recurse | Where-Object kind -EQ Pod) }
        (Get-KubeApiDependent deploy web -Recurse).ForEach{ "$($_.Depth) $($_.kind)" } | Should -Be '1 ReplicaSet', '2 Pod'
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'a missing object'; Id = 'ObjectNotFound'; Script = { Get-KubeApiDependent cm none } }
        @{ What = 'no name'; Id = 'InvalidArgument'; Script = { Get-KubeApiDependent cm } }
        @{ What = 'an unknown type'; Id = 'ResourceTypeNotFound'; Script = { Get-KubeApiDependent pds x } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
