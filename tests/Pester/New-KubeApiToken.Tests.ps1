Describe 'New-KubeApiToken' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ServiceAccount'; metadata = @{ name = 'ci' } }

        function Get-Claims([string] $Token) {
            $part = $Token.Split('.')[1].Replace('-', '+').Replace('_', '/')
            [Text.Encoding]::UTF8.GetString([convert]::FromBase64String($part.PadRight([math]::Ceiling($part.Length / 4) * 4, '='))) | ConvertFrom-Json
        }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'returns a SecureString that connects' {
        $token = New-KubeApiToken ci
        $token | Should -BeOfType [securestring]
        $context = Get-KubeApiContext | Where-Object IsCurrent
        $config = Get-Content $cluster.KubeConfig -Raw | ConvertFrom-KubeApiYaml
        $data = ($config.clusters | Where-Object name -EQ $context.Cluster).cluster.'certificate-authority-data'
        Set-Content $TestDrive/ca.crt ([Text.Encoding]::UTF8.GetString([convert]::FromBase64String($data)))
        $session = Connect-KubeApi -Uri $context.Server -CertificateAuthority $TestDrive/ca.crt -Token $token -Name test-ci
        $session.User | Should -Be "system:serviceaccount:$($cluster.Namespace):ci"
        Disconnect-KubeApi $session
        $null = Connect-KubeApi
    }

    It 'returns <What>' -ForEach @(
        @{ What = 'a string'; Script = { New-KubeApiToken ci -AsPlainText } }
        @{ What = 'one for an object'; Script = { Get-KubeApiObject sa ci | New-KubeApiToken -AsPlainText } }
        @{ What = 'one for TYPE/NAME'; Script = { 'sa/ci' | New-KubeApiToken -AsPlainText } }
    ) {
        (Get-Claims (& $Script)).sub | Should -Be "system:serviceaccount:$($cluster.Namespace):ci"
    }

    It 'requests a duration and an audience' {
        $claims = Get-Claims (New-KubeApiToken ci -Duration 20m -Audience vault, other -AsPlainText)
        $claims.aud | Should -Be 'vault', 'other'
        $claims.exp - $claims.iat | Should -Be 1200
    }

    It 'never shows the token in verbose output' {
        $all = New-KubeApiToken ci -AsPlainText -Verbose 4>&1
        $token = $all | Where-Object { $_ -is [string] }
        $verbose = $all | Where-Object { $_ -isnot [string] }
        "$verbose" | Should -BeLike '*expires at*'
        "$verbose" | Should -Not -BeLike "*$token*"
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'a missing account'; Id = 'ObjectNotFound'; Script = { New-KubeApiToken none } }
        @{ What = 'a missing namespace'; Id = 'NamespaceNotFound'; Script = { New-KubeApiToken ci -Namespace kubeapi-none } }
        @{ What = 'a time that is too short'; Id = 'Invalid'; Script = { New-KubeApiToken ci -Duration 1m } }
        @{ What = 'another kind'; Id = 'InvalidArgument'; Script = { 'cm/kube-root-ca.crt' | New-KubeApiToken } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'completes the names of service accounts' {
        Get-Completions 'New-KubeApiToken c' | Should -Be 'ci'
    }
}
