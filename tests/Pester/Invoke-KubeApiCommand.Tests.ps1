Describe 'Invoke-KubeApiCommand' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        . $PSScriptRoot/Pods.ps1
        $sandbox = Start-Sandbox
        $null = Connect-KubeApi -Name exec-admin -Namespace default
        $script = "commands:`n  report: { stdout: `"out\n`", stderr: `"careful\n`", exitCode: 0 }`n  fail 7: { stdout: `"out\n`", stderr: `"bad\n`", exitCode: 7 }`n"
        'web-1', 'web-2' | ForEach-Object { New-TestPod $_ @{ app = 'web' } @{ app = $script; proxy = $script } }
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'returns the output as strings with their pod' {
        $line = Invoke-KubeApiCommand web-1 -- echo 'a  b' c
        $line | Should -Be 'a  b c'
        $line.Pod, $line.Container, $line.Stream | Should -Be web-1, app, stdout
        $LASTEXITCODE | Should -Be 0
    }

    It 'reports the exit code and the last lines of standard error' {
        $failure = Get-Failure { Invoke-KubeApiCommand web-1 -- fail 7 2>&1 | Where-Object { $_.FullyQualifiedErrorId -like 'CommandFailed,*' } }
        $failure.Exception.Message | Should -Be "'fail' in web-1/app ended with exit code 7.`nbad"
        "$failure" | Should -Be "'fail' in web-1/app ended with exit code 7."
        $LASTEXITCODE | Should -Be 7
    }

    It 'shows standard error like that of a native command' {
        & { $ErrorActionPreference = 'Stop'; Invoke-KubeApiCommand web-1 -- report 2>$null; 'after' } | Should -Be out, after
        (Invoke-KubeApiCommand web-1 -- report 2>&1).ForEach{ "$($_.Stream) $_" } | Sort-Object | Should -Be 'stderr careful', 'stdout out'
        $null = Invoke-KubeApiCommand web-1 -ErrorVariable collected -- report 2>$null
        "$collected" | Should -Be careful
    }

    It 'sends input from the pipeline and from files, byte for byte' {
        'a', 'ü' | Invoke-KubeApiCommand web-1 -- cat | Should -Be a, ü
        $bytes = [byte[]] (0..255 * 1000)
        [IO.File]::WriteAllBytes("$TestDrive/in", $bytes)
        Invoke-KubeApiCommand web-1 -InputFile $TestDrive/in -OutFile $TestDrive/out -- cat
        (Get-FileHash $TestDrive/out).Hash | Should -Be (Get-FileHash $TestDrive/in).Hash
        , $bytes | Invoke-KubeApiCommand web-1 -- wc -c | Should -Be 256000
    }

    It 'runs in several pods' {
        (Invoke-KubeApiCommand pods -LabelSelector app=web -- echo x).Pod | Sort-Object | Should -Be web-1, web-2
        (Get-KubeApiObject pods | Invoke-KubeApiCommand -- echo -l x) | Should -Be '-l x', '-l x'
        (Invoke-KubeApiCommand web-1,web-2 -Container proxy -MaxConcurrent 1 -- echo x).Container | Should -Be proxy, proxy
    }

    It 'never reports a broken connection as success' {
        Set-StreamFault 'cut-after=3&count=1'
        $failure = Get-Failure { Invoke-KubeApiCommand web-1 -ErrorAction Stop -- report 2>$null }
        $failure.FullyQualifiedErrorId | Should -BeLike 'StreamBroken,*'
        $LASTEXITCODE | Should -Be -1
        Set-StreamFault 'end-after=3&count=1'
        (Get-Failure { Invoke-KubeApiCommand web-1 -ErrorAction Stop -- report }).FullyQualifiedErrorId | Should -BeLike 'StreamBroken,*'
        Set-StreamFault
    }

    It 'runs nothing if the end of the input cannot be sent' {
        Set-StreamFault 'v4=true'
        try {
            (Get-Failure { 'a' | Invoke-KubeApiCommand web-1 -ErrorAction Stop -- cat }).FullyQualifiedErrorId | Should -BeLike 'StreamNotSupported,*'
            Invoke-KubeApiCommand web-1 -- echo x | Should -Be x
        }
        finally {
            Set-StreamFault
        }
    }

    It 'points out a missing --' {
        (Get-Failure { Invoke-KubeApiCommand web-1 sh -c 'df -h' }).ErrorDetails.Message | Should -BeLike '-c was bound *Write -- before the command*'
    }

    It 'runs nothing with -WhatIf' {
        Invoke-KubeApiCommand web-1 -WhatIf -- echo x | Should -BeNullOrEmpty
    }

    It 'has help with examples' {
        Get-ExampleTitles Invoke-KubeApiCommand | Should -Not -BeNullOrEmpty
    }
}
