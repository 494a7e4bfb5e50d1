Describe 'Compare-KubeApiObject' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $ns = $cluster.Namespace
        function Get-Map([string] $Name, [hashtable] $Data) { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $Name; namespace = $ns }; data = $Data } }
        $null = Set-KubeApiObject (Get-Map one @{ a = '1'; text = "x`ny`nz`n" })
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'reports each field that differs' {
        $found = Compare-KubeApiObject (Get-Map one @{ a = '2'; b = '3'; text = "x`ny`nz`n" }) | Sort-Object Path
        $found.Path | Should -Be 'data.a', 'data.b'
        $found.Change | Should -Be 'Changed', 'Added'
        $found[0].Before, $found[0].After | Should -Be '1', '2'
        $found[1].Before | Should -BeNullOrEmpty
        (Get-KubeApiObject cm one -Namespace $ns).data.a | Should -Be '1'
    }

    It 'compares with another namespace' {
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = "$ns-other" } }
        $null = Get-KubeApiObject cm one -n $ns | Set-KubeApiObject -n "$ns-other"
        Get-KubeApiObject cm one -n $ns | Compare-KubeApiObject -Namespace "$ns-other" -Quiet | Should -BeFalse
        (Compare-KubeApiObject (Get-Map one @{ a = '2' }) -Namespace "$ns-other").Namespace | Should -Contain "$ns-other"
    }

    It 'shows a unified diff, without color by default' {
        $text = Compare-KubeApiObject (Get-Map one @{ a = '1'; text = "x`nchanged`nz`n" }) | Out-String -Width 200
        $lines = $text -split '\r?\n' | Where-Object { $_ }
        $lines[0] | Should -BeLike "--- ConfigMap/one in namespace '$ns' at https://*"
        $lines[1..6] | Should -Be '+++ after an apply', '@@ data.text @@', ' text: |', '   x', '-  y', '+  changed'
    }

    It 'is colored if the console supports it' {
        $old = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            Compare-KubeApiObject (Get-Map one @{ a = '2'; text = "x`ny`nz`n" }) | Out-String -Width 200 | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Green)+a: `"2`""))
        }
        finally {
            $PSStyle.OutputRendering = $old
        }
    }

    It 'returns a Boolean with -Quiet' {
        Compare-KubeApiObject (Get-Map one @{ a = '1'; text = "x`ny`nz`n" }) -Quiet | Should -BeFalse
        Compare-KubeApiObject (Get-Map one @{ a = '2' }) -Quiet | Should -BeTrue
    }

    It 'marks fields of another manager, and reports a difference' {
        $null = Set-KubeApiObject (Get-Map owned @{ a = '1' }) -FieldManager owner
        $found = Compare-KubeApiObject (Get-Map owned @{ a = '2' })
        $found.Path, $found.Manager | Should -Be 'data.a', 'owner'
        $found | Out-String -Width 200 | Should -BeLike '*@@ data.a @@ owned by owner*'
        Compare-KubeApiObject (Get-Map owned @{ a = '2' }) -Quiet -ErrorAction SilentlyContinue | Should -BeTrue
    }

    It 'never reports "in sync" after an error' {
        Compare-KubeApiObject (Get-Map one @{ a = '1' } | ForEach-Object { $_.metadata.namespace = 'absent'; $_ }) -Quiet -ErrorAction SilentlyContinue | Should -BeTrue
    }

    It 'masks the values of a Secret' {
        $text = Compare-KubeApiObject @{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 's'; namespace = $ns }; stringData = @{ p = 'hidden' } } | Out-String
        $text | Should -BeLike '*after*'
        $text | Should -Not -Match 'hidden|aGlkZGVu'
    }

    It 'explains common mistakes' {
        (Get-Failure { Compare-KubeApiObject one }).FullyQualifiedErrorId | Should -BeLike 'InvalidManifest,*'
        (Get-Failure { Compare-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'x' } } -Namespace absent }).FullyQualifiedErrorId | Should -BeLike 'NamespaceNotFound,*'
    }
}

Describe 'The runbook of about_KubeApi_Applying' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $ns = $cluster.Namespace
        # The help text, from its first line to the heading of its example.
        $help = Get-Content (Join-Path $RepositoryRoot en-US about_KubeApi_Applying.help.txt) -Raw
        Set-Content "$TestDrive/deploy.ps1" ([regex]::Match($help, '(?s)        param\(.*?(?=\r?\n    Running it:)').Value)
        $map = "apiVersion: v1`nkind: ConfigMap`nmetadata: { name: settings, namespace: $ns }`ndata: { colour: blue }"
        $null = New-Item -ItemType Directory "$TestDrive/one", "$TestDrive/two"
        Set-Content "$TestDrive/one/map.yaml" $map
        Set-Content "$TestDrive/two/map.yaml" ($map -replace 'blue', 'red')
        Set-Content "$TestDrive/two/more.yaml" ($map -replace 'settings', 'more')
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'deploys, rolls back, and deploys again, in strict mode' {
        Set-StrictMode -Version Latest
        & "$TestDrive/deploy.ps1" "$TestDrive/one" | Should -Be 'Deployed: 1 differences.'
        & "$TestDrive/deploy.ps1" "$TestDrive/one" | Should -Be 'Nothing to do.'

        { & "$TestDrive/deploy.ps1" "$TestDrive/two" -Check { throw 'The shop does not respond.' } 3>$null } | Should -Throw 'The shop does not respond.'
        (Get-KubeApiObject cm settings -Namespace $ns).data.colour | Should -Be 'blue'
        (Get-Failure { Get-KubeApiObject cm more -Namespace $ns }).FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'

        & "$TestDrive/deploy.ps1" "$TestDrive/two" | Should -Be 'Deployed: 2 differences.'
        (Get-KubeApiObject cm settings -Namespace $ns).data.colour | Should -Be 'red'
    }
}
