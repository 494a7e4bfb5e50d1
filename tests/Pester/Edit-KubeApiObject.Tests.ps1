Describe 'Edit-KubeApiObject' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        . $PSScriptRoot/Editor.ps1
        $cluster = Start-TestCluster
        $session = Connect-KubeApi
        # Edits leave their files in a folder that no other test uses.
        $variables = 'KUBE_EDITOR', 'EDITOR', 'TMPDIR', 'TMP'
        $before = $variables | ForEach-Object { , [Environment]::GetEnvironmentVariable($_) }
        $env:TMPDIR = $env:TMP = (New-Item -ItemType Directory $TestDrive/temp).FullName
        function Get-KeptFiles { Get-ChildItem $env:TMPDIR -Filter 'kubeapi-edit-*' -Directory | Get-ChildItem }

        function New-TestMap([string] $Name = 'one') {
            $o = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = "$Name-$($cluster.Namespace)" }; data = @{ a = '1'; b = '1' } }
            New-KubeApiObject $o
        }

        # Another change while the editor is open; the editor saves after it, whether it succeeded or not.
        function Start-OtherWrite([hashtable] $Data) {
            Start-ThreadJob -ArgumentList $map.Name, $session, $TestDrive, $Manifest, $Data {
                param($name, $session, $drive, $manifest, $data)
                try {
                    Import-Module $manifest
                    while (-not (Test-Path $drive/e/open)) { Start-Sleep -Milliseconds 50 }
                    $null = Update-KubeApiObject cm $name @{ data = $data } -Session $session -ErrorAction Stop
                }
                finally { Set-Content $drive/e/go x }
            }
        }
    }

    BeforeEach {
        Get-KubeApiObject cm, secret -n $cluster.Namespace | Where-Object Name -like "*-$($cluster.Namespace)" | Remove-KubeApiObject -Force | Out-Null
        $map = New-TestMap
    }

    AfterEach {
        Get-KeptFiles | Split-Path | Remove-Item -Recurse -ErrorAction Ignore
    }

    AfterAll {
        for ($i = 0; $i -lt $variables.Count; $i++) { [Environment]::SetEnvironmentVariable($variables[$i], $before[$i]) }
        Stop-TestCluster $cluster
    }

    It 'writes the saved object, and removes the file' {
        Set-TestEditor $TestDrive/e { Save $Text.Replace('a: "1"', 'a: "2"') }
        $o = Edit-KubeApiObject cm $map.Name -ErrorAction Stop
        $o.data.a | Should -Be 2
        $o.Columns | Should -Not -BeNullOrEmpty
        $stored = Get-KubeApiObject $map -ShowManagedFields
        $stored.data.a | Should -Be 2
        # Only the changed field; an apply does not undo it.
        $edited = $stored.metadata.managedFields | Where-Object manager -EQ kubeapi-edit
        $edited.fieldsV1.'f:data'.PSObject.Properties.Name | Should -Be 'f:a'
        $shown = Get-Content $TestDrive/e/1.yaml -Raw
        $shown | Should -BeLike "# ConfigMap/$($map.Name) in namespace *"
        $shown | Should -Not -Match 'managedFields'
        Get-KeptFiles | Should -BeNullOrEmpty
    }

    It 'lets only its owner read the file' -Skip:$IsWindows {
        Set-TestEditor $TestDrive/e { Set-Content $Folder/mode.txt (Get-Item $Path).UnixMode, (Get-Item (Split-Path $Path)).UnixMode }
        Edit-KubeApiObject cm $map.Name -WarningAction Ignore
        Get-Content $TestDrive/e/mode.txt | Should -Be '-rw-------', 'drwx------'
    }

    It 'takes objects one after another' {
        $null = New-TestMap two
        Set-TestEditor $TestDrive/e { Save ($Text -replace 'b: .*', "b: r$Round") }
        $done = Get-KubeApiObject cm *-$($cluster.Namespace) | Edit-KubeApiObject
        $done.data.b | Should -Be 'r1', 'r2'
        (Edit-KubeApiObject "cm/$($map.Name)").data.b | Should -Be 'r3'
    }

    It 'says that an empty file changes nothing' {
        Set-TestEditor $TestDrive/e { Save '' }
        Edit-KubeApiObject cm $map.Name -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -BeLike '*is unchanged: the file is empty. To delete an object: Remove-KubeApiObject.'
    }

    It 'ends without a change when <What>' -ForEach @(
        @{ What = 'nothing was changed'; Edit = { } }
        @{ What = 'only white space was changed'; Edit = { Save "$Text`n`n" } }
        @{ What = 'the file was emptied'; Edit = { Save '' } }
        @{ What = 'only comments are left'; Edit = { Save '# none' } }
        @{ What = 'the file was deleted'; Edit = { Remove-Item $Path } }
        @{ What = 'only a quotation mark was changed'; Edit = { Save $Text.Replace('"', "'") } }
    ) {
        Set-TestEditor $TestDrive/e $Edit
        Edit-KubeApiObject cm $map.Name -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warning" | Should -Match 'is unchanged'
        (Get-KubeApiObject $map).metadata.resourceVersion | Should -Be $map.metadata.resourceVersion
        Get-KeptFiles | Should -BeNullOrEmpty
    }

    It 'opens again with <What> on top' -ForEach @(
        @{ What = 'the fault of the YAML'; Bad = "data: [`n"; Message = 'line \d+' }
        @{ What = 'an unknown field'; Bad = 'daata: {}'; Message = "unknown field .*Did you mean 'data'" }
        @{ What = 'an object that the server refuses'; Bad = 'immutable: 7'; Message = 'immutable' }
        @{ What = 'a duplicate key'; Bad = 'kind: Secret'; Message = 'duplicate key' }
    ) {
        Set-TestEditor $TestDrive/e ([scriptblock]::Create("if (`$Round -eq 1) { Save (`$Text + '$Bad') } else { Save `$Text.Replace('$Bad', '').Replace('a: `"1`"', 'a: `"3`"') }"))
        # A warning says that nothing was edited.
        (Edit-KubeApiObject cm $map.Name -ErrorAction Stop -WarningAction Stop).data.a | Should -Be 3
        $again = Get-Content $TestDrive/e/2.yaml -Raw
        $comments = @($again -split '\n' -like '#*') -join "`n"
        $comments | Should -Match $Message
        ([regex]::Matches($again, 'Lines that begin with #')).Count | Should -Be 1
        $again | Should -Match ([regex]::Escape($Bad.Trim()))
        Get-KeptFiles | Should -BeNullOrEmpty
    }

    It 'ends with the error, and keeps the edit, if it is saved unchanged again' {
        Set-TestEditor $TestDrive/e { if ($Round -eq 1) { Save ($Text + 'daata: {}') } }
        $failure = Get-Failure { Edit-KubeApiObject cm $map.Name }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnknownField,*'
        $kept = Get-KeptFiles
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Your edit is kept in '$($kept.FullName)'.*"
        Get-Content $kept -Raw | Should -Match 'daata'
    }

    It 'applies the edit to a version that was modified in the meantime' {
        Set-TestEditor $TestDrive/e { Set-Content $Folder/open x; while (-not (Test-Path $Folder/go)) { Start-Sleep -Milliseconds 50 }; Save $Text.Replace('a: "1"', 'a: "2"') }
        $job = Start-OtherWrite @{ b = '5' }
        $o = Edit-KubeApiObject cm $map.Name -ErrorAction Stop
        Receive-Job $job -Wait -AutoRemoveJob
        $o.data.a, $o.data.b | Should -Be 2, 5
    }

    It 'keeps an edit that conflicts with another change' {
        Set-TestEditor $TestDrive/e { Set-Content $Folder/open x; while (-not (Test-Path $Folder/go)) { Start-Sleep -Milliseconds 50 }; Save $Text.Replace('a: "1"', 'a: "2"') }
        $job = Start-OtherWrite @{ a = '5' }
        $failure = Get-Failure { Edit-KubeApiObject cm $map.Name }
        Receive-Job $job -Wait -AutoRemoveJob
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConcurrencyConflict,*'
        "$failure" | Should -BeLike '*data.a*'
        Get-Content (Get-KeptFiles) -Raw | Should -Match 'a: "2"'
        (Get-KubeApiObject $map).data.a | Should -Be 5
    }

    It 'edits Secrets without showing their values' {
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = "s-$($cluster.Namespace)" }; data = @{ key = 'aGlkZGVu' } }
        Set-TestEditor $TestDrive/e { Save $Text.Replace('aGlkZGVu', 'c2VjcmV0') }
        $verbose = Edit-KubeApiObject secret "s-$($cluster.Namespace)" -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$verbose" | Should -Not -Match 'aGlkZGVu|c2VjcmV0'
        (Get-KubeApiObject secret "s-$($cluster.Namespace)").data.key | Should -Be 'c2VjcmV0'
    }

    It 'changes nothing with -WhatIf or -DryRun' {
        Set-TestEditor $TestDrive/e { Save $Text.Replace('a: "1"', 'a: "2"') }
        Edit-KubeApiObject cm $map.Name -WhatIf | Should -BeNullOrEmpty
        (Edit-KubeApiObject cm $map.Name -DryRun).data.a | Should -Be 2
        (Get-KubeApiObject $map).data.a | Should -Be 1
    }

    It 'reports an editor that <What>' -ForEach @(
        @{ What = 'fails'; Edit = { exit 3 }; Message = '*exit code 3*' }
        @{ What = 'saves and fails'; Edit = { Save $Text.Replace('a: "1"', 'a: "2"'); exit 3 }; Message = '*exit code 3*' }
    ) {
        Set-TestEditor $TestDrive/e $Edit
        $failure = Get-Failure { Edit-KubeApiObject cm $map.Name }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EditorFailed,*'
        "$failure" | Should -BeLike $Message
        @(Get-KeptFiles).Count | Should -Be ([int]($What -like 'saves*'))
        (Get-KubeApiObject $map).data.a | Should -Be 1
    }

    It 'reports an editor that <What>, and touches nothing else' -Skip:$IsWindows -ForEach @(
        @{ What = 'makes the file a link'; Edit = { Remove-Item $Path; New-Item -ItemType SymbolicLink $Path -Target $Folder/other.txt }; Message = "*replaced '*' with a link.*" }
        @{ What = 'makes the file a named pipe'; Edit = { Remove-Item $Path; mkfifo $Path }; Message = "*replaced '*' with a named pipe.*" }
        @{ What = 'makes the file a folder'; Edit = { Remove-Item $Path; New-Item -ItemType Directory $Path }; Message = "*replaced '*' with a folder.*" }
        @{ What = 'removes the folder'; Edit = { Remove-Item (Split-Path $Path) -Recurse }; Message = '*removed the folder*' }
    ) {
        Set-TestEditor $TestDrive/e ([scriptblock]::Create("if (`$Round -eq 1) { Set-Content `$Folder/other.txt other; Save (`$Text + 'daata: {}') } else { $Edit }"))
        $failure = Get-Failure { Edit-KubeApiObject cm $map.Name }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EditorFailed,*'
        "$failure" | Should -BeLike $Message
        $kept = [regex]::Match($failure.ErrorDetails.RecommendedAction, "kept in '(.+)'").Groups[1].Value
        Get-Content $kept -Raw | Should -Match 'daata'
        Get-Content $TestDrive/e/other.txt | Should -Be 'other'
        (Get-KubeApiObject $map).metadata.resourceVersion | Should -Be $map.metadata.resourceVersion
    }

    It 'ends with the error if a script writes a different fault each time' -Skip:$IsWindows {
        # A shell starts faster than PowerShell.
        Set-Content $TestDrive/faults.sh 'echo x >> "$0.rounds"; echo "daata$(grep -c x "$0.rounds"): {}" >> "$1"'
        $env:KUBE_EDITOR = "/bin/sh $TestDrive/faults.sh"
        (Get-Failure { Edit-KubeApiObject cm $map.Name }).FullyQualifiedErrorId | Should -BeLike 'UnknownField,*'
        @(Get-Content $TestDrive/faults.sh.rounds).Count | Should -Be 10
        Get-Content (Get-KeptFiles) -Raw | Should -Match 'daata10'
    }

    It 'edits an object with a long name' {
        $long = New-TestMap ('n' * 225)
        Set-TestEditor $TestDrive/e { Save $Text.Replace('a: "1"', 'a: "2"') }
        (Edit-KubeApiObject cm $long.Name -ErrorAction Stop).data.a | Should -Be 2
    }

    It 'reports a folder for temporary files that does not exist' -Skip:$IsWindows {
        $temp = $env:TMPDIR
        $env:TMPDIR = "$TestDrive/none"
        try {
            (Get-Failure { Edit-KubeApiObject cm $map.Name }).FullyQualifiedErrorId | Should -BeLike 'FileNotWritten,*'
        }
        finally {
            $env:TMPDIR = $temp
        }
    }

    It 'refuses a file in another encoding <When>, and keeps it' -ForEach @(
        @{ When = 'without a byte order mark'; Mark = @() }
        @{ When = 'after a byte order mark'; Mark = 0xEF, 0xBB, 0xBF }
    ) {
        $bytes = $Mark -join ','
        Set-TestEditor $TestDrive/e ([scriptblock]::Create("[IO.File]::WriteAllBytes(`$Path, [byte[]]@($bytes) + [Text.Encoding]::Latin1.GetBytes(`$Text.Replace('a: `"1`"', 'a: caf' + [char]0xE9)))"))
        $failure = Get-Failure { Edit-KubeApiObject cm $map.Name }
        $failure.FullyQualifiedErrorId | Should -BeLike 'EditorFailed,*'
        "$failure" | Should -BeLike '*is unchanged. The edited file * is neither UTF-8 nor UTF-16 with a byte order mark.'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "Your edit is kept in '$(Get-KeptFiles)'."
        [IO.File]::ReadAllBytes((Get-KeptFiles)) | Should -Contain 0xE9
        (Get-KubeApiObject $map).data.a | Should -Be 1
    }

    It 'writes nothing when it is stopped while the editor runs, and keeps the saved file' {
        Set-TestEditor $TestDrive/e { Save $Text.Replace('a: "1"', 'a: "2"'); Set-Content $Folder/saved x; while ($true) { Start-Sleep 1 } }
        $job = Start-ThreadJob -ArgumentList $map.Name, $session, $Manifest { Import-Module $args[2]; Edit-KubeApiObject cm $args[0] -Session $args[1] }
        while (-not (Test-Path $TestDrive/e/saved)) { Start-Sleep -Milliseconds 50 }
        $job | Stop-Job -PassThru | Remove-Job
        Get-Content (Get-KeptFiles) -Raw | Should -Match 'a: "2"'
        (Get-KubeApiObject $map).data.a | Should -Be 1
    }

    # util-linux runs a program in a terminal.
    It 'writes nothing after Ctrl+C in a terminal, which the editor does not read' -Skip:(-not $IsLinux -or -not (Get-Command script -ErrorAction Ignore)) {
        Set-Content $TestDrive/slow.sh 'sed -i ''s/a: "1"/a: "2"/'' "$1"; touch "$0.saved"; while [ ! -e "$0.go" ]; do sleep 0.1; done'
        $env:KUBE_EDITOR = "/bin/sh $TestDrive/slow.sh"
        Set-Content $TestDrive/edit.ps1 "Import-Module '$Manifest'; `$null = Connect-KubeApi; Edit-KubeApiObject cm $($map.Name); 'not stopped'"
        # The dotnet tool is a library, which dotnet runs.
        $library = if ((Split-Path ([Environment]::ProcessPath) -LeafBase) -eq 'dotnet') { "'$(Join-Path $PSHOME pwsh.dll)'" }
        $start = [Diagnostics.ProcessStartInfo]::new('script', [string[]]('-qec', "'$([Environment]::ProcessPath)' $library -NoProfile -File '$TestDrive/edit.ps1'", '/dev/null'))
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $terminal = [Diagnostics.Process]::Start($start)
        while (-not (Test-Path $TestDrive/slow.sh.saved)) { Start-Sleep -Milliseconds 50 }
        $terminal.StandardInput.Write([char]3)
        $terminal.StandardInput.Flush()
        # The terminal echoes the key when it has it.
        $seen = ''
        while ($seen -notlike '*^C*') { $seen += [char]$terminal.StandardOutput.Read() }
        Set-Content $TestDrive/slow.sh.go x
        $seen += $terminal.StandardOutput.ReadToEnd()
        $seen | Should -Not -BeLike '*not stopped*'
        $seen | Should -BeLike '*The edit was stopped. Your edit is kept in*'
        Get-Content (Get-KeptFiles) -Raw | Should -Match 'a: "2"'
        (Get-KubeApiObject $map).data.a | Should -Be 1
    }

    It 'says in plain words why an editor cannot be started' -Skip:$IsWindows {
        $env:KUBE_EDITOR = (New-Item $TestDrive/text).FullName
        "$(Get-Failure { Edit-KubeApiObject cm $map.Name })" | Should -BeLike "*The editor '*text' cannot be started: Permission denied."
    }

    It 'names an editor that does not exist' {
        $env:KUBE_EDITOR = 'no-such-editor --wait'
        "$(Get-Failure { Edit-KubeApiObject cm $map.Name })" | Should -BeLike "*The editor 'no-such-editor --wait' was not found.*"
    }

    It 'refuses a console editor without a console' {
        $env:KUBE_EDITOR = $null
        $env:EDITOR = 'vi'
        $output = Invoke-Pwsh "Import-Module '$Manifest'; `$null = Connect-KubeApi; Edit-KubeApiObject cm $($map.Name) 2>&1 | ForEach-Object { `$_.FullyQualifiedErrorId, `$_.ErrorDetails.Message }"
        "$output" | Should -BeLike 'InvalidArgument,*needs a console*'
    }

    It 'completes types and names' {
        Get-Completions "Edit-KubeApiObject cm one-" | Should -Be $map.Name
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'it does not exist'; Id = 'ObjectNotFound'; Script = { Edit-KubeApiObject cm none } }
        @{ What = 'no name'; Id = 'InvalidArgument'; Script = { Edit-KubeApiObject cm } }
    ) {
        (Get-Failure $Script).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
