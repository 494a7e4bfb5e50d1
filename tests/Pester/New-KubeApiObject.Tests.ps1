Describe 'New-KubeApiObject' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $ns = $cluster.Namespace
        function Get-Map([string] $Name) { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $Name }; data = @{ colour = 'blue' } } }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'creates an object from a hashtable' {
        $map = New-KubeApiObject (Get-Map one) -Namespace $ns
        $map.metadata.uid | Should -Not -BeNullOrEmpty
        $map.metadata.managedFields | Should -BeNullOrEmpty
        (Get-RawJson $cluster /api/v1/namespaces/$ns/configmaps/one | ConvertFrom-Json).data.colour | Should -Be 'blue'
    }

    It 'creates an object from a YAML string' {
        $text = @"
apiVersion: v1
kind: ConfigMap
metadata: { name: two, namespace: $ns }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: three, namespace: $ns }
"@
        (New-KubeApiObject $text).metadata.name | Should -Be 'two', 'three'
    }

    It 'creates a copy of an object that was read' {
        $map = Get-KubeApiObject configmap one -Namespace $ns
        $map.metadata.name = 'copy'
        $copy = $map | New-KubeApiObject
        $copy.data.colour | Should -Be 'blue'
        $copy.metadata.uid | Should -Not -Be $map.metadata.uid
    }

    It 'creates an object from kubectl''s output' {
        $json = Get-RawJson $cluster /api/v1/namespaces/$ns/configmaps/one
        $json.Replace('"one"', '"printed"') | ConvertFrom-Json | New-KubeApiObject | ForEach-Object { $_.metadata.name } | Should -Be 'printed'
    }

    It 'changes nothing with -WhatIf or -DryRun' {
        New-KubeApiObject (Get-Map four) -Namespace $ns -WhatIf | Should -BeNullOrEmpty
        (New-KubeApiObject (Get-Map four) -Namespace $ns -DryRun).metadata.name | Should -Be 'four'
        (Get-Failure { Get-KubeApiObject configmap four -Namespace $ns }).FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'
    }

    It 'names object, namespace and cluster with -WhatIf' {
        Start-Transcript "$TestDrive/whatif.txt" | Out-Null
        New-KubeApiObject (Get-Map four) -Namespace $ns -WhatIf
        Stop-Transcript | Out-Null
        Get-Content "$TestDrive/whatif.txt" -Raw | Should -Match ([regex]::Escape("""Create"" on target ""ConfigMap/four in namespace '$ns' at $($cluster.Uri)"))
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'it exists'; Id = 'AlreadyExists'; Script = { New-KubeApiObject (Get-Map one) -Namespace $ns } }
        @{ What = 'no namespace'; Id = 'NamespaceNotFound'; Script = { New-KubeApiObject (Get-Map one) -Namespace absent } }
        @{ What = 'a misspelled field'; Id = 'UnknownField'; Script = { New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'x' }; dta = @{} } } }
        @{ What = 'an unknown kind'; Id = 'ResourceTypeNotFound'; Script = { New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMop'; metadata = @{ name = 'x' } } } }
        @{ What = 'no kind'; Id = 'InvalidManifest'; Script = { New-KubeApiObject @{ apiVersion = 'v1'; metadata = @{ name = 'x' } } } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'omits unknown fields with -FieldValidation' {
        $map = Get-Map five
        $map.dta = @{}
        (New-KubeApiObject $map -Namespace $ns -FieldValidation Warn -WarningVariable warnings -WarningAction SilentlyContinue).metadata.name | Should -Be 'five'
        "$warnings" | Should -BeLike '*dta*'
    }
}
