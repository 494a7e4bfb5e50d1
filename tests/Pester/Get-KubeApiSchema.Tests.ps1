Describe 'Get-KubeApiSchema' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $group = "$($cluster.Namespace).example.com"
        function Set-Widgets([hashtable] $Spec) {
            $null = Set-KubeApiObject -Wait @{
                apiVersion = 'apiextensions.k8s.io/v1'; kind = 'CustomResourceDefinition'; metadata = @{ name = "widgets.$group" }
                spec = @{
                    group = $group; scope = 'Namespaced'; names = @{ plural = 'widgets'; singular = 'widget'; kind = 'Widget' }
                    versions = @(@{
                        name = 'v1'; served = $true; storage = $true
                        schema = @{ openAPIV3Schema = @{ type = 'object'; properties = @{ spec = @{ type = 'object'; required = @('size'); properties = $Spec } } } }
                    })
                }
            }
        }
    }

    AfterAll {
        Remove-KubeApiObject crd "widgets.$group" -Force -ErrorAction Ignore
        Stop-TestCluster $cluster
    }

    It 'lists the fields of <Path>' -ForEach @(
        @{ Path = 'deployment'; Names = 'apiVersion', 'kind', 'metadata', 'spec', 'status' }
        @{ Path = 'deploy.spec.strategy'; Names = 'rollingUpdate', 'type' }
        @{ Path = 'deployments.apps.spec.strategy'; Names = 'rollingUpdate', 'type' }
        @{ Path = 'deployments.v1.apps.spec.strategy.rollingUpdate'; Names = 'maxSurge', 'maxUnavailable' }
        @{ Path = 'Deployment.Spec.Strategy.type'; Names = 'type' }
        @{ Path = 'pod.spec.containers[0].resources.claims'; Names = 'name', 'request' }
    ) {
        (Get-KubeApiSchema $Path).Name | Should -Be $Names
    }

    It 'returns the same information as kubectl explain' {
        $type = Get-KubeApiSchema deployment.spec.strategy.type
        $type.Path | Should -BeExactly 'deployment.spec.strategy.type'
        $type.Type | Should -Be 'string'
        $type.Enum | Should -Be 'Recreate', 'RollingUpdate'
        $type.Description | Should -BeLike 'Type of deployment.*'
        $spec = Get-KubeApiSchema deployment.spec
        ($spec | Where-Object Required).Name | Should -Be 'selector', 'template'
        ($spec | Where-Object Name -eq selector).Type | Should -Be 'LabelSelector'
        (Get-KubeApiSchema pod.spec.containers.ports.protocol).Default | Should -Be 'TCP'
        (Get-KubeApiSchema pod.metadata.creationTimestamp).Type | Should -Be 'string'
        (Get-KubeApiSchema pod.metadata.labels).Type | Should -Be 'map[string]string'
        (Get-KubeApiSchema pod.spec.containers.ports.hostPort).Default | Should -BeNullOrEmpty
    }

    It 'lists nested fields with -Recurse, limited by -Depth' {
        $all = Get-KubeApiSchema deployment -Recurse
        $all.Path | Should -Contain 'deployment.spec.template.spec.containers.livenessProbe.httpGet.port'
        (Get-KubeApiSchema deployment -Depth 0).Count | Should -Be 5
        ((Get-KubeApiSchema deployment -Depth 1).Depth | Measure-Object -Maximum).Maximum | Should -Be 1
        # A schema of a schema contains itself.
        (Get-KubeApiSchema crd -Recurse).Path | Should -Contain 'crd.spec.versions.schema.openAPIV3Schema.properties'
    }

    It 'describes custom resources, and follows their changes' {
        Set-Widgets @{ size = @{ type = 'integer'; default = 3; description = 'How big.' } }
        Wait-Until { Get-KubeApiSchema "widgets.$group.spec" -ErrorAction Ignore }
        $size = Get-KubeApiSchema "widgets.$group.spec.size"
        $size.Required, $size.Default, $size.Type, $size.Description | Should -Be $true, 3, 'integer', 'How big.'
        Set-Widgets @{ size = @{ type = 'integer' }; colour = @{ type = 'string'; enum = @('red', 'blue') } }
        Wait-Until { (Get-KubeApiSchema widget.spec).Name -contains 'colour' }
        (Get-KubeApiSchema widget.spec.colour).Enum | Should -Be 'red', 'blue'
    }

    It 'shows a table' {
        $lines = Get-KubeApiSchema deployment.spec.strategy -Recurse | Get-Lines
        $lines[0] | Should -Match '^Name +Type +Required +Description$'
        $lines[3] | Should -Match '^  maxSurge +IntOrString +The maximum'
        $lines[-1] | Should -Match '^type +string +\(Recreate, RollingUpdate\) Type of deployment'
    }

    It 'takes paths from the pipeline' {
        ('deploy.spec.strategy', 'cm.data' | Get-KubeApiSchema).Name | Should -Be 'rollingUpdate', 'type', 'data'
    }

    It 'completes types and fields' {
        Get-Completions 'Get-KubeApiSchema deploym' | Should -Be 'deployments'
        Get-Completions 'Get-KubeApiSchema deploy.spec.st' | Should -Be 'deploy.spec.strategy'
        Get-Completions 'Get-KubeApiSchema deployments.apps.spec.strategy.' | Should -Be 'deployments.apps.spec.strategy.rollingUpdate', 'deployments.apps.spec.strategy.type'
        # PowerShell itself offers files if a completer returns nothing.
        Get-Completions 'Get-KubeApiSchema deploy.spec.replicas.' | Should -Not -Contain 'deploy.spec.replicas.replicas'
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'an unknown type'; Id = 'ResourceTypeNotFound'; Script = { Get-KubeApiSchema deplyment.spec } }
        @{ What = 'an unknown field'; Id = 'FieldNotFound'; Script = { Get-KubeApiSchema deployment.spec.stratgy } }
        @{ What = 'a category'; Id = 'InvalidArgument'; Script = { Get-KubeApiSchema all.spec } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'suggests names, and continues with the next path' {
        $rows = Get-KubeApiSchema deployment.spec.stratgy, cm.data -ErrorVariable failed -ErrorAction SilentlyContinue
        "$failed" | Should -Be "deployment.spec has no field 'stratgy'. Did you mean 'strategy'?"
        $rows.Name | Should -Be 'data'
    }
}
