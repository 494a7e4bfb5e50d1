Describe 'Get-KubeApiLog' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        . $PSScriptRoot/Pods.ps1
        $sandbox = Start-Sandbox
        $null = Connect-KubeApi -Name log-admin -Namespace default
        New-TestPod web-1 @{ app = 'web' } @{ app = "log: |`n  one`n  two`n"; proxy = "log: |`n  side`n" }
        New-TestPod web-2 @{ app = 'web' } @{ app = "log: |`n  other`n" }
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'returns strings with their pod, container and timestamp' {
        $lines = Get-KubeApiLog web-1
        $lines | Should -Be one, two
        $lines[0] | Should -BeOfType string
        $lines[0].Pod, $lines[0].Container, $lines[0].Namespace, $lines[0].Session | Should -Be web-1, app, default, log-admin
        $lines[0].Timestamp | Should -BeOfType datetime
        ($lines | Select-String tw).Line | Should -Be two
        $lines | Where-Object Container -EQ proxy | Should -BeNullOrEmpty
    }

    It 'writes plain lines to a file' {
        Get-KubeApiLog web-1 > $TestDrive/web.log
        Get-Content $TestDrive/web.log | Should -Be one, two
    }

    It 'reads several pods and containers' {
        Get-KubeApiLog pods -LabelSelector app=web | Sort-Object | Should -Be one, other, two
        Get-KubeApiLog web-1 -AllContainers -Prefix | Sort-Object | Should -Be 'web-1/app: one', 'web-1/app: two', 'web-1/proxy: side'
        Get-KubeApiObject pods -LabelSelector app=web | Get-KubeApiLog -Tail 1 | Sort-Object | Should -Be other, two
        Get-KubeApiLog pod/web-1 -Container proxy | Should -Be side
    }

    It 'follows, and ends with Select-Object -First' {
        $seen = Get-KubeApiLog web-1 -Follow -Tail 1 | ForEach-Object { if ($_ -eq 'two') { Write-PodLog web-1 three }; $_ } | Select-Object -First 2
        $seen | Should -Be two, three
    }

    It 'neither loses nor repeats a line after a broken connection' {
        $next = 0
        Set-StreamFault 'cut-after=60&count=4'
        try {
            $seen = Get-KubeApiLog web-2 -Follow | ForEach-Object {
                Write-PodLog web-2 "line $next"
                $next++
                $_
            } | Select-Object -First 10
        }
        finally {
            Set-StreamFault
        }

        $seen | Should -Be (@('other') + 0..8).ForEach{ $_ -is [int] ? "line $_" : $_ }
    }

    It 'refuses a type without a name, and lists the containers of a pod' {
        $failure = Get-Failure { Get-KubeApiLog pods -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        "$failure" | Should -BeLike "*is a resource type*"
        (Get-Failure { Get-KubeApiLog web-1 -Container x -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ContainerNotFound,*'
    }

    It 'completes pods and containers' {
        Get-Completions 'Get-KubeApiLog web' | Should -Be web-1, web-2
        Get-Completions 'Get-KubeApiLog web-1 -Container ' | Sort-Object | Should -Be app, proxy
    }

    It 'has help with examples' {
        Get-ExampleTitles Get-KubeApiLog | Should -Not -BeNullOrEmpty
    }
}
