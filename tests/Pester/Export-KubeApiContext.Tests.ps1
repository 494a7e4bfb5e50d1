Describe 'Export-KubeApiContext' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $session = Connect-KubeApi -Name test-admin
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ServiceAccount'; metadata = @{ name = 'ci' } }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    BeforeEach {
        $file = Join-Path $TestDrive "$(New-Guid).yaml"
    }

    It 'writes a kubeconfig that connects as the session does' {
        $written = Export-KubeApiContext $file
        $written | Should -BeOfType [IO.FileInfo]
        $again = Connect-KubeApi -KubeConfig $file -Name test-again
        $again.User, $again.Server, $again.Namespace | Should -Be $session.User, $session.Server, $session.Namespace
        (Get-KubeApiContext -KubeConfig $file).Name | Should -Be 'test-admin'
        Disconnect-KubeApi $again
        $null = Select-KubeApiSession $session
    }

    It 'is a file that only its owner can read' -Skip:$IsWindows {
        $null = Export-KubeApiContext $file
        (Get-Item $file).UnixMode | Should -Be '-rw-------'
    }

    It 'is shown as Get-Item shows a file, also from the drive' -Skip:$IsWindows {
        $shown = Export-KubeApiContext $file | Get-Lines
        $shown[-1] | Should -Match "^-rw-------\s.*$(Split-Path $file -Leaf)$"
        $null = New-PSDrive mine KubeApi /
        Push-Location mine:/
        try { (Export-KubeApiContext $file -Merge).FullName | Should -Be $file } finally { Pop-Location }
    }

    It 'is a file that kubectl reads' -Skip:(-not (Get-Command kubectl -ErrorAction Ignore)) {
        $null = Export-KubeApiContext $file -Namespace kube-system -Name mine
        kubectl --kubeconfig $file get configmap extension-apiserver-authentication -o name | Should -Be 'configmap/extension-apiserver-authentication'
    }

    It 'writes one for a service account' {
        $null = Export-KubeApiContext $file -ServiceAccount ci -Duration 20m -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -BeLike "The token in '*' expires at *, and is not renewed."
        $again = Connect-KubeApi -KubeConfig $file -Name test-again
        $again.User | Should -Be "system:serviceaccount:$($cluster.Namespace):ci"
        (Get-KubeApiContext -KubeConfig $file).Name | Should -Be 'ci@test-admin'
        Disconnect-KubeApi $again
        $null = Select-KubeApiSession $session
    }

    It 'keeps the impersonation of a session' {
        $null = Connect-KubeApi -As jane -Name test-jane | Export-KubeApiContext $file
        (Get-Content $file -Raw | ConvertFrom-KubeApiYaml).users[0].user.as | Should -Be 'jane'
        $null = Select-KubeApiSession $session
    }

    It 'never changes an existing file without -Merge' {
        Set-Content $file 'mine'
        $failure = Get-Failure { Export-KubeApiContext $file }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        Get-Content $file | Should -Be 'mine'
    }

    It 'merges into an existing file, and keeps its entries' -Skip:$IsWindows {
        Set-Content $file '{ contexts: [{ name: other, context: { cluster: none, user: none } }], current-context: other, preferences: { colors: true } }'
        $null = Export-KubeApiContext $file -Merge -Name mine
        $config = Get-Content $file -Raw | ConvertFrom-KubeApiYaml
        $config.contexts.name | Should -Be 'other', 'mine'
        $config.'current-context' | Should -Be 'other'
        $config.preferences.colors | Should -BeTrue
        (Get-Item $file).UnixMode | Should -Be '-rw-------'
        $null = Export-KubeApiContext $file -Merge -Name mine -Namespace kube-system
        (Get-KubeApiContext mine -KubeConfig $file).Namespace | Should -Be 'kube-system'
        (Get-KubeApiContext -KubeConfig $file).Name | Should -Be 'other', 'mine'
    }

    It 'does not replace the context of another server' {
        Set-Content $file '{ clusters: [{ name: mine, cluster: { server: "https://other" } }] }'
        $failure = Get-Failure { Export-KubeApiContext $file -Merge -Name mine }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidConfiguration,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Name*'
        Get-Content $file -Raw | Should -BeLike '*https://other*'
    }

    It 'loses no context when several commands write the same file' {
        $names = 1..8 | ForEach-Object { "ctx$_" }
        $failures = $names | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:Manifest
            $null = Export-KubeApiContext $using:file -Merge -Name $_ -Session $using:session -ServiceAccount ci -WarningAction Ignore -ErrorVariable failed
            $failed
        }
        $failures | Should -BeNullOrEmpty
        (Get-KubeApiContext -KubeConfig $file).Name | Sort-Object | Should -Be $names
        "$file.lock" | Should -Not -Exist
    }

    It 'neither reads nor replaces <What>' -Skip:$IsWindows -ForEach @(
        @{ What = 'a named pipe'; Link = $false }
        @{ What = 'a link to a named pipe'; Link = $true }
    ) {
        mkfifo "$file.pipe"
        $path = $Link ? (New-Item -ItemType SymbolicLink $file -Target "$file.pipe").FullName : "$file.pipe"
        foreach ($merge in $true, $false) {
            $failure = Get-Failure { Export-KubeApiContext $path -Merge:$merge }
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotWritten,*'
            "$failure" | Should -BeLike '*It is a named pipe.'
        }
        (Get-Item "$file.pipe").UnixStat.ItemType | Should -Be 'NamedPipe'
    }

    It 'writes nothing and creates no token with -WhatIf' {
        Export-KubeApiContext $file -ServiceAccount none -WhatIf
        $file | Should -Not -Exist
    }

    It 'shows no secret' {
        $output = Export-KubeApiContext $file -Verbose *>&1 | Out-String
        $user = (Get-Content $file -Raw | ConvertFrom-KubeApiYaml).users[0].user
        foreach ($secret in $user.PSObject.Properties.Value) { $output | Should -Not -BeLike "*$secret*" }
    }

    It 'reports a folder of the system without the name of a temporary file' -Skip:(-not $IsLinux) {
        "$(Get-Failure { Export-KubeApiContext /proc/x })" | Should -Be "The file '/proc/x' cannot be written: no file can be created in this folder."
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'a missing account'; Id = 'ObjectNotFound'; Script = { Export-KubeApiContext $file -ServiceAccount none } }
        @{ What = 'a duration without an account'; Id = 'InvalidArgument'; Script = { Export-KubeApiContext $file -Duration 1h } }
        @{ What = 'a mistyped duration'; Id = 'ParameterArgumentTransformationError'; Script = { Export-KubeApiContext $file -ServiceAccount ci -Duration 1x }; Message = "*'1x' is not a duration*" }
        @{ What = 'an invalid namespace'; Id = 'InvalidArgument'; Script = { Export-KubeApiContext $file -Namespace a/b }; Message = "The namespace 'a/b' *" }
        @{ What = 'no session'; Id = 'ParameterArgumentTransformationError'; Script = { Export-KubeApiContext $file -Session @() }; Message = '*this is an empty array*' }
        @{ What = 'a folder'; Id = 'FileNotWritten'; Script = { Export-KubeApiContext $TestDrive }; Message = '*It is a folder.' }
        @{ What = 'a missing folder'; Id = 'FileNotWritten'; Script = { Export-KubeApiContext $TestDrive/none/file }; Message = "*The folder '*none' does not exist." }
    ) {
        $failure = Get-Failure $Script
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$failure" | Should -BeLike ($Message ?? '*')
        $file | Should -Not -Exist
    }
}
