Describe 'Copy-KubeApiItem' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        . $PSScriptRoot/Pods.ps1
        $sandbox = Start-Sandbox
        $null = Connect-KubeApi -Name copy-admin -Namespace default
        New-TestPod web-1 @{ app = 'web' } @{ app = "files:`n  /srv/a.log: `"one\n`"`n  /srv/b.log: `"two\n`"`n  /srv/c.txt: `"three\n`"`n"; proxy = "log: x`n" }

        function Get-PodText([string] $Path) { Invoke-KubeApiCommand web-1 -- cat $Path }

        $null = New-Item -ItemType Directory $TestDrive/site/empty, $TestDrive/site/sub
        Set-Content $TestDrive/site/ünï.txt 日本
        Set-Content "$TestDrive/site/sub/a b;`$(x).txt" odd
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'copies a file to a new path, and returns it' {
        Set-Content $TestDrive/one.txt hello
        $copy = Copy-KubeApiItem $TestDrive/one.txt -ToPod web-1 -Destination /srv/new.txt -PassThru
        $copy.Path, $copy.Length, $copy.Pod, $copy.Container | Should -Be /srv/new.txt, (Get-Item $TestDrive/one.txt).Length, web-1, app
        Get-PodText /srv/new.txt | Should -Be hello
        Invoke-KubeApiCommand web-1 -- ls /srv | Should -Be a.log, b.log, c.txt, new.txt
    }

    It 'copies a folder there and back' {
        Copy-KubeApiItem $TestDrive/site -ToPod pod/web-1 -Destination /srv -Recurse
        Copy-KubeApiItem -FromPod web-1 -Path /srv/site -Destination $TestDrive/back -Recurse -Verify
        (Get-ChildItem $TestDrive/back -Recurse -Name | Sort-Object) | Should -Be (Get-ChildItem $TestDrive/site -Recurse -Name | Sort-Object)
        Get-Content $TestDrive/back/ünï.txt | Should -Be 日本
        Get-Content -LiteralPath "$TestDrive/back/sub/a b;`$(x).txt" | Should -Be odd
    }

    It 'needs -Recurse for a folder' {
        (Get-Failure { Copy-KubeApiItem $TestDrive/site -ToPod web-1 -Destination /srv/x -ErrorAction Stop }).ErrorDetails.Message | Should -BeLike '*is a folder. To copy*-Recurse*'
        (Get-Failure { Copy-KubeApiItem -FromPod web-1 -Path /srv -Destination $TestDrive/x -ErrorAction Stop }).ErrorDetails.Message | Should -BeLike '*is a folder. To copy*-Recurse*'
    }

    It 'copies files that match wildcards in the container into a new folder' {
        $copies = Copy-KubeApiItem -FromPod web-1 -Path /s*/*.log -Destination $TestDrive/logs -PassThru
        $copies.Name | Should -Be a.log, b.log
        $copies[0] | Should -BeOfType IO.FileInfo
        Get-Content $TestDrive/logs/b.log | Should -Be two
    }

    It 'takes files from the pipeline, and pods as objects' {
        Get-ChildItem $TestDrive/logs | Copy-KubeApiItem -ToPod (Get-KubeApiObject pod web-1) -Destination /srv/logs
        Get-PodText /srv/logs/a.log | Should -Be one
        Get-KubeApiObject pod web-1 | Copy-KubeApiItem -Path /srv/c.txt -Destination $TestDrive/c.txt
        Get-Content $TestDrive/c.txt | Should -Be three
    }

    It 'returns a copy whose name has a backslash' -Skip:$IsWindows {
        Set-Content -LiteralPath "$TestDrive/a" x
        Copy-KubeApiItem $TestDrive/a -ToPod web-1 -Destination '/srv/back\slash'
        $copy = Copy-KubeApiItem -FromPod web-1 -LiteralPath '/srv/back\slash' -Destination $TestDrive/logs -PassThru
        $copy.Name, $copy.Length | Should -Be 'back\slash', 2
        $copy | Should -BeOfType IO.FileInfo
    }

    It 'refuses a destination outside the file system' {
        Push-Location $TestDrive/logs
        $before = Get-ChildItem -Name
        (Get-Failure { Copy-KubeApiItem -FromPod web-1 -Path /srv/c.txt -Destination Env:x -ErrorAction Stop }).Exception.Message | Should -BeLike "'Env:x' is not a file system path:*Environment*"
        (Get-Failure { Invoke-KubeApiCommand web-1 -OutFile Variable:x -ErrorAction Stop -- cat /srv/c.txt }).Exception.Message | Should -BeLike "*not a file system path*"
        Get-ChildItem -Name | Should -Be $before
        Pop-Location
    }

    It 'overwrites only with -Force' {
        Set-Content $TestDrive/c.txt changed
        (Get-Failure { Copy-KubeApiItem -FromPod web-1 -Path /srv/c.txt -Destination $TestDrive -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ItemExists,*'
        (Get-Failure { Copy-KubeApiItem $TestDrive/c.txt -ToPod web-1 -Destination /srv -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ItemExists,*'
        Get-Content $TestDrive/c.txt | Should -Be changed
        Copy-KubeApiItem $TestDrive/c.txt -ToPod web-1 -Destination /srv -Force -Verify
        Get-PodText /srv/c.txt | Should -Be changed
    }

    It 'recommends -Force only where it helps' {
        $failure = Get-Failure { Copy-KubeApiItem $TestDrive/site -ToPod web-1 -Destination /srv/c.txt -Recurse -Force -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ItemRefused,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeNullOrEmpty
    }

    It 'does not overwrite the copy from one pod with that from another' {
        $copies = Copy-KubeApiItem -FromPod web-1, web-1 -Path /srv/c.txt -Destination $TestDrive/once.txt -Force -PassThru -ErrorVariable failure -ErrorAction SilentlyContinue
        $copies | Should -HaveCount 1
        "$failure" | Should -BeLike "'/srv/c.txt' of web-1/* is not copied: '*once.txt' is already the copy from web-1/*"
    }

    It 'merges folders, and reports each file that exists' {
        Set-Content $TestDrive/site/more.txt more
        Set-Content $TestDrive/site/ünï.txt changed
        $null = Copy-KubeApiItem $TestDrive/site -ToPod web-1 -Destination /srv -Recurse -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.TargetObject | Should -Contain '/srv/site/ünï.txt'
        Get-PodText /srv/site/more.txt | Should -Be more
        Get-PodText /srv/site/ünï.txt | Should -Be 日本
        Copy-KubeApiItem $TestDrive/site -ToPod web-1 -Destination /srv -Recurse -Force
        Get-PodText /srv/site/ünï.txt | Should -Be changed
        Invoke-KubeApiCommand web-1 -- ls /srv | Where-Object { $_ -like '.kubeapi*' } | Should -BeNullOrEmpty
    }

    It 'resumes a file after a broken connection' {
        $bytes = [byte[]]::new(300000)
        [Random]::new(1).NextBytes($bytes)
        [IO.File]::WriteAllBytes("$TestDrive/large", $bytes)
        Copy-KubeApiItem $TestDrive/large -ToPod web-1 -Destination /srv/large
        $before = Get-KubeApiObject pod web-1
        try {
            Set-StreamFault 'cut-after=100000&count=9'
            Copy-KubeApiItem -FromPod $before -Path /srv/large -Destination $TestDrive/resumed
        }
        finally {
            Set-StreamFault
        }

        (Get-FileHash $TestDrive/resumed).Hash | Should -Be (Get-FileHash $TestDrive/large).Hash
    }

    It 'reports an interrupted folder, and leaves no incomplete files' {
        try {
            Set-StreamFault 'cut-after=1000'
            (Get-Failure { Copy-KubeApiItem -FromPod web-1 -Path /srv -Destination $TestDrive/cut -Recurse -ErrorAction Stop }).FullyQualifiedErrorId |
                Should -BeLike 'StreamBroken,*'
        }
        finally {
            Set-StreamFault
        }

        Test-Path $TestDrive/cut | Should -BeFalse
        Get-ChildItem $TestDrive -Force -Filter .kubeapi* | Should -BeNullOrEmpty
    }

    It 'reports missing files' {
        (Get-Failure { Copy-KubeApiItem -FromPod web-1 -Path /none -Destination $TestDrive/none -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ItemNotFound,*'
        (Get-Failure { Copy-KubeApiItem -FromPod web-1 -Path /srv/*.none -Destination $TestDrive/none -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ItemNotFound,*'
        (Get-Failure { Copy-KubeApiItem -LiteralPath $TestDrive/none -ToPod web-1 -Destination /srv -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ItemNotFound,*'
    }

    It 'copies nothing with -WhatIf' {
        Copy-KubeApiItem $TestDrive/one.txt -ToPod web-1 -Destination /srv/whatif.txt -WhatIf -PassThru | Should -BeNullOrEmpty
        Copy-KubeApiItem -FromPod web-1 -Path /srv/*.log -Destination $TestDrive/whatif -WhatIf -PassThru | Should -BeNullOrEmpty
        Test-Path $TestDrive/whatif | Should -BeFalse
        Invoke-KubeApiCommand web-1 -ErrorAction SilentlyContinue -- test -e /srv/whatif.txt
        $LASTEXITCODE | Should -Be 1
    }

    It 'completes pods and containers' {
        $line = 'Copy-KubeApiItem x -ToPod web-1 -Destination /srv -Container '
        [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be app, proxy
        $line = 'Copy-KubeApiItem -Path x -FromPod w'
        [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be web-1
    }

    It 'has help with examples' {
        Get-ExampleTitles Copy-KubeApiItem | Should -Not -BeNullOrEmpty
    }
}
