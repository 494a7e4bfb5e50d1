Describe 'Invoke-KubeApi' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $nobody = Connect-KubeApi -As nobody -Name nobody
        $admin = Connect-KubeApi
        $maps = "/api/v1/namespaces/$($cluster.Namespace)/configmaps"
    }

    BeforeEach {
        $name = "test-$([guid]::NewGuid().ToString('n'))"
        $null = Invoke-KubeApi POST $maps -Body @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name }; data = @{ colour = 'blue' } }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    Context 'reads' {
        It 'an object, with a path alone' {
            (Invoke-KubeApi /version).gitVersion | Should -Be (Get-RawJson $cluster /version | ConvertFrom-Json).gitVersion
        }

        It 'text, if the response is text' {
            Invoke-KubeApi /healthz | Should -Be 'ok'
        }

        It 'text line by line' {
            Invoke-KubeApi '/livez?verbose' | Should -Contain '[+]ping ok'
        }

        It 'a list as the server returns it' {
            $list = Invoke-KubeApi /api/v1/namespaces
            $list.kind | Should -Be 'NamespaceList'
            $list.items.metadata.name | Should -Contain 'default'
        }

        It 'the JSON of the server' {
            Test-SameJson (Invoke-KubeApi "$maps/$name" | ConvertTo-Json -Depth 100) (Get-RawJson $cluster "$maps/$name") | Should -BeTrue
        }

        It 'with query parameters, escaped' {
            (Invoke-KubeApi $maps -Query @{ fieldSelector = "metadata.name=$name"; limit = 5 }).items.metadata.name | Should -Be $name
        }

        It 'paths from the pipeline' {
            ('/healthz', '/readyz' | Invoke-KubeApi) | Should -Be 'ok', 'ok'
        }

        It 'several servers' {
            (Invoke-KubeApi /version -Session $admin, $nobody).Count | Should -Be 2
        }

        It 'a watch event by event, until it is stopped' {
            $event = Invoke-KubeApi $maps -Query @{ watch = 1 } | Select-Object -First 1
            $event.type | Should -Be 'ADDED'
            $event.object.kind | Should -Be 'ConfigMap'
        }

        It 'every recorded object of a real server, so that ConvertTo-Json returns its JSON' {
            $recorded = Get-Content $PSScriptRoot/Fixtures/recorded-objects.jsonl
            $server = Start-StubServer ($recorded -join "`n")
            try {
                $session = Connect-KubeApi -Uri $server.Uri
                $read = @(Invoke-KubeApi /recorded -Query @{ watch = 1 } -Session $session)
                $read | Should -HaveCount $recorded.Count
                for ($i = 0; $i -lt $recorded.Count; $i++) {
                    Test-SameJson ($read[$i] | ConvertTo-Json -Depth 100) $recorded[$i] | Should -BeTrue -Because $recorded[$i]
                }
                $file = Join-Path $TestDrive recorded.xml
                $read | Export-Clixml $file -Depth 100
                $back = @(Import-Clixml $file)
                for ($i = 0; $i -lt $recorded.Count; $i++) {
                    Test-SameJson ($back[$i] | ConvertTo-Json -Depth 100) $recorded[$i] | Should -BeTrue -Because "Clixml of $($recorded[$i])"
                }
            }
            finally {
                Disconnect-KubeApi $session
                $null = Select-KubeApiSession $admin
                $server.Stop()
            }
        }

        It 'into a file relative to the current location' {
            Push-Location $TestDrive
            try {
                Invoke-KubeApi "$maps/$name" -OutFile map.json | Should -BeNullOrEmpty
                Test-SameJson (Get-Content map.json -Raw) (Get-RawJson $cluster "$maps/$name") | Should -BeTrue
            }
            finally {
                Pop-Location
            }
        }

        It 'an object that Format-Table shows like any other' {
            (Invoke-KubeApi "$maps/$name" | Get-Lines)[0] -split '\s+' | Should -Be 'Namespace', 'Name', 'Age'
        }
    }

    Context 'changes' {
        It 'creates from a hashtable, a custom object, or JSON: <_.GetType().Name>' -ForEach @(
            @{ metadata = @{ generateName = 'made-' } }
            [pscustomobject]@{ metadata = [pscustomobject]@{ generateName = 'made-' } }
            '{"metadata":{"generateName":"made-"}}'
        ) {
            (Invoke-KubeApi POST $maps -Body $_).metadata.name | Should -BeLike 'made-?*'
        }

        It 'merges with PATCH' {
            $data = (Invoke-KubeApi PATCH "$maps/$name" -Body @{ data = @{ size = '10' } }).data
            $data.colour, $data.size | Should -Be 'blue', '10'
        }

        It 'removes a field with a $null in a merge patch' {
            (Invoke-KubeApi PATCH "$maps/$name" -Body @{ data = @{ colour = $null } }).data | Should -BeNullOrEmpty
        }

        It 'sends an array as a JSON patch' {
            $patch = @(@{ op = 'replace'; path = '/data/colour'; value = 'red' })
            (Invoke-KubeApi PATCH "$maps/$name" -Body $patch).data.colour | Should -Be 'red'
        }

        It 'replaces with an object that was read' {
            $map = Get-KubeApiObject cm $name
            $map.data.colour = 'green'
            (Invoke-KubeApi PUT "$maps/$name" -Body $map).data.colour | Should -Be 'green'
        }

        It 'deletes' {
            $null = Invoke-KubeApi DELETE "$maps/$name"
            (Get-Failure { Invoke-KubeApi "$maps/$name" }).FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'
        }

        It 'takes methods in any letter case' {
            (Invoke-KubeApi delete "$maps/$name").status | Should -Be 'Success'
        }

        It 'changes nothing with -WhatIf' {
            Invoke-KubeApi DELETE "$maps/$name" -WhatIf | Should -BeNullOrEmpty
            Get-KubeApiObject cm $name | Should -Not -BeNullOrEmpty
        }

        It 'names the path, the server and the session in -WhatIf' {
            # "What if:" is written only to the host, so only another process can read it.
            $text = Invoke-Pwsh "Import-Module '$Manifest'; `$null = Connect-KubeApi; Invoke-KubeApi DELETE $maps/$name -WhatIf"
            $text -join '' | Should -BeLike "*`"DELETE`"*$maps/$name at $($cluster.Uri)/*(session '$($admin.Name)')*"
        }

        It 'reads with -WhatIf, too' {
            Invoke-KubeApi /healthz -WhatIf | Should -Be 'ok'
        }
    }

    Context 'errors' {
        It '<Id> (<Category>) if <What>' -ForEach @(
            @{ What = 'the object exists'; Id = 'AlreadyExists'; Category = 'ResourceExists'; Script = { Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = $name } } } }
            @{ What = 'the object was modified'; Id = 'ConcurrencyConflict'; Category = 'WriteError'; Script = { Invoke-KubeApi PUT "$maps/$name" -Body @{ metadata = @{ name = $name; resourceVersion = '1' } } } }
            @{ What = 'the name is invalid'; Id = 'Invalid'; Category = 'InvalidData'; Script = { Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'Not A Name' } } } }
            @{ What = 'the body is another kind'; Id = 'BadRequest'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi POST $maps -Body @{ apiVersion = 'v1'; kind = 'Pod' } } }
            @{ What = 'the body is not JSON'; Id = 'BadRequest'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi POST $maps -Body '{' } }
            @{ What = 'the body''s type is unknown'; Id = 'BadRequest'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi POST $maps -Body 'x' -ContentType text/plain } }
            @{ What = 'the path does not exist'; Id = 'PathNotFound'; Category = 'ObjectNotFound'; Script = { Invoke-KubeApi /nope } }
            @{ What = 'access is denied'; Id = 'Forbidden'; Category = 'PermissionDenied'; Script = { Invoke-KubeApi $maps -Session $nobody } }
            @{ What = 'the path names a server'; Id = 'InvalidArgument'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi GET https://example.com/api } }
            @{ What = 'the path begins with two slashes'; Id = 'InvalidArgument'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi //example.com/api } }
            @{ What = 'the path leads up'; Id = 'InvalidArgument'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi /api/%2e%2e/version } }
            @{ What = 'the header Authorization is set by the session'; Id = 'InvalidArgument'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi /version -Header @{ Authorization = 'x' } } }
            @{ What = 'the header Host is set by the session'; Id = 'InvalidArgument'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi /version -Header @{ Host = 'x' } } }
            @{ What = 'the header Content-Type is set by the session'; Id = 'InvalidArgument'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi /version -Header @{ 'Content-Type' = 'x' } } }
            @{ What = 'the path is missing'; Id = 'InvalidArgument'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi DELETE } }
            @{ What = 'the body has no JSON form'; Id = 'InvalidArgument'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi POST $maps -Body @{ x = Get-Process -Id $PID } } }
            @{ What = 'the body contains a secret'; Id = 'InvalidArgument'; Category = 'InvalidArgument'; Script = { Invoke-KubeApi POST $maps -Body @{ x = [securestring]::new() } } }
            @{ What = 'the file cannot be written'; Id = 'FileNotWritten'; Category = 'WriteError'; Script = { Invoke-KubeApi /version -OutFile (Join-Path $TestDrive no such folder) } }
        ) {
            $failure = Get-Failure $Script
            $failure.FullyQualifiedErrorId | Should -Be "$Id,KubeApi.Commands.InvokeKubeApiCommand"
            $failure.CategoryInfo.Category | Should -Be $Category
        }

        It 'has one line per cause, with its field' {
            (Get-Failure { Invoke-KubeApi POST $maps -Body @{ metadata = @{ name = 'Not A Name' } } }).ErrorDetails.Message |
                Should -Match '\n  metadata\.name: '
        }

        It 'is a terminating error with -ErrorAction Stop' {
            { Invoke-KubeApi /nope -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,KubeApi.Commands.InvokeKubeApiCommand'
        }

        It 'sets the exception''s status code for scripts' {
            (Get-Failure { Invoke-KubeApi /nope }).Exception.StatusCode | Should -Be 404
        }
    }

    Context 'at the prompt' {
        It 'completes -Method' {
            Get-Completions 'Invoke-KubeApi -Method p' | Should -Be 'POST', 'PUT', 'PATCH'
        }

        It 'completes -ContentType, quoted if PowerShell requires it' {
            Get-Completions 'Invoke-KubeApi PATCH /x -ContentType application/m' | Should -Be "'application/merge-patch+json'"
        }

        It 'shows each request with -Verbose' {
            $line = Invoke-KubeApi /version -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
            $line.Message | Should -Match "^GET $($cluster.Uri)/version 200 in \d+ ms"
        }

        It 'shows no token with -Verbose and -Debug' -Tag Sandbox {
            $token = Get-Content $cluster.AdminToken -Raw
            Invoke-KubeApi /version -Verbose -Debug *>&1 | Out-String | Should -Not -BeLike "*$token*"
        }
    }

    It 'has help with examples' {
        Get-ExampleTitles Invoke-KubeApi | Should -Not -BeNullOrEmpty
    }

    Context 'a server that fails' -Tag Sandbox {
        BeforeAll {
            function Add-Fault([string] $Query) {
                $null = Invoke-RestMethod "$($cluster.ProxyUri)/sandbox/faults?$Query" -Method Post
            }
        }

        AfterEach {
            $null = Invoke-RestMethod "$($cluster.ProxyUri)/sandbox/faults" -Method Delete
        }

        It 'is retried after Retry-After, and -Verbose reports it' {
            Add-Fault 'status=429&retry-after=0&count=2&path=/version'
            $output = Invoke-KubeApi /version -Verbose 4>&1
            @($output | Where-Object { "$_" -like '*Retrying*429*' }).Count | Should -Be 2
            @($output)[-1].gitVersion | Should -Not -BeNullOrEmpty
        }

        It 'is retried only within -RequestTimeout' {
            Add-Fault 'break=stall&path=/version'
            $failure = Get-Failure { Invoke-KubeApi /version -RequestTimeout 0.3 }
            $failure.FullyQualifiedErrorId | Should -BeLike 'Timeout,*'
            $failure.ErrorDetails.Message | Should -BeLike '*within 0.3 seconds*'
        }

        It 'refuses a change with a parameter that is null' {
            $failure = Get-Failure { Invoke-KubeApi DELETE /api/v1/namespaces/default/secrets -Query @{ labelSelector = $undefined } }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            $failure.ErrorDetails.Message | Should -BeLike "*'labelSelector'*"
        }

        It 'reports UnknownOutcome if a change may have been made' {
            Add-Fault 'break=reset&after=true&method=POST'
            $failure = Get-Failure { Invoke-KubeApi POST /api/v1/namespaces -Body @{ metadata = @{ name = 'pester-perhaps' } } }
            $failure.FullyQualifiedErrorId | Should -BeLike 'UnknownOutcome,*'
            (Invoke-KubeApi /api/v1/namespaces/pester-perhaps).metadata.name | Should -Be 'pester-perhaps'
        }
    }
}
