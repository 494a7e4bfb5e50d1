Describe 'Get-KubeApiContext' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox
        $file = Join-Path $TestDrive config.yaml
        Set-Content $file @'
current-context: shop
clusters:
- { name: c, cluster: { server: "https://shop.example:6443" } }
- { name: d, cluster: {} }
users:
- { name: ann, user: { exec: { command: touch, args: [ran] } } }
- { name: old, user: { auth-provider: { name: gcp, config: { access-token: s3cr3t } } } }
- { name: jane, user: { token: s3cr3t, as: jane } }
contexts:
- { name: shop, context: { cluster: c, user: ann, namespace: web } }
- { name: test, context: { cluster: d, user: ann } }
- { name: old, context: { cluster: c, user: old } }
- { name: acting, context: { cluster: c, user: jane } }
'@
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'lists the contexts of KUBECONFIG as a table, with the current one marked' {
        $header, $null, $row = Get-KubeApiContext | Get-Lines
        $header -split '\s+' | Should -Be '*', 'Name', 'Server', 'Namespace', 'User', 'Authentication', 'Cluster'
        $row[0] -split '\s+' | Should -Be '*', 'sandbox-admin', "$($sandbox.Uri)/", 'default', 'sandbox-admin', 'token', 'sandbox'
        $row[1] | Should -BeLike '  sandbox-viewer*'
    }

    It 'takes names with wildcards, by position, in any letter case' {
        (Get-KubeApiContext SANDBOX-[av]*).Name | Should -Be 'sandbox-admin', 'sandbox-viewer', 'sandbox-anonymous'
        (Get-KubeApiContext sandbox-viewer, sandbox-certificate).Authentication | Should -Be 'token', 'client certificate'
    }

    It 'describes a context without its secrets' {
        $context = Get-KubeApiContext shop -KubeConfig $file
        $context.Server, $context.Namespace, $context.Authentication, $context.IsCurrent | Should -Be 'https://shop.example:6443/', 'web', 'exec plugin touch', $true
        Get-KubeApiContext -KubeConfig $file | ConvertTo-Json -Depth 5 | Should -Not -BeLike '*s3cr3t*'
        (Get-KubeApiContext acting -KubeConfig $file | Get-Lines)[-1] | Should -BeLike '*token, as jane *'
    }

    It 'lists broken contexts with their problem' {
        $lines = Get-KubeApiContext -KubeConfig $file | Get-Lines
        $lines -like '*test *' | Should -BeLike '*! The cluster *has no server.'
        $lines -like '*old *' | Should -BeLike "*! The user *auth-provider 'gcp'*"
        (Get-KubeApiContext -KubeConfig $file | Where-Object Problem).Name | Should -Be 'test', 'old'
    }

    It 'runs no plugin and does not prompt, not even for completion' {
        Push-Location $TestDrive
        try {
            $null = Get-KubeApiContext -KubeConfig $file
            Get-Completions "Get-KubeApiContext -KubeConfig $file s" | Should -Be 'shop'
            Get-Completions "Connect-KubeApi -KubeConfig $file -User a" | Should -Be 'ann'
            Join-Path $TestDrive ran | Should -Not -Exist
        }
        finally {
            Pop-Location
        }
    }

    It 'fails for an unknown name, but not for a pattern' {
        $failure = Get-Failure { Get-KubeApiContext nowhere }
        $failure.FullyQualifiedErrorId | Should -Be 'ContextNotFound,KubeApi.Commands.GetKubeApiContextCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        Get-KubeApiContext nowhere* | Should -BeNullOrEmpty
    }

    It 'reports the searched paths if no kubeconfig exists' {
        $env:KUBECONFIG = Join-Path $TestDrive absent
        try {
            (Get-Failure { Get-KubeApiContext }).Exception.Message | Should -BeLike "*$env:KUBECONFIG*"
        }
        finally {
            $env:KUBECONFIG = $sandbox.KubeConfig
        }
    }

    It 'finds a session by a name in another letter case even if KUBECONFIG is broken' {
        $null = Connect-KubeApi -Name lower
        $env:KUBECONFIG = Join-Path $TestDrive absent
        try {
            (Get-KubeApiGroup batch -Session LOWER).Name | Should -Be 'batch'
        }
        finally {
            $env:KUBECONFIG = $sandbox.KubeConfig
        }
    }

    It 'completes names for -Session, too' {
        Get-Completions 'Get-KubeApiGroup -Session sandbox-cert' | Should -Be 'sandbox-certificate'
    }

    It 'has help with examples' {
        Get-ExampleTitles Get-KubeApiContext | Should -Not -BeNullOrEmpty
    }
}
