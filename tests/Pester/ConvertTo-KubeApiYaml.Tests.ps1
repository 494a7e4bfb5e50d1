Describe 'ConvertTo-KubeApiYaml' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'quotes strings that a reader would misread' {
        [ordered]@{ a = 'yes'; b = '0777'; c = 'no-1'; d = '12:30' } | ConvertTo-KubeApiYaml | Should -BeExactly "a: `"yes`"`nb: `"0777`"`nc: no-1`nd: `"12:30`""
    }

    It 'writes multi-line strings as blocks' {
        [ordered]@{ text = "one`ntwo" } | ConvertTo-KubeApiYaml | Should -BeExactly "text: |-`n  one`n  two"
    }

    It 'separates several objects as documents' {
        1, 2 | ForEach-Object { @{ a = $_ } } | ConvertTo-KubeApiYaml | Set-Content "$TestDrive/all.yaml"
        Get-Content "$TestDrive/all.yaml" | Should -Be 'a: 1', '---', 'a: 2'
    }

    It 'writes output that can be applied, with -Clean' {
        Get-KubeApiObject service kubernetes -n default | ConvertTo-KubeApiYaml -Clean | Set-Content "$TestDrive/service.yaml"
        $service = Import-KubeApiManifest "$TestDrive/service.yaml"
        $service.metadata.PSObject.Properties.Name | Should -Be 'name', 'namespace', 'labels'
        $service.PSObject.Properties.Name | Should -Not -Contain 'status'
    }

    It 'round-trips every object of the server' {
        $objects = Get-KubeApiResource | Where-Object { $_.Verbs -contains 'list' } | ForEach-Object { Get-KubeApiObject $_.FullName -AllNamespaces }
        $objects.Count | Should -BeGreaterThan 100
        foreach ($o in $objects) {
            $json = $o | ConvertTo-Json -Depth 100
            $back = $o | ConvertTo-KubeApiYaml | ConvertFrom-KubeApiYaml | ConvertTo-Json -Depth 100
            Test-SameJson $back $json | Should -BeTrue -Because "$($o.kind)/$($o.metadata.name)"
        }
    }

    It 'refuses a SecureString' {
        (Get-Failure { @{ a = [securestring]::new() } | ConvertTo-KubeApiYaml }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }
}
