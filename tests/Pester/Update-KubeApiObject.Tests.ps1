Describe 'Update-KubeApiObject' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $null = New-KubeApiObject @'
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'nginx:1.27' }] }
'@
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'a hashtable'; Replicas = 2; Script = { Update-KubeApiObject deployment web @{ spec = @{ replicas = 2 } } } }
        @{ What = 'a string'; Replicas = 3; Script = { Update-KubeApiObject deploy/web -Patch 'spec: { replicas: 3 }' } }
        @{ What = 'a list of operations'; Replicas = 4; Script = { Update-KubeApiObject deploy web @(@{ op = 'replace'; path = '/spec/replicas'; value = 4 }) } }
        @{ What = 'a script block'; Replicas = 5; Script = { Update-KubeApiObject deploy web { $_.spec.replicas = 5 } } }
        @{ What = 'an object from the pipeline'; Replicas = 6; Script = { Get-KubeApiObject deploy web | Update-KubeApiObject { $_.spec.replicas++ } } }
        @{ What = 'a name from the pipeline'; Replicas = 7; Script = { 'web' | Update-KubeApiObject deploy -Patch @{ spec = @{ replicas = 7 } } -Type Merge } }
        @{ What = 'a subresource'; Replicas = 8; Script = { Update-KubeApiObject deploy web @{ spec = @{ replicas = 8 } } -Subresource scale } }
    ) {
        (& $Script).spec.replicas | Should -Be $Replicas
        (Get-KubeApiObject deploy web).spec.replicas | Should -Be $Replicas
    }

    It 'adds missing keys' {
        (Update-KubeApiObject deploy web { $_.metadata.annotations.note = 'x'; $_.spec.template.spec.nodeSelector = @{ disk = 'ssd' } }).spec.template.spec.nodeSelector.disk | Should -Be 'ssd'
        (Get-KubeApiObject deploy web).metadata.annotations.note | Should -Be 'x'
    }

    It 'removes the keys that a block removes' {
        $null = Update-KubeApiObject deploy web { $_.metadata.labels.old = 'x' }
        (Update-KubeApiObject deploy web { $_.metadata.labels.Remove('old') }).metadata.labels.PSObject.Properties.Name | Should -Be 'app'
    }

    It 'warns of a block that leaves the object unchanged' {
        $null = Update-KubeApiObject deploy web { $_.metadata.labels.PSObject.Properties.Remove('app') } -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*did not change the object*.metadata.labels.Remove('key')*"
    }

    It 'sets labels, annotations and images' {
        $web = Update-KubeApiObject deploy web -Label @{ tier = 'front' } -Annotation @{ note = 'y' } -Image web=nginx:2
        $web.metadata.labels.tier, $web.metadata.annotations.note, $web.spec.template.spec.containers[0].image | Should -Be 'front', 'y', 'nginx:2'
        (Get-KubeApiObject deploy web | Update-KubeApiObject -Label @{ tier = $null }).metadata.labels.PSObject.Properties.Name | Should -Be 'app'
        "$(Get-Failure { Update-KubeApiObject deploy web -Image wbe=nginx:2 })" | Should -Be "Deployment/web has no container 'wbe'. It has: web."
    }

    It 'merges lists by the keys of their items' {
        $null = Update-KubeApiObject deploy web @{ spec = @{ template = @{ spec = @{ containers = @(@{ name = 'side'; image = 'busybox' }) } } } }
        (Get-KubeApiObject deploy web).spec.template.spec.containers.name | Sort-Object | Should -Be 'side', 'web'
    }

    It 'changes nothing with -WhatIf or -DryRun' {
        Update-KubeApiObject deploy web { $_.spec.replicas = 50 } -WhatIf | Should -BeNullOrEmpty
        (Update-KubeApiObject deploy web { $_.spec.replicas = 50 } -DryRun).spec.replicas | Should -Be 50
        (Get-KubeApiObject deploy web).spec.replicas | Should -Not -Be 50
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'it does not exist'; Id = 'ObjectNotFound'; Script = { Update-KubeApiObject deploy none @{ spec = @{ replicas = 1 } } } }
        @{ What = 'no name'; Id = 'InvalidArgument'; Script = { Update-KubeApiObject deploy -Patch @{} } }
        @{ What = 'an empty patch'; Id = 'InvalidArgument'; Script = { Update-KubeApiObject deploy web @{} } }
        @{ What = 'a patch that is null'; Id = 'ParameterArgumentValidationError'; Script = { Update-KubeApiObject deploy web $undefined } }
        @{ What = 'an empty name'; Id = 'InvalidArgument'; Script = { Update-KubeApiObject "deploy/$undefined" -Patch @{ spec = @{ replicas = 1 } } } }
        @{ What = 'a misspelled type'; Id = 'ResourceTypeNotFound'; Script = { Update-KubeApiObject deploi web @{ spec = @{ replicas = 1 } } -ErrorAction SilentlyContinue } }
        @{ What = 'a failing block'; Id = 'InvalidArgument'; Script = { Update-KubeApiObject deploy web { throw 'no' } } }
        @{ What = 'a misspelled field'; Id = 'UnknownField'; Script = { Update-KubeApiObject deploy web @{ spec = @{ replica = 1 } } } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'names the object in an error, also one without a namespace' {
        "$(Get-Failure { Update-KubeApiObject deploy web @{ spec = @{ replica = 1 } } })" | Should -BeLike "deployments.apps `"web`" in namespace '*' (session '*'): *"
        $name = (Get-KubeApiObject nodes | Select-Object -First 1).Name
        "$(Get-Failure { Update-KubeApiObject node $name @{ spec = @{ podCIDRx = 1 } } -DryRun })" | Should -BeLike "nodes `"$name`" (session '*'): *podCIDRx*"
    }
}
