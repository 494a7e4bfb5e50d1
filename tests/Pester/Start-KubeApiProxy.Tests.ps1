Describe 'Start-KubeApiProxy' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster

        # The status code and the Status of any response.
        function Get-Response([string] $Uri, [hashtable] $Headers = @{}, [string] $Method = 'Get') {
            $response = Invoke-WebRequest $Uri -Headers $Headers -Method $Method -SkipHttpErrorCheck -NoProxy
            [pscustomobject]@{ Code = [int] $response.StatusCode; Body = $response.Content | ConvertFrom-Json }
        }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    BeforeEach {
        $session = Connect-KubeApi -Name proxied
        $proxy = Start-KubeApiProxy -Port 0
    }

    AfterEach {
        Get-KubeApiProxy | Stop-KubeApiProxy
        Get-KubeApiSession | Disconnect-KubeApi
    }

    It 'forwards requests with the credential of the session' {
        $response = Get-Response "$($proxy.Uri)api/v1/namespaces/default" -Headers @{ Authorization = 'Bearer none' }
        $response.Code | Should -Be 200
        $response.Body.metadata.name | Should -Be 'default'
        $proxy.Requests | Should -Be 1
        $proxy.Refused | Should -Be 0
    }

    It 'listens on this machine only, on a free port' {
        $proxy.Address | Should -Be '127.0.0.1'
        $proxy.Port | Should -BeGreaterThan 0
        $proxy.Session | Should -Be $session
        $proxy.State | Should -Be 'Running'
    }

    It 'warns of an address that other machines can reach' {
        $null = Start-KubeApiProxy -Port 0 -Address 0.0.0.0 -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeLike 'The proxy listens on 0.0.0.0, over plain http: everyone who can reach port * of this machine*'
    }

    It 'names the rule that refused a request' {
        $response = Get-Response "$($proxy.Uri)api/v1/namespaces/default/pods/web/exec"
        $response.Code | Should -Be 403
        $response.Body.message | Should -BeLike "*Rule RejectPaths: '^/api/.*/pods/.*/exec' matches the path*"
        (Get-Response $proxy.Uri -Headers @{ Origin = 'https://evil.example' }).Code | Should -Be 403
        $proxy.Refused | Should -Be 2
        $proxy.LastRefusals[1].Rule | Should -BeLike 'Origin: *evil.example*'
    }

    It 'changes nothing with -ReadOnly' {
        $readOnly = Start-KubeApiProxy -Port 0 -ReadOnly
        (Get-Response "$($readOnly.Uri)api/v1/namespaces/default").Code | Should -Be 200
        $response = Get-Response "$($readOnly.Uri)api/v1/namespaces/default" -Method Delete
        $response.Code | Should -Be 403
        $response.Body.message | Should -BeLike '*ReadOnly: DELETE may change something*'
    }

    It 'serves the files of a folder' {
        Set-Content TestDrive:/index.html '<p>hello'
        $files = Start-KubeApiProxy -Port 0 -StaticPath TestDrive:/
        (Invoke-WebRequest "$($files.Uri)static/" -NoProxy).Content | Should -BeLike '<p>hello*'
    }

    It 'lists the proxies, and gets one by its id' {
        $second = Start-KubeApiProxy -Port 0
        Get-KubeApiProxy | Should -Be $proxy, $second
        Get-KubeApiProxy $second.Id | Should -Be $second
        (Get-Failure { Get-KubeApiProxy 99999 }).FullyQualifiedErrorId | Should -Be 'ProxyNotFound,KubeApi.Commands.GetKubeApiProxyCommand'
    }

    It 'ends with Stop-KubeApiProxy' {
        $second = Start-KubeApiProxy -Port 0
        Stop-KubeApiProxy $proxy.Id
        $proxy.State | Should -Be 'Stopped'
        Stop-KubeApiProxy $second
        Get-KubeApiProxy | Should -BeNullOrEmpty
        { Invoke-WebRequest $proxy.Uri -NoProxy } | Should -Throw
        (Get-Failure { Stop-KubeApiProxy $proxy.Id }).FullyQualifiedErrorId | Should -Be 'ProxyNotFound,KubeApi.Commands.StopKubeApiProxyCommand'
    }

    It 'ends with its session' {
        Disconnect-KubeApi proxied
        $proxy.State | Should -Be 'Stopped'
        Get-KubeApiProxy | Should -BeNullOrEmpty
    }

    It 'ends with the module' {
        $lines = Invoke-Pwsh @"
            Import-Module '$Manifest'
            `$null = Connect-KubeApi
            `$proxy = Start-KubeApiProxy -Port 0
            `$proxy.State
            Remove-Module KubeApi
            `$proxy.State
"@
        $lines | Should -Be 'Running', 'Stopped'
    }

    It 'reports a port that is in use' {
        $failure = Get-Failure { Start-KubeApiProxy $proxy.Port }
        $failure.FullyQualifiedErrorId | Should -Be 'CannotListen,KubeApi.Commands.StartKubeApiProxyCommand'
        "$failure" | Should -Be "Cannot listen on 127.0.0.1:$($proxy.Port): the port is in use."
        $failure.ErrorDetails.RecommendedAction | Should -Be 'Choose another port, or 0 for a free one.'
    }

    It 'refuses an invalid expression' {
        (Get-Failure { Start-KubeApiProxy -Port 0 -RejectPaths '(' }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
    }

    It 'shows no credential' {
        $shown = $proxy | Format-List * -Force | Out-String -Width 500
        $shown += $proxy | ConvertTo-Json -Depth 5 -WarningAction Ignore
        if ($cluster.AdminToken) { $shown | Should -Not -Match (Get-Content $cluster.AdminToken) }
        $shown | Should -Not -Match 'Bearer'
    }

    It 'completes the ids' {
        Get-Completions 'Stop-KubeApiProxy ' | Should -Be "$($proxy.Id)"
    }

    It 'has help with examples' {
        foreach ($name in 'Start-KubeApiProxy', 'Get-KubeApiProxy', 'Stop-KubeApiProxy') { Get-ExampleTitles $name | Should -Not -BeNullOrEmpty }
    }
}
