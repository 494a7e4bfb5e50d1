Describe 'Show-KubeApiObject' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        . $PSScriptRoot/Workloads.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $null = New-KubeApiObject @{
            apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'root'; labels = @{ app = 'web' }; annotations = @{ note = 'first' } }
            data = @{ colour = 'blue'; text = "one`ntwo" }
        }
        $null = New-KubeApiObject @{
            apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 'child'; ownerReferences = @(
                @{ apiVersion = 'v1'; kind = 'ConfigMap'; name = 'root'; uid = (Get-KubeApiObject cm root).metadata.uid; controller = $true })
            }
            stringData = @{ password = 'swordfish' }
        }
        $null = New-KubeApiObject @{
            apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'web' }
            spec = @{ nodeSelector = @{ none = 'none' }; containers = @(
                @{
                    name = 'app'; image = 'nginx:1.27'; command = @('sh', '-c', 'sleep 1000'); ports = @(@{ name = 'http'; containerPort = 8080 })
                    resources = @{ requests = @{ cpu = '20m'; memory = '16Mi' }; limits = @{ memory = '64Mi' } }
                    readinessProbe = @{ httpGet = @{ path = '/ready'; port = 'http' }; periodSeconds = 7 }
                    env = @(@{ name = 'MODE'; value = 'test' }, @{ name = 'PASSWORD'; valueFrom = @{ secretKeyRef = @{ name = 'child'; key = 'password' } } })
                })
            }
        }
        $seen = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')
        $null = New-KubeApiObject @{
            apiVersion = 'v1'; kind = 'Event'; metadata = @{ name = 'web.1' }; type = 'Warning'; reason = 'Tested'; message = 'a message'; count = 3
            involvedObject = @{ apiVersion = 'v1'; kind = 'Pod'; name = 'web'; namespace = $cluster.Namespace; uid = (Get-KubeApiObject pod web).metadata.uid }
            firstTimestamp = $seen; lastTimestamp = $seen; source = @{ component = 'tester' }
        }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'shows identity, labels, data and dependents of any kind' {
        $page = Show-KubeApiObject cm root
        $page | Should -BeOfType [string]
        $page[0] | Should -BeLike "ConfigMap/root in namespace '$($cluster.Namespace)' at https://* (session '*')"
        $page | Should -Contain 'Name            root'
        $page | Should -Contain 'Kind            ConfigMap (v1, configmaps)'
        $page | Should -Contain 'Labels          app=web'
        $page | Should -Contain 'Annotations     note=first'
        $page | Should -Contain 'Dependents      Secret/child'
        $page | Should -Contain '  colour: blue'
        "$page" | Should -Match 'Events +none'
    }

    It 'masks the values of a Secret, and shows its owner' {
        $page = Show-KubeApiObject secret child
        $page | Should -Contain "  password: '*** (9 bytes)'"
        $page | Should -Contain 'Owners          ConfigMap/root (controller)'
        "$page" | Should -Not -BeLike '*swordfish*'
        "$page" | Should -Not -BeLike "*$([convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('swordfish')))*"
    }

    It 'shows owners that own each other once' {
        $map = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a' } }
        $a = New-KubeApiObject $map
        $map.metadata = @{ name = 'b'; ownerReferences = @(@{ apiVersion = 'v1'; kind = 'ConfigMap'; name = 'a'; uid = $a.metadata.uid }) }
        $b = New-KubeApiObject $map
        $null = Update-KubeApiObject cm a @{ metadata = @{ ownerReferences = @(@{ apiVersion = 'v1'; kind = 'ConfigMap'; name = 'b'; uid = $b.metadata.uid }) } }
        $page = (Show-KubeApiObject cm a) -join "`n"
        # As the owner and as a dependent.
        [regex]::Matches($page, 'ConfigMap/b').Count | Should -Be 2
    }

    It 'shows the containers of a pod' {
        $page = Show-KubeApiObject pod web
        $page | Should -Contain 'Containers'
        $page | Should -Contain '  app'
        $page | Should -Contain '    Image       nginx:1.27'
        $page | Should -Contain "    Command     sh -c 'sleep 1000'"
        $page | Should -Contain '    Ports       http 8080/TCP'
        $page | Should -Contain '    Requests    cpu 20m, memory 16Mi'
        $page | Should -Contain '    Limits      memory 64Mi'
        $page | Should -Contain '    Readiness   http://:http/ready, delay 0s, every 7s, time-out 1s, success after 1, failure after 3'
        $page | Should -Contain '    Environment MODE=test'
        $page | Should -Contain "                PASSWORD from the key 'password' of Secret/child"
    }

    It 'shows conditions, events, and a spec without noise' {
        Wait-Until { (Get-KubeApiObject pod web).status.conditions }
        $page = Show-KubeApiObject pod web
        "$page" | Should -Match 'PodScheduled +False +Unschedulable'
        $page | Where-Object { $_ -match 'Warning +Tested +tester +a message' } | Should -Match 'x3 over'
        $page | Should -Contain '    none: none'
        "$page" | Should -Not -BeLike '*terminationMessagePath*'
        "$page" | Should -Not -BeLike '*kube-api-access*'
        "$page" | Should -Not -BeLike '*managedFields*'
        "$page" | Should -Not -BeLike '*node.kubernetes.io/unreachable*'
    }

    It 'shows the pods and allocations of a node, and the endpoints of a service' {
        $page = Show-KubeApiObject node @(Get-KubeApiObject nodes)[0].metadata.name
        $page | Should -Contain 'Allocated'
        "$page" | Should -Match 'Resource +Requests +Limits +Allocatable'
        Show-KubeApiObject service kubernetes -Namespace default | Should -Contain 'Endpoints'
    }

    It 'shows the rules of a role in a table, and empty objects with a meaning' {
        $null = New-KubeApiObject @{
            apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'Role'; metadata = @{ name = 'rules' }
            rules = @{ verbs = 'list', 'get'; apiGroups = , 'apps'; resources = 'deployments', 'deployments/scale'; resourceNames = , 'web' },
            @{ verbs = , '*'; apiGroups = , ''; resources = , 'pods' }
        }
        $page = Show-KubeApiObject role rules -NoDependents
        $page | Should -Contain '  Resource                Names  Verbs'
        $page | Should -Contain '  deployments.apps/scale  web    get, list'
        $page | Should -Contain '  pods                           *'
        "$page" | Should -Not -BeLike '*apiGroups*'
        $null = New-KubeApiObject @{
            apiVersion = 'networking.k8s.io/v1'; kind = 'NetworkPolicy'; metadata = @{ name = 'all' }; spec = @{ podSelector = @{}; ingress = , @{} }
        }
        $page = Show-KubeApiObject netpol all -NoDependents
        $page | Should -Contain '  podSelector: {}'
        $page | Should -Contain '  - {}'
    }

    It 'shows the endpoints of the backends of an Ingress' {
        function Get-Backend($Service, $Port) { @{ service = @{ name = $Service; port = $Port } } }
        $null = New-KubeApiObject @{
            apiVersion = 'discovery.k8s.io/v1'; kind = 'EndpointSlice'; metadata = @{ name = 'web-x'; labels = @{ 'kubernetes.io/service-name' = 'web' } }
            addressType = 'IPv4'; ports = , @{ port = 8080 }
            endpoints = @{ addresses = , '10.1.2.3'; conditions = @{ ready = $true } }, @{ addresses = , '10.1.2.4'; conditions = @{ ready = $false } }
        }
        $null = New-KubeApiObject @{
            apiVersion = 'networking.k8s.io/v1'; kind = 'Ingress'; metadata = @{ name = 'web' }
            spec = @{
                defaultBackend = Get-Backend nope @{ number = 80 }
                rules = , @{ host = 'a.example'; http = @{ paths = , @{ path = '/'; pathType = 'Prefix'; backend = Get-Backend web @{ name = 'http' } } } }
            }
        }
        $page = Show-KubeApiObject ingress web -NoDependents
        $page | Should -Contain '  Host       Path  Backend   Endpoints'
        $page | Should -Contain '  a.example  /     web:http  10.1.2.3'
        $page | Should -Contain '  *          *     nope:80   none ready'
    }

    It 'shows every type of the server' -Tag Sandbox {
        foreach ($type in Get-KubeApiResource -Verb get, list | Where-Object Group -NE 'metrics.k8s.io') {
            $o = Get-KubeApiObject $type.FullName -AllNamespaces:$type.Namespaced | Select-Object -First 1
            if ($o) { @($o | Show-KubeApiObject -NoDependents).Count | Should -BeGreaterThan 4 -Because $type.FullName }
        }
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'an object'; Script = { Get-KubeApiObject cm root | Show-KubeApiObject -NoDependents } }
        @{ What = 'a string'; Script = { 'cm/root' | Show-KubeApiObject -NoDependents } }
    ) {
        $page = & $Script
        $page | Should -Contain 'Name            root'
        "$page" | Should -Not -BeLike '*Dependents*'
    }

    It 'is plain text in a pipeline, whatever a value contains' {
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'evil'; annotations = @{ note = "red`e[31m" } }; data = @{ a = "`e]0;title`a" } }
        "$(Show-KubeApiObject cm evil)" | Should -Not -Match "`e"
    }

    It 'replaces unreadable parts with a note' -Tag Sandbox {
        $null = New-KubeApiObject @{
            apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'Role'; metadata = @{ name = 'reader' }
            rules = @(@{ verbs = @('get'); apiGroups = @(''); resources = @('configmaps') })
        }
        $null = New-KubeApiObject @{
            apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'RoleBinding'; metadata = @{ name = 'reader' }
            roleRef = @{ apiGroup = 'rbac.authorization.k8s.io'; kind = 'Role'; name = 'reader' }; subjects = @(@{ kind = 'User'; name = 'jane' })
        }
        $session = Connect-KubeApi -As jane -Name test-jane
        $page = Show-KubeApiObject cm root -Session $session
        "$page" | Should -BeLike '*resource types cannot be listed)*Events*cannot be read: events is forbidden:*'
        Disconnect-KubeApi $session
        $null = Connect-KubeApi
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'a missing object'; Id = 'ObjectNotFound'; Script = { Show-KubeApiObject cm none } }
        @{ What = 'no name'; Id = 'InvalidArgument'; Script = { Show-KubeApiObject cm } }
        @{ What = 'an unknown type'; Id = 'ResourceTypeNotFound'; Script = { Show-KubeApiObject pds x } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
