Describe 'The drive' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $ns = $cluster.Namespace
        $session = Connect-KubeApi -Drive
        $maps = "k8s:/api/v1/namespaces/$ns/configmaps"
        $start = Get-Location
        function New-Map($Name) { $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $Name }; data = @{ x = 'one' } } }
        # The requests of a script block, from the verbose stream.
        function Get-Requests([scriptblock] $Script) {
            & $Script 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and $_.Message -match '^(GET|PUT|POST|PATCH|DELETE) ' } |
                ForEach-Object { $_.Message -replace ' \d{3} in .*' -replace ' https?://[^/]+', ' ' }
        }
        'one', 'two', 'other' | ForEach-Object { New-Map $_ }
        $null = Get-KubeApiResource
    }

    AfterEach {
        Set-Location $start
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    Context 'listing' {
        It 'has api and apis at its root' {
            dir k8s:/ -Name | Should -Be 'api', 'apis'
        }

        It 'has groups, then versions, then resource types and the namespaces' {
            dir k8s:/apis -Name | Should -Contain batch
            dir k8s:/apis/batch -Name | Should -Be v1
            dir k8s:/apis/batch/v1 -Name | Should -Be 'cronjobs', 'jobs', 'namespaces'
            dir k8s:/api -Name | Should -Be v1
        }

        It 'has the namespaced types below a namespace' {
            dir k8s:/apis/batch/v1/namespaces/$ns -Name | Should -Be 'cronjobs', 'jobs'
            dir k8s:/api/v1/namespaces/$ns -Name | Should -Not -Contain nodes
        }

        It 'has no duplicates' {
            foreach ($path in 'k8s:/', 'k8s:/api', 'k8s:/apis', 'k8s:/api/v1', 'k8s:/apis/batch/v1', "k8s:/api/v1/namespaces/$ns", 'k8s:/api/v1/namespaces', $maps) {
                $names = dir $path -Name
                $names | Should -Be @($names | Select-Object -Unique)
            }
        }

        It 'shows objects with the server''s columns' {
            $lines = dir $maps | Get-Lines
            $lines[0] -split '\s+' | Should -Be 'Name', 'Data', 'Age'
            $lines -match '^one ' | Should -HaveCount 1
        }

        It 'shows the namespace in a list of all namespaces' {
            (dir k8s:/api/v1/configmaps | Get-Lines)[0] -split '\s+' | Should -Be 'Namespace', 'Name', 'Data', 'Age'
            dir k8s:/api/v1/configmaps -Name | Should -Contain "$ns/one"
            (Get-Item k8s:/api/v1/configmaps/$ns/one).Name | Should -Be one
        }

        It 'streams' {
            dir $maps | Select-Object -First 1 | Should -HaveCount 1
        }

        It 'does not list several levels' {
            Get-Failure { dir k8s:/api -Recurse } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        }
    }

    Context 'paths' {
        It 'changes the location' {
            cd k8s:/api/v1/namespaces/$ns/configmaps
            "$pwd" | Should -Be $maps
            (Get-Item ./one).Name | Should -Be one
            cd ../../../../../apis/batch
            "$pwd" | Should -Be 'k8s:/apis/batch'
            cd k8s:/
            "$pwd" | Should -Be 'k8s:/'
        }

        It 'does not change to a missing location' -ForEach @(
            @{ Path = '/nope' }, @{ Path = '/apis/nope' }, @{ Path = '/apis/batch/v9' }, @{ Path = '/api/v1/podz' }, @{ Path = '/api/v1/namespaces/nope/pods' }
        ) {
            Get-Failure { cd k8s:$Path -ErrorAction Stop } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'PathNotFound,*'
            Test-Path k8s:$Path | Should -BeFalse
        }

        It 'shows a missing path as users write it: <Command>' -ForEach @(
            @{ Command = 'dir k8s:/missing/path'; Shown = 'k8s:/missing/path' }
            @{ Command = 'dir k8s:/missing/path -Name'; Shown = 'k8s:/missing/path' }
            @{ Command = 'dir k8s:/missing/*'; Shown = 'k8s:/missing' }
            @{ Command = 'dir -LiteralPath k8s:\missing'; Shown = 'k8s:/missing' }
            @{ Command = 'dir k8s:/apis/nope'; Shown = 'k8s:/apis/nope' }
            @{ Command = 'dir k8s:/apis/nope/*'; Shown = 'k8s:/apis/nope' }
            @{ Command = 'dir nope'; Shown = 'k8s:/apis/nope' }
            @{ Command = 'Get-Item ../nope'; Shown = 'k8s:/nope' }
            @{ Command = 'Get-Item k8s:/missing/path'; Shown = 'k8s:/missing/path' }
            @{ Command = 'Get-Content k8s:/missing/path'; Shown = 'k8s:/missing/path' }
            @{ Command = 'Remove-Item k8s:/missing/path'; Shown = 'k8s:/missing/path' }
            @{ Command = 'cd k8s:/missing/path'; Shown = 'k8s:/missing/path' }
            @{ Command = 'Get-Content k8s:/apis/batch'; Shown = 'k8s:/apis/batch' }
            @{ Command = 'Remove-Item k8s:/apis/batch'; Shown = 'k8s:/apis/batch' }
            @{ Command = 'dir k8s:/apis -Recurse'; Shown = 'k8s:/apis' }
            @{ Command = 'dir KubeApi::/nobody/apis'; Shown = 'nobody' }
        ) {
            cd k8s:/apis
            $failure = @(Invoke-Expression "$Command 2>&1")
            $failure | Should -HaveCount 1
            "$($failure[0])" | Should -BeLike "*'$Shown'*"
            $failure[0].Exception | Should -Not -BeNullOrEmpty
        }

        It 'lists nothing in a missing place, with the reason: <Path>' -ForEach @(
            @{ Path = '/api/v1/namespaces/nope'; Id = 'NamespaceNotFound' }, @{ Path = '/api/v1/namespaces/nope/pods'; Id = 'NamespaceNotFound' }
            @{ Path = '/apis/apps/v1/namespaces/nope'; Id = 'NamespaceNotFound' }, @{ Path = '/api/v1/podz'; Id = 'ResourceTypeNotFound' }
            @{ Path = '/api/v1/namespaces/default/configmaps/nope'; Id = 'ObjectNotFound' }
        ) {
            foreach ($name in $false, $true) {
                $failure = @(dir k8s:$Path -Name:$name 2>&1)
                $failure | Should -HaveCount 1
                $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
            }
        }

        It 'has the name of an object at its path' {
            dir $maps/one -Name | Should -Be one
        }

        It 'finds names with colons and dots' {
            (Get-Item k8s:/apis/rbac.authorization.k8s.io/v1/clusterroles/system:node).Name | Should -Be system:node
            cd k8s:/apis/rbac.authorization.k8s.io/v1/clusterroles
            (Get-Item ./system:node).Name | Should -Be system:node
            dir ./system:no* -Name | Should -Contain system:node
            (Get-Item $maps/kube-root-ca.crt).Name | Should -Be kube-root-ca.crt
        }

        It 'expands wildcards in any segment' {
            (Get-Item $maps/o*).Name | Should -Be 'one', 'other'
            (Resolve-Path $maps/t*).Path | Should -Be $maps/two
            (dir k8s:/apis/*/v1/namespaces/$ns/deploy*).Kind | Should -Be Deployment
            Get-Item $maps/nope* | Should -BeNullOrEmpty
        }

        It 'completes with Tab' {
            Get-Completions 'dir k8s:/apis/bat' | Should -Be k8s:/apis/batch
            Get-Completions "dir $maps/on" | Should -Be $maps/one
            cd k8s:/api/v1/namespaces/$ns
            Get-Completions 'dir configm' | Should -Be ./configmaps
        }
    }

    Context 'requests' {
        It 'gets one object by one request' {
            Get-Requests { Get-Item $maps/one -Verbose } | Should -Be "GET /api/v1/namespaces/$ns/configmaps/one?includeObject=Object"
            Get-Requests { Get-Item -LiteralPath $maps/one -Verbose } | Should -HaveCount 1
            Get-Requests { Test-Path $maps/one -Verbose } | Should -HaveCount 1
        }

        It 'does not list a collection twice: <_>' -ForEach @(
            'Get-Item $maps/o*', 'dir $maps/o*', 'dir $maps/o* -Name', 'Test-Path $maps/o*', 'Resolve-Path $maps/o*', 'Get-Content $maps/o*', 'Remove-Item $maps/o* -WhatIf'
        ) {
            $lists = Get-Requests ([scriptblock]::Create("$_ -Verbose")) | Where-Object { $_ -like '*configmaps?limit=*' }
            $lists | Should -BeLike "GET /api/v1/namespaces/$ns/configmaps``?*"
            $lists | Should -HaveCount 1
        }

        It 'gets the objects of a pattern from the list' {
            Get-Requests { Get-Item $maps/o* -Verbose } | Should -HaveCount 1
        }

        It 'lists again for each command' {
            Get-Item $maps/fresh* | Should -BeNullOrEmpty
            New-Map fresh
            (dir $maps/fresh*).Name | Should -Be fresh
            Test-Path $maps/fresh* | Should -BeTrue
            Remove-Item $maps/fresh*
            Test-Path $maps/fresh* | Should -BeFalse
            (dir $maps/fresh*) ?? (Get-Item $maps/fresh*) | Should -BeNullOrEmpty
        }

        It 'finds the location without listing a collection' {
            Get-Requests { Test-Path $maps -Verbose } | Should -Be "GET /api/v1/namespaces/$ns"
            Get-Requests { cd $maps -Verbose } | Should -Not -Match configmaps
        }

        It 'lists types with discovery requests only' {
            Get-Requests { Test-Path k8s:/apis/batch/v1, k8s:/api/v1/nodes -Verbose } | Should -BeNullOrEmpty
        }
    }

    Context 'objects' {
        It 'are those of Get-KubeApiObject' {
            $item = Get-Item $maps/one
            $item.data.x | Should -Be one
            ($item | Get-KubeApiSession).Name | Should -Be $session.Name
            $item | ConvertTo-KubeApiYaml | Should -Be (Get-KubeApiObject cm one | ConvertTo-KubeApiYaml)
        }

        It 'can be changed and written back' {
            New-Map changed
            $item = Get-Item $maps/changed
            $item.data.x = 'two'
            ($item | Set-KubeApiObject).data.x | Should -Be two
        }

        It 'are errors if they are missing' {
            Get-Failure { Get-Item $maps/nope } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'
            Get-Failure { Get-Item k8s:/api/v1/configmaps/nope } | ForEach-Object { $_.ErrorDetails.RecommendedAction } | Should -BeLike '*namespaces/NAMESPACE/configmaps/nope*'
        }
    }

    Context 'content' {
        It 'is the YAML of an object, in lines' {
            (Get-Content $maps/one) -join "`n" | Should -Be ((Get-KubeApiObject cm one | ConvertTo-KubeApiYaml).TrimEnd())
            Get-Content $maps/one -TotalCount 1 | Should -HaveCount 1
            Get-Failure { Get-Content $maps } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        }

        It 'is applied' {
            Set-Content $maps/applied "apiVersion: v1`nkind: ConfigMap`nmetadata: { name: applied }`ndata: { x: one }"
            (Get-Content $maps/applied) -replace 'x: one', 'x: two' | Set-Content $maps/applied
            $item = Get-KubeApiObject cm applied -ShowManagedFields
            $item.data.x | Should -Be two
            $item.metadata.managedFields[0].manager, $item.metadata.managedFields[0].operation | Should -Be 'kubeapi', 'Apply'
        }

        It 'takes JSON and hashtables' {
            Set-Content $maps/json '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"json"}}'
            @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'table' } } | Set-Content $maps/table
            Test-Path $maps/json, $maps/table | Should -Be $true, $true
        }

        It 'is not applied with -WhatIf' {
            Set-Content $maps/whatif "apiVersion: v1`nkind: ConfigMap`nmetadata: { name: whatif }" -WhatIf
            Test-Path $maps/whatif | Should -BeFalse
        }

        It 'is not applied if the pipeline fails' {
            { 'apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: half }', 'data:' | ForEach-Object { $_; if ($_ -eq 'data:') { throw 'broken' } } | Set-Content $maps/half } |
                Should -Throw broken
            Test-Path $maps/half | Should -BeFalse
        }

        It 'must describe the object of the path' -ForEach @(
            @{ Text = "apiVersion: v1`nkind: ConfigMap`nmetadata: { name: another }"; Id = 'InvalidArgument' }
            @{ Text = "apiVersion: v1`nkind: Secret`nmetadata: { name: one }"; Id = 'InvalidArgument' }
            @{ Text = "apiVersion: v1`nkind: ConfigMap`nmetadata: { name: one, namespace: elsewhere }"; Id = 'InvalidArgument' }
            @{ Text = 'a: ['; Id = 'InvalidManifest' }
        ) {
            Set-Content $maps/one $Text -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $text -split "`n" | Set-Content $maps/one -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
            (Get-Item $maps/one).data.x | Should -Be one
        }

        It 'ends a script if it cannot be written' {
            { Set-Content $maps/one "apiVersion: v1`nkind: ConfigMap`nmetadata: { name: another }" -ErrorAction Stop } | Should -Throw
            { 'apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: another }' | Set-Content $maps/one -ErrorAction Stop } | Should -Throw
        }

        It 'cannot be appended to or cleared' {
            { Add-Content $maps/one 'data: {}' -ErrorAction Stop } | Should -Throw
            { Clear-Content $maps/one -ErrorAction Stop } | Should -Throw
            (Get-Item $maps/one).data.x | Should -Be one
        }

        It 'is the log of a pod' -Tag Sandbox {
            $sandbox = $cluster
            . $PSScriptRoot/Pods.ps1
            New-TestPod talk @{} @{ app = "log: |`n  hello`n  world`n" }
            Get-Content k8s:/api/v1/namespaces/default/pods/talk/log | Should -Be 'hello', 'world'
            Get-Content k8s:/api/v1/namespaces/default/pods/talk/log -TotalCount 1 | Should -Be hello
            Test-Path k8s:/api/v1/namespaces/default/pods/talk/log | Should -BeTrue
            Get-Failure { Get-Content k8s:/api/v1/namespaces/$ns/pods/nope/log } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'
        }
    }

    Context 'removing' {
        It 'deletes objects' {
            'a1', 'a2', 'a3' | ForEach-Object { New-Map $_ }
            Remove-Item $maps/a1
            Remove-Item $maps/a[23]
            dir $maps -Name | Should -Not -Match '^a\d'
        }

        It 'deletes the output of dir' {
            New-Map piped
            dir $maps/piped | Remove-Item
            Test-Path $maps/piped | Should -BeFalse
        }

        It 'deletes nothing with -WhatIf' {
            Remove-Item $maps/* -WhatIf
            Test-Path $maps/one | Should -BeTrue
        }

        It 'never deletes a collection, such as the path with an empty variable' -ForEach @(
            @{ Path = 'configmaps' }, @{ Path = 'configmaps/' }, @{ Path = 'configmaps/.' }
        ) {
            Get-Failure { Remove-Item k8s:/api/v1/namespaces/$ns/$Path -Recurse -Force } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            Get-Failure { Remove-Item k8s:/api/v1/namespaces -Recurse -Force } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            Get-Failure { Remove-Item '' } | Should -Not -BeNullOrEmpty
            Get-Failure { Remove-Item $null } | Should -Not -BeNullOrEmpty
            Test-Path $maps/one | Should -BeTrue
        }

        It 'never deletes a namespace' -ForEach @(
            @{ Path = 'k8s:/api/v1/namespaces/NS' }, @{ Path = 'k8s:/apis/batch/v1/namespaces/NS' }, @{ Path = 'k8s:/api/v1/namespaces/NS*' }
            @{ Path = 'k8s:/api/v1/namespaces/NS/' }, @{ Path = 'k8s:/api/v1/namespaces/NS//' }, @{ Path = 'k8s:/api/v1/namespaces//NS' }
        ) {
            $failure = Get-Failure { Remove-Item $Path.Replace('NS', $ns) -Recurse -Force }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            Test-Path k8s:/api/v1/namespaces/$ns | Should -BeTrue
        }

        It 'fails for a missing object' {
            Get-Failure { Remove-Item $maps/nope } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'
        }
    }

    Context 'drives' {
        It 'belong to the current session, or to another one' {
            $other = Connect-KubeApi -Name 'other/one: two'
            Select-KubeApiSession $session
            $null = New-PSDrive mine KubeApi / -Scope Global
            $null = New-PSDrive its KubeApi /api/v1/namespaces/$ns -Session $other -Scope Global
            try {
                (Get-Item mine:/api/v1/namespaces/$ns | Get-KubeApiSession).Name | Should -Be $session.Name
                $item = Get-Item its:/configmaps/one
                ($item | Get-KubeApiSession).Name | Should -Be $other.Name
                # Its PSPath names no drive.
                ($item | Get-Item | Get-KubeApiSession).Name | Should -Be $other.Name
                $other | Disconnect-KubeApi
                Get-Failure { Get-Item its:/configmaps/one } | ForEach-Object FullyQualifiedErrorId | Should -BeLike 'SessionClosed,*'
            }
            finally {
                Remove-PSDrive mine, its
            }
        }

        It 'belong to one session' {
            $null = Connect-KubeApi -Name pair-a
            $null = Connect-KubeApi -Name pair-b
            Select-KubeApiSession $session
            Get-Failure { New-PSDrive bad KubeApi / -Session pair-* } | Should -BeLike "A drive needs one session, but 'pair-?' matches 2."
            Get-PSDrive bad -ErrorAction Ignore | Should -BeNullOrEmpty
            Disconnect-KubeApi pair-*
        }

        It 'have a root that the server has: <Root>' -ForEach @(
            @{ Root = '/nope' }, @{ Root = '/apis/nope' }, @{ Root = '/apis/nope/' }, @{ Root = '\apis\batch\v9' }, @{ Root = '/apis/batch/v1/nope' }
            @{ Root = '/api/v1/namespaces/nope' }, @{ Root = '/api//v1' }, @{ Root = '/api/v1/../v1' }, @{ Root = '/apis/batch/v1/nodes/x/y/z' }
            @{ Root = '/api/v1/namespaces/default/configmaps/kube-root-ca.crt' }, @{ Root = '/api/v1/namespaces/default/nodes' }
        ) {
            Get-Failure { New-PSDrive bad KubeApi $Root } | ForEach-Object { $_.CategoryInfo.Category } | Should -Be ObjectNotFound
            Get-PSDrive bad -ErrorAction Ignore | Should -BeNullOrEmpty
        }

        It 'show their errors without the path inside the provider' {
            Get-Failure { New-PSDrive bad KubeApi /nope } | Should -BeLike "*'bad'*'/nope'*"
            Get-Failure { New-PSDrive bad KubeApi /apis/nope } | Should -BeLike "*'/apis/nope'*"
            $null = New-PSDrive mine KubeApi "/api/v1/namespaces/$ns"
            Get-Failure { Get-Content mine:/configmaps } | Should -BeLike "*'mine:/configmaps'*"
            Get-Failure { dir mine:/configmaps/one/two/three } | Should -BeLike "*'mine:/configmaps/one/two/three'*"
        }

        It 'may have their root in any spelling: <Root>' -ForEach @(
            @{ Root = '' }, @{ Root = '/' }, @{ Root = '\' }, @{ Root = 'apis' }, @{ Root = '/apis/batch/v1/' }, @{ Root = '\api\v1\namespaces\default' }
        ) {
            $null = New-PSDrive mine KubeApi $Root
            $item = dir mine: | Select-Object -First 1
            $item.PSDrive.Name | Should -Be mine
            cd mine:/
            (Get-Item $item.PSChildName).PSPath | Should -Be $item.PSPath
        }

        It 'are recreated by Connect-KubeApi' {
            cd k8s:/apis
            $again = Connect-KubeApi -Drive
            "$pwd" | Should -Be 'k8s:/'
            (Get-Item k8s:/api/v1/namespaces/$ns | Get-KubeApiSession) | Should -Be $again
        }

        It 'are removed and restored with the module' {
            $text = Invoke-Pwsh @"
                `$env:KUBECONFIG = '$env:KUBECONFIG'
                Import-Module '$Manifest'
                `$null = Connect-KubeApi -Drive
                Remove-Module KubeApi
                (Get-PSDrive -PSProvider KubeApi -ErrorAction Ignore | Measure-Object).Count
                Import-Module '$Manifest'
                `$null = Connect-KubeApi -Drive
                (dir k8s:/ -Name) -join ','
"@
            $text | Should -Be '0', 'api,apis'
        }

        It 'need a session' {
            $text = Invoke-Pwsh @"
                Import-Module '$Manifest'
                try { New-PSDrive k8s KubeApi / -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }
"@
            $text | Should -BeLike 'NoSession,*'
        }
    }
}
