# The cluster needs a metrics-server, which the sandbox has.
Describe 'Get-KubeApiUsage' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $null = Set-KubeApiObject @'
apiVersion: v1
kind: Pod
metadata: { name: small, labels: { app: web } }
spec:
  containers:
  - { name: app, image: nginx, resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: 200m, memory: 128Mi } } }
  - { name: log, image: nginx, resources: { requests: { cpu: 10m } } }
---
apiVersion: v1
kind: Pod
metadata: { name: large }
spec: { containers: [{ name: app, image: nginx, resources: { requests: { cpu: 1, memory: 1Gi }, limits: { cpu: 1, memory: 1Gi } } }] }
---
apiVersion: v1
kind: Pod
metadata: { name: unscheduled }
spec: { nodeSelector: { none: none }, containers: [{ name: app, image: nginx }] }
'@
        Wait-Until { @(Get-KubeApiUsage pods).Count -eq 2 }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'returns cores and bytes of running pods' {
        $usage = Get-KubeApiUsage pods | Sort-Object Memory
        $usage.Name | Should -Be 'small', 'large'
        $usage[0].Cpu | Should -BeOfType [decimal]
        $usage[0].Memory | Should -BeOfType [long]
        $usage[1].Cpu | Should -BeGreaterThan 0.1
        $usage[1].Namespace | Should -Be $cluster.Namespace
        $usage[1].Session | Should -Be (Get-KubeApiSession -Current).Name
        $usage[1].Measured | Should -BeOfType [datetime]
    }

    It 'compares them with requests and limits' {
        $small = Get-KubeApiUsage pod small
        $small.CpuRequest, $small.MemoryRequest | Should -Be 0.11d, 64MB
        $small.CpuRequestPercent | Should -Be ([math]::Round(100 * $small.Cpu / 0.11d))
        $small.CpuLimit ?? $small.CpuLimitPercent | Should -BeNullOrEmpty
        $large = Get-KubeApiUsage pod/large
        $large.MemoryLimitPercent | Should -Be ([math]::Round(100 * $large.Memory / 1GB))
    }

    It 'returns the containers' {
        $containers = Get-KubeApiUsage pods small -Containers
        $containers.Container | Sort-Object | Should -Be 'app', 'log'
        ($containers | Measure-Object Cpu -Sum).Sum | Should -Be (Get-KubeApiUsage pod small).Cpu
        ($containers | Where-Object Container -EQ app).MemoryLimit | Should -Be 128MB
    }

    It 'returns the nodes' {
        $node = @(Get-KubeApiUsage nodes)[0]
        $node.Name | Should -Be @(Get-KubeApiObject nodes)[0].Name
        $node.CpuAllocatable | Should -Be (ConvertFrom-KubeApiQuantity @(Get-KubeApiObject nodes)[0].status.allocatable.cpu)
        $node.CpuAllocatablePercent | Should -BeGreaterThan 0
    }

    It 'selects by <What>' -ForEach @(
        @{ What = 'pattern'; Script = { Get-KubeApiUsage po s* } }
        @{ What = 'label'; Script = { Get-KubeApiUsage pods -LabelSelector app=web } }
        @{ What = 'object'; Script = { Get-KubeApiObject pod small | Get-KubeApiUsage } }
        @{ What = 'string'; Script = { 'pod/small' | Get-KubeApiUsage } }
        @{ What = 'name in all namespaces'; Script = { Get-KubeApiUsage pods small -AllNamespaces } }
    ) {
        (& $Script).Name | Should -Be 'small'
    }

    It 'shows columns' {
        (Get-KubeApiUsage pods | Get-Lines)[0] -split ' +' | Should -Be 'Namespace', 'Name', 'Cpu', '%Req', '%Lim', 'Memory', '%Req', '%Lim'
        (Get-KubeApiUsage nodes | Get-Lines)[0] -split ' +' | Should -Be 'Name', 'Cpu', '%Alloc', 'Memory', '%Alloc'
        (Get-KubeApiUsage pods -Containers | Get-Lines)[0] -split ' +' | Should -Be 'Namespace', 'Name', 'Container', 'Cpu', '%Req', '%Lim', 'Memory', '%Req', '%Lim'
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'a missing pod'; Id = 'ObjectNotFound'; Script = { Get-KubeApiUsage pod none } }
        @{ What = 'a pod that is not running'; Id = 'MetricsNotAvailable'; Script = { Get-KubeApiUsage pod unscheduled } }
        @{ What = 'another type'; Id = 'WorkloadNotSupported'; Script = { Get-KubeApiUsage deployments } }
        @{ What = 'a missing namespace'; Id = 'NamespaceNotFound'; Script = { Get-KubeApiUsage pods -Namespace kubeapi-none } }
        @{ What = 'a name and a selector'; Id = 'InvalidArgument'; Script = { Get-KubeApiUsage pod small -LabelSelector app=web } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'needs no permission to read <What>' -ForEach @(
        @{ What = 'pods'; Script = { Get-KubeApiUsage pods -Session test-measurer } }
        @{ What = 'one pod'; Script = { Get-KubeApiUsage pod small, large -Session test-measurer } }
        @{ What = 'containers'; Script = { Get-KubeApiUsage pods -Containers -Session test-measurer } }
        @{ What = 'nodes'; Script = { Get-KubeApiUsage nodes -Session test-measurer } }
    ) {
        $current = Get-KubeApiSession -Current
        $name = "$($cluster.Namespace)-measurer"
        $null = Set-KubeApiObject @"
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: $name }
rules: [{ apiGroups: [metrics.k8s.io], resources: [pods, nodes], verbs: [get, list] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: $name }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: $name }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: $name }]
"@
        $null = Connect-KubeApi -As $name -Name test-measurer
        try {
            $usage = & $Script 3>&1
            $warnings, $rows = $usage.Where({ $_ -is [Management.Automation.WarningRecord] }, 'Split')
            $warnings | Should -HaveCount 1
            $warnings[0].Message | Should -BeLike "The percentages are unknown: *$name*"
            $rows.Count | Should -BeGreaterThan 0
            $rows[0].Cpu | Should -BeOfType [decimal]
            $rows[0].CpuRequestPercent ?? $rows[0].CpuLimitPercent ?? $rows[0].MemoryRequest ?? $rows[0].CpuAllocatablePercent | Should -BeNullOrEmpty
        }
        finally {
            Disconnect-KubeApi test-measurer
            Select-KubeApiSession $current
            Remove-KubeApiObject clusterrole, clusterrolebinding $name -Force
        }
    }

    It 'warns of each invalid amount' {
        $stub = Start-StubServer @'
{ "kind": "PodList", "apiVersion": "v1", "metadata": {},
  "items": [{ "metadata": { "name": "odd", "namespace": "default" }, "containers": [{ "name": "app", "usage": { "cpu": "x", "memory": "y" } }] }] }
'@
        $current = Get-KubeApiSession -Current
        $null = Connect-KubeApi -Uri $stub.Uri -Name test-stub
        try {
            $null = Get-KubeApiUsage pods -Session test-stub -WarningVariable warnings -WarningAction SilentlyContinue
            "$warnings" | Should -BeLike '*quantity of cpu.*quantity of memory.'
            $warnings | Should -HaveCount 2
        }
        finally {
            Disconnect-KubeApi test-stub
            Select-KubeApiSession $current
            $stub.Stop()
        }
    }

    It 'reports a missing metrics-server' {
        $stub = Start-StubServer '404 page not found' 404 'text/plain'
        $null = Connect-KubeApi -Uri $stub.Uri -Name test-stub
        $failure = Get-Failure { Get-KubeApiUsage pods -Session test-stub }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MetricsNotAvailable,*'
        "$failure" | Should -BeLike '*does not serve metrics.k8s.io*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*metrics-server*'
        $stub.Stop()
    }
}
