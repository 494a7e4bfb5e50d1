Describe 'Get-KubeApiObject' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox -Pods 600
        $null = Connect-KubeApi sandbox-viewer
        $null = Connect-KubeApi -Name other
        $session = Connect-KubeApi -Namespace load
        $names = (Get-RawJson $sandbox /api/v1/namespaces/load/pods | ConvertFrom-Json).items.metadata.name
        $map = @{
            apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'odd'; labels = @{ Tier = 'a'; 'example.com/x' = 'b' } }
            data       = [ordered]@{ key = 'lower'; date = '2024-01-01T00:00:00Z'; number = '12'; umlaut = 'Größe ☃' }
        }
        $null = Invoke-KubeApi POST /api/v1/namespaces/load/configmaps -Body $map
        $cased = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cased"},"data":{"Key":"upper","key":"lower"}}'
        $null = Invoke-KubeApi POST /api/v1/namespaces/load/configmaps -Body $cased
    }

    BeforeEach {
        $pod = Get-KubeApiObject pods $names[0]
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    Context 'selecting objects' {
        It 'gets all of the session''s namespace, over several pages' {
            (Get-KubeApiObject pods).metadata.name | Should -Be $names
        }

        It 'gets one by name' {
            (Get-KubeApiObject pod $names[7]).metadata.name | Should -Be $names[7]
        }

        It 'takes TYPE/NAME' {
            (Get-KubeApiObject "po/$($names[7])").metadata.name | Should -Be $names[7]
        }

        It 'takes names from the pipeline' {
            ($names[1, 3] | Get-KubeApiObject pods).metadata.name | Should -Be $names[1, 3]
        }

        It 'takes objects by position' {
            $others = Get-KubeApiObject sa default -n default
            (Get-KubeApiObject $others).metadata.uid | Should -Be $others.metadata.uid
            (Get-KubeApiObject $pod, $others).kind | Should -Be 'Pod', 'ServiceAccount'
            Get-Failure { Get-KubeApiObject -Resource $pod } | Should -BeLike '*-InputObject takes it*'
        }

        It 'lists the selectable fields of a type' {
            "$(Get-Failure { Get-KubeApiObject pods -FieldSelector status.reason=x })" |
                Should -BeLike 'field label not supported: status.reason. pods can be selected by metadata.name, metadata.namespace, spec.nodeName, *'
        }

        It 'refuses a subresource that is not JSON, and names the command that reads it' {
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'waits' }; spec = @{ containers = @(@{ name = 'c'; image = 'nginx' }) } } -n default
            $failure = Get-Failure { Get-KubeApiObject pod waits -Subresource log -n default }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NotJson,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike "*Invoke-KubeApi '/api/v1/namespaces/default/pods/waits/log'*"
        }

        It 'takes wildcards' {
            (Get-KubeApiObject pods *-00000[12]).metadata.name | Should -Be $names[1, 2]
        }

        It 'takes a literal name' {
            (Get-Failure { Get-KubeApiObject pods -LiteralName '*' }).FullyQualifiedErrorId | Should -BeLike 'ObjectNotFound,*'
        }

        It 'looks in other namespaces with -n' {
            (Get-KubeApiObject services kubernetes -n default).metadata.namespace | Should -Be 'default'
        }

        It 'looks in all namespaces with -A' {
            (Get-KubeApiObject services -A).metadata.name | Should -Contain 'kubernetes'
        }

        It 'selects by labels, as a string or hashtable' {
            $byText = Get-KubeApiObject cm -l Tier=a
            $byTable = Get-KubeApiObject cm -l @{ Tier = 'a' }
            $byText.metadata.name, $byTable.metadata.name | Should -Be 'odd', 'odd'
        }

        It 'selects by fields' {
            (Get-KubeApiObject pods -FieldSelector "metadata.name=$($names[5])").metadata.name | Should -Be $names[5]
        }

        It 'gets several types, and a category' {
            (Get-KubeApiObject ns, nodes).kind | Sort-Object -Unique | Should -Be 'Namespace', 'Node'
            (Get-KubeApiObject all -n default).kind | Should -Contain 'Service'
        }

        It 'reads from several sessions' {
            (Get-KubeApiObject ns default -Session sandbox-admin, other).Count | Should -Be 2
        }

        It 'connects to a kubeconfig context that -Session names' {
            (Get-KubeApiObject ns default -Session sandbox-certificate).metadata.name | Should -Be 'default'
            Get-KubeApiSession -Current | Should -Be $session
        }

        It 'continues with the others if a context cannot be reached' {
            $down = Join-Path $sandbox.Folder down.yaml
            Set-Content $down "
                clusters: [{ name: down, cluster: { server: 'https://127.0.0.1:1' } }]
                contexts: [{ name: down, context: { cluster: down } }]"
            $env:KUBECONFIG = $sandbox.KubeConfig, $down -join [IO.Path]::PathSeparator
            try {
                $found = Get-KubeApiObject ns default -Session other, down -ErrorVariable failure -ErrorAction SilentlyContinue
            }
            finally {
                $env:KUBECONFIG = $sandbox.KubeConfig
            }
            $found.metadata.name | Should -Be 'default'
            $failure.FullyQualifiedErrorId | Should -Be 'ConnectionFailed,KubeApi.Commands.GetKubeApiObjectCommand'
        }

        It 'reports each context that cannot be reached, and ends if none is left' {
            $down = Join-Path $sandbox.Folder down.yaml
            Set-Content $down "
                clusters: [{ name: down, cluster: { server: 'https://127.0.0.1:1' } }]
                contexts: [{ name: down1, context: { cluster: down } }, { name: down2, context: { cluster: down } }]"
            $env:KUBECONFIG = $sandbox.KubeConfig, $down -join [IO.Path]::PathSeparator
            try {
                $found = Get-KubeApiObject ns default -Session down1, other, down2 -ErrorVariable failures -ErrorAction SilentlyContinue
                $result = try { Get-KubeApiObject ns default -Session down1, down2 -ErrorVariable first -ErrorAction SilentlyContinue } catch { $_ }
            }
            finally {
                $env:KUBECONFIG = $sandbox.KubeConfig
            }
            $found.metadata.name | Should -Be 'default'
            $failures | ForEach-Object { "$($_.TargetObject) $($_.FullyQualifiedErrorId)" } |
                Should -Be 'down1 ConnectionFailed,KubeApi.Commands.GetKubeApiObjectCommand', 'down2 ConnectionFailed,KubeApi.Commands.GetKubeApiObjectCommand'
            "$($first[0].TargetObject), $($result.TargetObject)" | Should -Be 'down1, down2'
            $failures | ForEach-Object { ($_.ErrorDetails.Message -split ' ')[0] } | Should -Be 'down1:', 'down2:'
        }

        It 'requests no more pages after Select-Object -First' {
            $log = Join-Path $TestDrive requests.txt
            Get-KubeApiObject pods -PageSize 2 -Verbose 4> $log | Select-Object -First 3 | Should -HaveCount 3
            # Two pages, and at most one ahead, of 300.
            @(Get-Content $log | Where-Object { $_ -like '*limit=2*' }).Count | Should -BeIn 2, 3
        }
    }

    Context 'the object' {
        It 'is the API''s JSON: <_>' -ForEach 'pods', 'configmaps', 'nodes', 'clusterroles', 'namespaces' {
            $resource = Get-KubeApiResource $_ | Select-Object -First 1
            $object = Get-KubeApiObject $_ -ShowManagedFields | Select-Object -First 1
            $path = $resource.Path.Replace('{namespace}', 'load') + '/' + $object.metadata.name
            Test-SameJson ($object | ConvertTo-Json -Depth 100) (Get-RawJson $sandbox $path) | Should -BeTrue
        }

        It 'is the API''s JSON for every type that the server lists' {
            $compared = 0
            foreach ($type in Get-KubeApiResource | Where-Object Verbs -Contains list) {
                # New events arrive while this runs, and metrics change constantly.
                if ($type.Kind -eq 'Event' -or $type.Group -eq 'metrics.k8s.io') { continue }
                $raw = (Get-RawJson $sandbox $type.Path.Replace('/namespaces/{namespace}', '') | ConvertFrom-Json -AsHashtable -DateKind String).items
                $read = @(Get-KubeApiObject $type.FullName -AllNamespaces -ShowManagedFields)
                $read | Should -HaveCount @($raw).Count -Because $type.FullName
                for ($i = 0; $i -lt [Math]::Min($read.Count, 100); $i++) {
                    $raw[$i].apiVersion = $type.ApiVersion
                    $raw[$i].kind = $type.Kind
                    Test-SameJson ($read[$i] | ConvertTo-Json -Depth 100) ($raw[$i] | ConvertTo-Json -Depth 100) | Should -BeTrue -Because "$($type.FullName) $($read[$i].metadata.name)"
                    $compared++
                }
            }
            $compared | Should -BeGreaterThan 200
        }

        It 'has apiVersion and kind in a list, too' {
            $item = Get-KubeApiObject deployments, pods | Select-Object -First 1
            $item.apiVersion, $item.kind | Should -Be 'v1', 'Pod'
        }

        It 'has type names for formats and scripts' {
            $pod.PSTypeNames | Select-Object -First 2 | Should -Be 'KubeApi.Object#v1/Pod', 'KubeApi.Object'
        }

        It 'omits managedFields' {
            $pod.metadata.PSObject.Properties.Name | Should -Not -Contain 'managedFields'
        }

        It 'has integers as [long]' {
            $pod.spec.terminationGracePeriodSeconds | Should -BeOfType [long]
        }

        It 'keeps strings that look like other types' {
            $data = (Get-KubeApiObject cm odd).data
            $data.date | Should -BeOfType [string]
            $data.number | Should -BeOfType [string]
            $data.umlaut | Should -Be 'Größe ☃'
        }

        It 'has a one-element array as an array' {
            , $pod.spec.containers | Should -BeOfType [object[]]
        }

        It 'keeps keys that differ in case' {
            $data = (Get-KubeApiObject cm cased).data
            $data.Keys | Should -Be 'Key', 'key'
            $data['Key'], $data['key'] | Should -Be 'upper', 'lower'
        }

        It 'has $null for an absent field' {
            $pod.spec.nothing -eq $null | Should -BeTrue
            $null -eq $pod.spec.nothing.deeper | Should -BeTrue
            $pod.nothing -eq $null | Should -BeTrue
        }

        It 'fails for an absent field in strict mode' {
            { Set-StrictMode -Version Latest; $pod.spec.nothing } | Should -Throw -ErrorId PropertyNotFoundStrict
        }

        It 'has its fields in strict mode' {
            Set-StrictMode -Version Latest
            $pod.spec.containers[0].image | Should -Not -BeNullOrEmpty
            @($pod.metadata.labels.PSObject.Properties).Count | Should -BeGreaterThan 0
        }

        It 'keeps the origin, apiVersion, kind and names of an object whose own keys differ in case' {
            $definition = @{
                apiVersion = 'apiextensions.k8s.io/v1'; kind = 'CustomResourceDefinition'; metadata = @{ name = 'odds.example.com' }
                spec = @{
                    group = 'example.com'; scope = 'Namespaced'; names = @{ plural = 'odds'; kind = 'Odd' }
                    versions = @(@{ name = 'v1'; served = $true; storage = $true; schema = @{ openAPIV3Schema = @{ type = 'object'; 'x-kubernetes-preserve-unknown-fields' = $true } } })
                }
            }
            $null = New-KubeApiObject $definition
            $json = '{"apiVersion":"example.com/v1","kind":"Odd","metadata":{"name":"one"},"Spec":1,"spec":{"n":2}}'
            $null = Invoke-KubeApi POST /apis/example.com/v1/namespaces/load/odds -Body $json
            $odd = Get-KubeApiObject odds.example.com o*

            Test-SameJson ($odd | ConvertTo-Json -Depth 100) (Invoke-KubeApi /apis/example.com/v1/namespaces/load/odds/one | ForEach-Object { $_.metadata.PSObject.Properties.Remove('managedFields'); $_ } | ConvertTo-Json -Depth 100) | Should -BeTrue
            $odd.PSTypeNames | Select-Object -First 2 | Should -Be 'KubeApi.Object#example.com/v1/Odd', 'KubeApi.Object'
            $odd['Spec'], $odd['spec'].n | Should -Be 1, 2
            $odd | Export-Clixml (Join-Path $TestDrive odd.xml)
            (Import-Clixml (Join-Path $TestDrive odd.xml))['spec'].n | Should -Be 2
            ($odd | Get-KubeApiObject).metadata.uid | Should -Be $odd.metadata.uid
            ($odd | Get-Lines)[0] -split '\s+' | Should -Be 'Name', 'Age'
            $odd | Format-List | Get-Lines | Should -Contain 'Entries : apiVersion = example.com/v1'
        }
    }

    Context 'display' {
        It 'is a table of the server''s columns' {
            $lines = $pod | Get-Lines
            $lines[0] -split '\s+' | Should -Be 'Name', 'Ready', 'Status', 'Restarts', 'Age'
            $lines[2] | Should -Match "^$($names[0])\s+\d/\d\s+\w+\s+\d+.*\s+\d+[smhd]"
        }

        It 'has all columns in the view Wide' {
            ($pod | Format-Table -View Wide | Get-Lines)[0] | Should -Match 'Age\s+IP\s+Node\s+Nominated Node\s+Readiness Gates$'
        }

        It 'is a table of namespace, name and age without the server''s columns' {
            $lines = Get-KubeApiObject pods $names[0] -NoServerPrint | Get-Lines
            $lines[0] -split '\s+' | Should -Be 'Namespace', 'Name', 'Age'
            $lines[2] | Should -Match "^load\s+$($names[0])\s+\d+[smhd]"
        }

        It 'shows the namespace if one command reads several' {
            (Get-KubeApiObject pods -A | Select-Object -First 1 | Get-Lines)[0] -split '\s+' |
                Should -Be 'Namespace', 'Name', 'Ready', 'Status', 'Restarts', 'Age'
        }

        It 'has columns that can be read by name' {
            $pod.Columns.Ready | Should -Match '^\d/\d$'
            $pod.Columns.Restarts | Should -BeOfType [long]
            $pod.Columns.Age | Should -BeOfType [timespan]
            $names[0..2] | Get-KubeApiObject pods | ForEach-Object -Parallel { $_.Columns.Name } | Sort-Object | Should -Be ($names[0..2] | Sort-Object)
        }

        It 'shows the session if one command reads several' {
            $lines = Get-KubeApiObject ns default -Session sandbox-admin, other | Get-Lines
            $lines[0] -split '\s+' | Should -Be 'Session', 'Name', 'Status', 'Age'
            $lines[2..3] | ForEach-Object { ($_ -split '\s+')[0] } | Sort-Object | Should -Be 'other', 'sandbox-admin'
        }

        It 'shows the session of an object that was read again' {
            $lines = Get-KubeApiObject ns default -Session sandbox-admin, other | Get-KubeApiObject | Get-Lines
            $lines[0] -split '\s+' | Should -Be 'Session', 'Name', 'Status', 'Age'
        }

        It 'is one table for several types' {
            @(Get-KubeApiObject ns, nodes | Get-Lines | Where-Object { $_ -match '^Kind\s+Namespace\s+Name\s+Ready\s+Status\s+Age' }).Count | Should -Be 1
        }

        It 'shows the type if one command reads several' {
            $both = Get-KubeApiObject ns/load, clusterrole/cluster-admin
            $both | Get-Lines | Should -HaveCount 4
            ($both | Get-Lines)[2..3] -replace ' +\d.*' -replace ' +', ' ' | Should -Be 'Namespace load Active', 'ClusterRole cluster-admin'
            Get-KubeApiObject ns, ns load | Get-Lines | Should -Not -BeLike 'Kind *'
            'ns/load' | Get-KubeApiObject | Get-KubeApiObject | Get-Lines | Select-Object -Last 1 | Should -BeLike 'Namespace *load*'
        }

        It 'is a list of its fields' {
            $lines = $pod | Format-List | Get-Lines
            $lines | Where-Object { $_ -match '^\w+ +: ' } | ForEach-Object { ($_ -split ' ')[0] } |
                Should -Be 'apiVersion', 'kind', 'metadata', 'spec', 'status'
        }

        It 'takes calculated columns' {
            $lines = $pod | Format-Table @{ n = 'Image'; e = { $_.spec.containers[0].image } }, kind | Get-Lines
            $lines[0] -split '\s+' | Should -Be 'Image', 'kind'
            $lines[2] | Should -Be "$($pod.spec.containers[0].image) Pod"
        }

        It 'shows members that were not read yet' {
            $fresh = Get-KubeApiObject pods $names[1]
            $same = ConvertFrom-Json ($fresh | ConvertTo-Json -Depth 100) -DateKind String
            $other = Get-KubeApiObject pods $names[1]
            ($other | Get-Member -MemberType NoteProperty).Definition | Should -Be ($same | Get-Member -MemberType NoteProperty).Definition
        }

        It 'Format-Custom and Format-Wide show it' {
            $pod | Format-Custom -Depth 2 | Get-Lines | Should -Not -BeNullOrEmpty
            $pod | Format-Wide { $_.metadata.name } | Get-Lines | Should -Be $names[0]
        }

        It 'shows its members' {
            ($pod | Get-Member -MemberType NoteProperty).Name | Should -Be 'apiVersion', 'kind', 'metadata', 'spec', 'status'
        }
    }

    Context 'completion' {
        It 'offers no names of files for <_>' -ForEach '-FieldSelector', '-LabelSelector', '-Subresource' {
            $line = "Get-KubeApiObject configmaps $_ "
            (TabExpansion2 $line $line.Length).CompletionMatches.ResultType | Should -Not -BeIn 'ProviderItem', 'ProviderContainer'
        }
    }

    Context 'in the pipeline' {
        It 'Where-Object, both ways' {
            $block = Get-KubeApiObject pods | Where-Object { $_.status.phase -eq 'Running' }
            $simple = Get-KubeApiObject pods | Where-Object kind -EQ Pod
            $block.Count | Should -BeGreaterThan 0
            $simple.Count | Should -Be 600
        }

        It 'ForEach-Object by member name' {
            Get-KubeApiObject pods | Select-Object -First 2 | ForEach-Object metadata | ForEach-Object name | Should -Be $names[0, 1]
        }

        It 'Select-Object *' {
            $copy = $pod | Select-Object *
            $copy.spec.containers[0].image | Should -Be $pod.spec.containers[0].image
        }

        It 'Select-Object with a calculated property' {
            $row = $pod | Select-Object kind, @{ n = 'name'; e = { $_.metadata.name } }
            $row.kind, $row.name | Should -Be 'Pod', $names[0]
        }

        It 'Select-Object -ExpandProperty' {
            ($pod | Select-Object -ExpandProperty spec).containers[0].image | Should -Be $pod.spec.containers[0].image
        }

        It 'takes objects even if -PageSize has a default value' {
            $PSDefaultParameterValues['Get-KubeApiObject:PageSize'] = 100
            try { ($pod | Get-KubeApiObject).metadata.uid | Should -Be $pod.metadata.uid }
            finally { $PSDefaultParameterValues.Remove('Get-KubeApiObject:PageSize') }
        }

        It 'Select-Object keeps the origin' {
            ($pod | Select-Object * | Get-KubeApiObject -Session $session).metadata.uid | Should -Be $pod.metadata.uid
            $null = Select-KubeApiSession sandbox-viewer
            try {
                ($pod | Select-Object apiVersion, kind, metadata | Get-KubeApiObject).metadata.uid | Should -Be $pod.metadata.uid
            }
            finally {
                $null = Select-KubeApiSession $session
            }
        }

        It 'Select-Object -Last and -Skip' {
            (Get-KubeApiObject pods | Select-Object -Last 1).metadata.name | Should -Be $names[-1]
            (Get-KubeApiObject pods | Select-Object -Skip 599).metadata.name | Should -Be $names[-1]
        }

        It 'Sort-Object' {
            (Get-KubeApiObject pods | Sort-Object { $_.metadata.name } -Descending | Select-Object -First 1).metadata.name |
                Should -Be ($names | Sort-Object -Descending)[0]
        }

        It 'Group-Object' {
            $groups = Get-KubeApiObject pods | Group-Object { $_.status.phase }
            ($groups | Measure-Object Count -Sum).Sum | Should -Be 600
        }

        It 'Measure-Object' {
            (Get-KubeApiObject pods | Measure-Object { $_.metadata.generation } -Sum).Sum | Should -BeGreaterOrEqual 600
        }

        It 'Compare-Object' {
            $all = Get-KubeApiObject pods
            $difference = Compare-Object $all ($all | Select-Object -Skip 1) -Property { $_.metadata.name }
            @($difference).Count | Should -Be 1
        }

        It 'Tee-Object' {
            $passed = $pod | Tee-Object -Variable kept
            [object]::ReferenceEquals($passed, $kept[0]) | Should -BeTrue
        }

        It 'ConvertTo-Csv of columns' {
            $pod | Select-Object kind, @{ n = 'name'; e = { $_.metadata.name } } | ConvertTo-Csv | Select-Object -Last 1 |
                Should -Be "`"Pod`",`"$($names[0])`""
        }
    }

    Context 'editing' {
        It 'allows assignment to a nested field' {
            $pod.spec.containers[0].image = 'nginx:2'
            ($pod | ConvertTo-Json -Depth 100 | ConvertFrom-Json).spec.containers[0].image | Should -Be 'nginx:2'
        }

        It 'takes Add-Member' {
            $pod.metadata | Add-Member colour blue
            $pod.metadata.colour | Should -Be 'blue'
        }

        It 'takes Add-Member with a script property' {
            $pod | Add-Member ScriptProperty Image { $this.spec.containers[0].image } -PassThru |
                ForEach-Object Image | Should -Be $pod.spec.containers[0].image
        }

        It 'removes a field with Properties.Remove' {
            $pod.PSObject.Properties.Remove('status')
            $pod | ConvertTo-Json -Depth 100 | Should -Not -BeLike '*"phase"*'
        }

        It 'copies with independent fields' {
            $copy = $pod.PSObject.Copy()
            $copy.kind = 'Other'
            $pod.kind | Should -Be 'Pod'
            $copy.metadata.name | Should -Be $names[0]
        }

        It 'is written back with its changes' {
            $map = Get-KubeApiObject cm odd
            $map.data.key = 'changed'
            $path = '/api/v1/namespaces/load/configmaps/odd'
            $null = Invoke-KubeApi PUT $path -Body $map
            (Get-RawJson $sandbox $path | ConvertFrom-Json).data.key | Should -Be 'changed'
        }
    }

    Context 'in other runspaces' {
        It 'survives Export- and Import-Clixml' {
            $file = Join-Path $TestDrive pod.xml
            $pod | Export-Clixml $file -Depth 100
            Test-SameJson (Import-Clixml $file | ConvertTo-Json -Depth 100) ($pod | ConvertTo-Json -Depth 100) | Should -BeTrue
        }

        It 'survives a job in both directions' {
            $back = Start-Job { $input | ForEach-Object { $_.metadata.labels; $_.spec.containers[0].image } } -InputObject $pod |
                Receive-Job -Wait -AutoRemoveJob
            $back[-1] | Should -Be $pod.spec.containers[0].image
        }

        It 'is the same object in ForEach-Object -Parallel' {
            $pod | ForEach-Object -Parallel { $_.metadata | Add-Member seen yes }
            $pod.metadata.seen | Should -Be 'yes'
        }

        It 'returns the same value to two threads' {
            $shared = Get-KubeApiObject pods $names[2]
            $barrier = [Threading.Barrier]::new(2)
            $read = 1, 2 | ForEach-Object -ThrottleLimit 2 -Parallel {
                $object = $using:shared
                ($using:barrier).SignalAndWait()
                , $object.spec.containers
            }
            $read | Should -HaveCount 2
            [object]::ReferenceEquals($read[0], $read[1]) | Should -BeTrue
            [object]::ReferenceEquals($read[0], $shared.spec.containers) | Should -BeTrue
        }

        It 'returns the same value to all threads' {
            $pods = @(Get-KubeApiObject pods | Select-Object -First 200)
            $read = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel { , @(($using:pods).ForEach({ $_.spec })) }
            $different = 0..199 | Where-Object {
                $i = $_
                @($read | Where-Object { -not [object]::ReferenceEquals($_[$i], $pods[$i].spec) }).Count -gt 0
            }
            $different | Should -BeNullOrEmpty
        }
    }

    Context 'at the prompt' {
        It 'completes -Resource' {
            Get-Completions 'Get-KubeApiObject -Resource pod' | Where-Object { $_ -notlike '*.metrics.k8s.io' } | Should -Be 'pods', 'poddisruptionbudgets', 'podtemplates'
        }

        It 'completes a type that several groups have with its group' {
            Get-Completions 'Get-KubeApiObject eve' | Should -Be 'events', 'events.events.k8s.io'
        }

        It 'completes the fields of an object in a variable' {
            $global:KubeApiTestPod = $pod
            try {
                $offered = Get-Completions '$KubeApiTestPod.metadata.'
            }
            finally {
                Remove-Variable KubeApiTestPod -Scope Global
            }

            $offered | Should -Contain 'labels'
            $offered | Should -Contain 'name'
            $offered | Should -Not -Contain 'BaseObject'
        }
    }

    Context 'with a Namespace' {
        BeforeAll {
            $namespace = Get-KubeApiObject ns (Get-KubeApiObject pods -A | Select-Object -First 1).metadata.namespace
            $inside = (Get-KubeApiObject pods -Namespace $namespace.metadata.name).metadata.name
        }

        It 'takes a Namespace object for -Namespace' {
            $inside | Should -Not -BeNullOrEmpty
            (Get-KubeApiObject pods -Namespace $namespace).metadata.name | Should -Be $inside
        }

        It 'lists objects in a piped Namespace' {
            ($namespace | Get-KubeApiObject pods).metadata.name | Should -Be $inside
            ($namespace | Get-KubeApiObject ns).metadata.name | Should -Be $namespace.metadata.name
        }
    }

    Context 'hidden members' {
        It 'filter, sort, group and select by name' {
            $pods = Get-KubeApiObject pods
            ($pods | Where-Object Name -EQ $names[3]).metadata.name | Should -Be $names[3]
            ($pods | Where-Object { $_.Created -lt (Get-Date).AddDays(1) -and $_.Age -lt '36500' }).Count | Should -Be $names.Count
            ($pods | Sort-Object Name -Descending)[0].metadata.name | Should -Be ($names | Sort-Object -Descending)[0]
            ($pods | Group-Object Namespace).Name | Should -Be 'load'
            ($pods[0] | Select-Object Name, Namespace | ConvertTo-Json -Compress) | Should -Be "{`"Name`":`"$($names[0])`",`"Namespace`":`"load`"}"
            ($pods[0] | Format-Table Name, Namespace | Get-Lines)[2] -split '\s+' | Should -Be $names[0], 'load'
        }

        It 'are not shown' {
            $fields = 'apiVersion', 'kind', 'metadata', 'spec', 'status'
            ($pod | Get-Member -MemberType Properties).Name | Should -Be $fields
            ($pod | Select-Object *).PSObject.Properties.Name | Sort-Object | Should -Be $fields
            ($pod | ConvertTo-Json -Depth 1 -WarningAction Ignore | ConvertFrom-Json).PSObject.Properties.Name | Sort-Object | Should -Be $fields
            (($pod | ConvertTo-Csv)[0] -replace '"' -split ',' | Sort-Object) | Should -Be $fields
        }

        It 'make objects comparable and printable' {
            "$pod" | Should -Be "Pod/$($names[0])"
            $pods = Get-KubeApiObject pods
            $difference = Compare-Object $pods[0..2] $pods[1..3]
            $difference | ForEach-Object { "$($_.InputObject) $($_.SideIndicator)" } | Sort-Object | Should -Be "Pod/$($names[0]) <=", "Pod/$($names[3]) =>"
            Compare-Object $pods (Get-KubeApiObject pods) | Should -BeNullOrEmpty
            $pods[2, 0, 1] | Sort-Object | ForEach-Object Name | Should -Be $names[0..2]
        }

        It 'sort events by time' {
            $event = "---`napiVersion: v1`nkind: Event`ninvolvedObject: { kind: Pod }`nmetadata: "
            $events = "$event{ name: b }`neventTime: 2026-01-02T00:00:00.000000Z", "$event{ name: a }`nlastTimestamp: 2026-01-01T00:00:00Z" |
                ForEach-Object { ConvertFrom-KubeApiYaml $_ }
            ($events | Sort-Object LastSeen).Name | Should -Be 'a', 'b'
        }
    }

    Context 'errors' {
        It 'names the equivalent of kubectl''s <Typed>' -ForEach @(
            @{ Typed = '-o yaml'; Instead = 'ConvertTo-KubeApiYaml'; Script = { Get-KubeApiObject pods -o yaml } }
            @{ Typed = '-o wide'; Instead = 'Format-Table -View Wide'; Script = { Get-KubeApiObject pods -o wide } }
            @{ Typed = '-o jsonpath'; Instead = 'ForEach-Object'; Script = { Get-KubeApiObject pods -o 'jsonpath={.items}' } }
            @{ Typed = '--watch'; Instead = 'Watch-KubeApiObject'; Script = { Get-KubeApiObject pods --watch } }
        ) {
            "$(Get-Failure $Script)" | Should -BeLike "*$Instead*"
        }

        It '<Id> (<Category>) if <What>' -ForEach @(
            @{ What = 'the type does not exist'; Id = 'ResourceTypeNotFound'; Category = 'ObjectNotFound'; Script = { Get-KubeApiObject nope } }
            @{ What = 'the object does not exist'; Id = 'ObjectNotFound'; Category = 'ObjectNotFound'; Script = { Get-KubeApiObject pods nope } }
            @{ What = 'no namespace has the object'; Id = 'ObjectNotFound'; Category = 'ObjectNotFound'; Script = { Get-KubeApiObject pods nope -A } }
            @{ What = 'access is denied'; Id = 'Forbidden'; Category = 'PermissionDenied'; Script = { Get-KubeApiObject pods -Session sandbox-viewer } }
            @{ What = 'the selector is invalid'; Id = 'BadRequest'; Category = 'InvalidArgument'; Script = { Get-KubeApiObject pods -l 'a===' } }
            @{ What = 'a name contains a slash'; Id = 'InvalidArgument'; Category = 'InvalidArgument'; Script = { Get-KubeApiObject pods -LiteralName 'a/b' } }
            @{ What = 'a name has a selector'; Id = 'InvalidArgument'; Category = 'InvalidArgument'; Script = { Get-KubeApiObject pods web -l app=web } }
            @{ What = 'the session is unknown'; Id = 'SessionNotFound'; Category = 'ObjectNotFound'; Script = { Get-KubeApiObject pods -Session nobody } }
        ) {
            $failure = Get-Failure $Script
            $failure.FullyQualifiedErrorId | Should -Be "$Id,KubeApi.Commands.GetKubeApiObjectCommand"
            $failure.CategoryInfo.Category | Should -Be $Category
        }

        It 'ends the statement for an unknown type, whatever -ErrorAction is' {
            { Get-KubeApiObject podz -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'ResourceTypeNotFound,KubeApi.Commands.GetKubeApiObjectCommand'
            { 'podz/web' | Get-KubeApiObject -ErrorAction SilentlyContinue } | Should -Not -Throw
        }

        It 'distinguishes an empty list from a missing namespace, and suggests similar names' {
            $failure = Get-Failure { Get-KubeApiObject jobs -n kube-systme }
            $failure.FullyQualifiedErrorId | Should -Be 'NamespaceNotFound,KubeApi.Commands.GetKubeApiObjectCommand'
            $failure.ErrorDetails.Message | Should -BeLike "Namespace 'kube-systme' not found*Did you mean 'kube-system'?*"
            Get-Failure { Get-KubeApiObject jobs -n kube-system } | Should -BeNullOrEmpty
        }

        It 'reports that the page of a load balancer is not an API response' {
            $server = Start-StubServer '<html><body>default backend</body></html>' -Status 404 -ContentType 'text/html'
            try {
                $null = Connect-KubeApi -Uri $server.Uri -Name foreign
                $failure = Get-Failure { Get-KubeApiObject pods web -Session foreign }
                $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidAnswer,*'
                $failure.ErrorDetails.RecommendedAction | Should -BeLike '*If the server is below a path, the address includes it*'
            }
            finally {
                Disconnect-KubeApi foreign
                Select-KubeApiSession sandbox-admin
                $server.Stop()
            }
        }

        It 'continues after a missing object' {
            (Get-KubeApiObject pods nope, $names[0] -ErrorAction SilentlyContinue).metadata.name | Should -Be $names[0]
        }

        It 'has the server''s Status in the exception' {
            (Get-Failure { Get-KubeApiObject pods nope }).Exception.Status.Reason | Should -Be 'NotFound'
        }

        It 'suggests a context with a similar name' {
            (Get-Failure { Get-KubeApiObject pods -Session Sandbox-Certificat }).ErrorDetails.Message | Should -BeLike "*Did you mean 'sandbox-certificate'*"
        }

        It 'has the addressed object as TargetObject' {
            (Get-Failure { Get-KubeApiObject pods nope }).TargetObject | Should -Be 'nope'
        }

        It 'names user, verb, resource and namespace if access is denied' {
            (Get-Failure { Get-KubeApiObject pods -Session sandbox-viewer }).ErrorDetails.Message |
                Should -BeLike "Cannot list pods in namespace 'default' as 'viewer'*"
        }

        It 'reports NoSession and how to connect' {
            $failure = 1 | ForEach-Object -Parallel {
                Import-Module $using:Manifest
                try { Get-KubeApiObject pods } catch { $_ }
            }
            $failure.FullyQualifiedErrorId | Should -Be 'NoSession,KubeApi.Commands.GetKubeApiObjectCommand'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-KubeApi*'
        }
    }

    It 'has help with examples' {
        Get-ExampleTitles Get-KubeApiObject | Should -Not -BeNullOrEmpty
    }
}
