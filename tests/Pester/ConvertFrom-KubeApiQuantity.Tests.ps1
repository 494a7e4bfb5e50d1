# It needs no server.
Describe 'ConvertFrom-KubeApiQuantity' {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
    }

    It 'converts <Quantity> to <Amount>' -ForEach @(
        @{ Quantity = '500m'; Amount = 0.5d }
        @{ Quantity = '1.5Gi'; Amount = 1610612736d }
        @{ Quantity = '0.1Ki'; Amount = 102.4d }
        @{ Quantity = '1.5e3'; Amount = 1500d }
        @{ Quantity = '12E'; Amount = 12000000000000000000d }
        @{ Quantity = 2; Amount = 2d }
    ) {
        $converted = ConvertFrom-KubeApiQuantity $Quantity
        $converted | Should -BeOfType [decimal]
        $converted | Should -Be $Amount
    }

    It 'takes several, and quantities from the pipeline' {
        ConvertFrom-KubeApiQuantity 100m, 1 | Should -Be 0.1d, 1d
        '1Ki', '1k' | ConvertFrom-KubeApiQuantity | Should -Be 1024d, 1000d
    }

    It 'adds up the requests of containers' {
        $containers = '100m', '250m', '1' | ForEach-Object { @{ resources = @{ requests = @{ cpu = $_ } } } }
        ($containers.resources.requests.cpu | ConvertFrom-KubeApiQuantity | Measure-Object -Sum).Sum | Should -Be 1.35
    }

    It 'reports <Quantity>, and continues' -ForEach @(
        @{ Quantity = '12e'; Message = "'12e' is not a quantity. There is no unit e: use 12E (10^18) or *" }
        @{ Quantity = ''; Message = "'' is not a quantity: it is empty." }
        @{ Quantity = '1e30'; Message = "The quantity '1e30' is too large: *" }
    ) {
        $output = $Quantity, '1' | ConvertFrom-KubeApiQuantity -ErrorVariable failure -ErrorAction SilentlyContinue
        $output | Should -Be 1d
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        "$failure" | Should -BeLike $Message
        $failure.TargetObject | Should -Be $Quantity
    }

    It 'has help with examples' {
        Get-ExampleTitles ConvertFrom-KubeApiQuantity | Should -Not -BeNullOrEmpty
    }
}
