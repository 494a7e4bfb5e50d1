Describe 'Set-KubeApiObject' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $ns = $cluster.Namespace
        function Get-Map([string] $Name, [hashtable] $Data) { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $Name; namespace = $ns }; data = $Data } }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'creates and changes fields, and removes omitted ones' {
        (Set-KubeApiObject (Get-Map one @{ a = '1'; b = '2' })).data.b | Should -Be '2'
        $map = Set-KubeApiObject (Get-Map one @{ a = '3' })
        $map.data.a | Should -Be '3'
        $map.data.PSObject.Properties.Name | Should -Be 'a'
    }

    It 'applies a folder, namespaces first' {
        $folder = New-Item -ItemType Directory "$TestDrive/deploy"
        Set-Content "$folder/a.yaml" "apiVersion: v1`nkind: ConfigMap`nmetadata: { name: a, namespace: $ns-shop }"
        Set-Content "$folder/b.yaml" "apiVersion: v1`nkind: Namespace`nmetadata: { name: $ns-shop }"
        (Import-KubeApiManifest $folder | Set-KubeApiObject).kind | Should -Be 'Namespace', 'ConfigMap'
    }

    It 'applies files, and the lines of a file' {
        Set-Content "$TestDrive/app.yaml" 'apiVersion: v1', 'kind: ConfigMap', 'metadata:', '  name: file', 'data:', '  a: |', '    one', '', '    two', '---', 'apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: more }'
        (Set-KubeApiObject -f "$TestDrive/app.yaml" -n $ns).metadata.name | Should -Be 'file', 'more'
        (Get-Content "$TestDrive/app.yaml" | Set-KubeApiObject -n $ns).metadata.name | Should -Be 'file', 'more'
        (Get-KubeApiObject cm file -n $ns).data.a | Should -BeExactly "one`n`ntwo`n"
    }

    It 'lists each field of a conflict with its manager' {
        $null = Set-KubeApiObject (Get-Map two @{ a = '1'; b = '2' })
        $failure = Get-Failure { Set-KubeApiObject (Get-Map two @{ a = '8'; b = '9' }) -FieldManager other }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ApplyConflict,*'
        "$failure" -replace "^configmaps `"two`" in namespace '[\w-]+' \(session '[\w-]+'\): " -split '\r?\n' | Should -Be 'Apply failed with 2 conflicts:', '  .data.a: conflict with "kubeapi"', '  .data.b: conflict with "kubeapi"'
    }

    It 'takes over fields, and names their former managers' {
        $null = Set-KubeApiObject (Get-Map three @{ a = '1' })
        (Set-KubeApiObject (Get-Map three @{ a = '2' }) -FieldManager other -ForceConflicts -WarningVariable warnings -WarningAction SilentlyContinue).data.a | Should -Be '2'
        "$warnings" | Should -BeLike '*.data.a is taken over (conflict with "kubeapi")*'
    }

    It 'replaces an object if its version is unchanged' {
        $map = Set-KubeApiObject (Get-Map four @{ a = '1' })
        $map.data.a = '2'
        ($map | Set-KubeApiObject -Replace).data.a | Should -Be '2'
        $failure = Get-Failure { $map | Set-KubeApiObject -Replace }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConcurrencyConflict,*'
        "$failure" | Should -BeLike "*your object has the version $($map.metadata.resourceVersion), the server's has *"
    }

    It 'writes back an object, whoever manages its fields' {
        $null = Set-KubeApiObject (Get-Map back @{ colour = 'blue' }) -FieldManager painter
        $map = Get-KubeApiObject cm back
        $map.data.colour = 'green'
        ($map | Set-KubeApiObject -WarningVariable warnings).data.colour | Should -Be 'green'
        $warnings | Should -BeNullOrEmpty
        (Get-Failure { $map | Set-KubeApiObject }).FullyQualifiedErrorId | Should -BeLike 'ConcurrencyConflict,*'
    }

    It 'applies an object from Clixml' {
        $null = Set-KubeApiObject (Get-Map filed @{ colour = 'blue' })
        Get-KubeApiObject cm filed | Export-Clixml "$TestDrive/map.xml"
        $map = Import-Clixml "$TestDrive/map.xml"
        $map.PSObject.Properties.Name | Should -Be 'apiVersion', 'kind', 'metadata', 'data'
        $map.data.colour = 'green'
        ($map | Set-KubeApiObject -WarningAction SilentlyContinue).data.colour | Should -Be 'green'
    }

    It 'shows the result for each object' {
        $null = Set-KubeApiObject (Get-Map same @{ a = '1' }), (Get-Map other @{ a = '1' })
        $set = (Get-Map same @{ a = '1' }), (Get-Map other @{ a = '2' }), (Get-Map new @{ a = '1' })
        $set | Set-KubeApiObject -DryRun | ForEach-Object Result | Should -Be 'Unchanged', 'Configured', 'Created'
        $lines = $set | Set-KubeApiObject | Get-Lines
        $lines[0] -split '\s+' | Should -Be 'Namespace', 'Kind', 'Result', 'Name'
        $lines[2..4] -replace '\s+', ' ' | Should -Be "$ns ConfigMap Unchanged same", "$ns ConfigMap Configured other", "$ns ConfigMap Created new"
    }

    It 'shows the expected result with -WhatIf' {
        $null = Set-KubeApiObject (Get-Map would @{ a = '1' })
        $null = Start-Transcript "$TestDrive/whatif.txt" -UseMinimalHeader
        try { Set-KubeApiObject (Get-Map would @{ a = '1' }), (Get-Map wouldnt @{ a = '1' }) -WhatIf } finally { $null = Stop-Transcript }
        Get-Content "$TestDrive/whatif.txt" | Where-Object { $_ -like 'What if:*' } | ForEach-Object { $_ -replace ' at https.*' } |
            Should -Be "What if: ConfigMap/would unchanged in namespace '$ns'", "What if: ConfigMap/wouldnt created in namespace '$ns'"
    }

    It 'copies to another namespace' {
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = "$ns-copy" } }
        $map = Set-KubeApiObject (Get-Map copied @{ a = '1' })
        $copy = Get-KubeApiObject cm copied | Set-KubeApiObject -n "$ns-copy"
        $copy.Result | Should -Be 'Created'
        $copy.Namespace | Should -Be "$ns-copy"
        $copy.metadata.uid | Should -Not -Be $map.metadata.uid
    }

    It 'suggests the correct name of a misspelled field' {
        "$(Get-Failure { Set-KubeApiObject @{ apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = 'd' }; spec = @{ replica = 2 } } })" |
            Should -BeLike "*.spec.replica: field not declared in schema. Did you mean 'replicas'?"
    }

    It 'names the file of a refused object' {
        Set-Content "$TestDrive/pods.yaml" "apiVersion: v1`nkind: Pod`nmetadata: { name: bad, namespace: $ns }"
        "$(Get-Failure { Import-KubeApiManifest "$TestDrive/pods.yaml" | Set-KubeApiObject })" | Should -BeLike '*pods.yaml, document 1, line 1: *Pod "bad" is invalid*'
    }

    It 'reports the counts of a set with an invalid object' {
        Set-KubeApiObject (Get-Map five @{ a = '1' }), @{ apiVersion = 'v1'; kind = 'Nothing'; metadata = @{ name = 'x' } } -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue |
            ForEach-Object { $_.metadata.name } | Should -Be 'five'
        "$warnings" | Should -Be '1 of 2 objects were applied, 1 failed.'
    }

    It 'changes nothing with -DryRun, and does not validate objects that depend on the set' {
        $set = @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = "$ns-later" } }, @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'x'; namespace = "$ns-later" } }
        ($set | Set-KubeApiObject -DryRun -WarningVariable warnings -WarningAction SilentlyContinue).kind | Should -Be 'Namespace'
        "$warnings" | Should -BeLike "*ConfigMap/x was not validated: it needs the namespace '$ns-later', which a dry run of the same set does not create*"
        (Get-Failure { Get-KubeApiObject namespace "$ns-later" }).FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'
    }
}
