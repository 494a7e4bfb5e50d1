Describe 'ConvertFrom-KubeApiSecret' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $null = New-KubeApiObject @{
            apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 'database' }
            stringData = @{ user = 'admin'; password = 'p@ss' }; data = @{ key = [byte[]] (255, 1) }
        }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'returns SecureStrings' {
        $secret = Get-KubeApiObject secret database | ConvertFrom-KubeApiSecret -WarningAction SilentlyContinue
        $secret.password | Should -BeOfType securestring
        [pscredential]::new('x', $secret.password).GetNetworkCredential().Password | Should -BeExactly 'p@ss'
        $secret | Out-String | Should -Not -Match 'p@ss'
    }

    It 'returns strings and bytes with -AsPlainText' {
        $secret = Get-KubeApiObject secret database | ConvertFrom-KubeApiSecret -AsPlainText
        $secret.user | Should -BeExactly 'admin'
        $secret.key | Should -Be 255, 1
    }

    It 'warns of binary values' {
        Get-KubeApiObject secret database | ConvertFrom-KubeApiSecret -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        "$warnings" | Should -BeLike "*'key' in Secret/database is binary*-AsPlainText*"
    }

    It 'takes Secrets only' {
        (Get-Failure { Get-KubeApiObject service kubernetes -n default | ConvertFrom-KubeApiSecret }).FullyQualifiedErrorId | Should -BeLike 'NotASecret,*'
    }
}
