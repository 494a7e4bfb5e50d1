Describe 'Import-KubeApiManifest' {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive deploy)
        Set-Content (Join-Path $folder web.yaml) "apiVersion: v1`nkind: Pod`nmetadata: { name: web }`n---`napiVersion: v1`nkind: ConfigMap`nmetadata: { name: settings }`ndata: { on: 'yes' }"
        Set-Content (Join-Path $folder list.json) '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"one"}}]}'
        Set-Content (Join-Path $folder notes.txt) 'nothing'
        $below = New-Item -ItemType Directory (Join-Path $folder more)
        Set-Content (Join-Path $below api.yml) "apiVersion: v1`nkind: Pod`nmetadata: { name: api }" -Encoding unicode
    }

    It 'reads the manifests of a folder, in the order of their names' {
        (Import-KubeApiManifest $folder).metadata.name | Should -Be 'one', 'web', 'settings'
        (Import-KubeApiManifest $folder -Recurse).metadata.name | Should -Be 'one', 'api', 'web', 'settings'
    }

    It 'takes wildcards, paths from the pipeline and files' {
        (Import-KubeApiManifest "$folder/*.yaml").kind | Should -Be 'Pod', 'ConfigMap'
        ("$folder/list.json" | Import-KubeApiManifest).kind | Should -Be 'Secret'
        (Get-ChildItem $folder -Filter *.json | Import-KubeApiManifest).kind | Should -Be 'Secret'
        (Import-KubeApiManifest -LiteralPath "$folder/list.json").kind | Should -Be 'Secret'
    }

    It 'returns objects like those of the server' {
        $map = Import-KubeApiManifest "$folder/web.yaml" | Where-Object kind -EQ ConfigMap
        $map.PSTypeNames | Should -Contain 'KubeApi.Object#v1/ConfigMap'
        $map.data.true | Should -Be 'yes'
    }

    It 'reports the position of a fault, and continues' {
        $bad = Join-Path $TestDrive bad.yaml
        Set-Content $bad "apiVersion: v1`nkind: Pod`n---`nkind: Pod`nmetadata: { name: x }`n---`napiVersion: v1`nkind: Pod`nmetadata: { name: good }"
        $objects = Import-KubeApiManifest $bad -ErrorVariable failures -ErrorAction SilentlyContinue
        $objects.metadata.name | Should -Be 'good'
        $failures | ForEach-Object { "$_" } | Should -Be @(
            "$bad, document 1, line 1 has no metadata.name: each object needs apiVersion, kind and metadata.name."
            "$bad, document 2, line 4 has no apiVersion: each object needs apiVersion, kind and metadata.name.")
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidManifest,*'
    }

    It 'reports line and column of invalid YAML' {
        $bad = Join-Path $TestDrive bad.yaml
        Set-Content $bad "a: 1`nb: [1"
        "$(Get-Failure { Import-KubeApiManifest $bad })" | Should -BeLike '*bad.yaml, line *, column *: the document is not well-formed*'
    }

    It 'reports a missing file' {
        (Get-Failure { Import-KubeApiManifest "$folder/none.yaml" }).FullyQualifiedErrorId | Should -BeLike 'InvalidConfiguration,*'
    }
}
