Describe 'Get-KubeApiEvent' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $null = Connect-KubeApi
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'one' } }
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'two' } }
        $one = Get-KubeApiObject cm one

        # An event that was seen a number of seconds ago.
        function New-TestEvent([string] $Name, [string] $About, [int] $Ago, [hashtable] $With = @{}) {
            $seen = [datetime]::UtcNow.AddSeconds(-$Ago).ToString('yyyy-MM-ddTHH:mm:ssZ')
            $e = @{
                apiVersion = 'v1'; kind = 'Event'; metadata = @{ name = $Name }; type = 'Normal'; reason = 'Tested'; message = "about $About"
                involvedObject = @{ apiVersion = 'v1'; kind = 'ConfigMap'; name = $About; namespace = $cluster.Namespace; uid = (Get-KubeApiObject cm $About).metadata.uid }
                firstTimestamp = $seen; lastTimestamp = $seen; count = 1; source = @{ component = 'test' }
            }
            foreach ($key in $With.Keys) { $e[$key] = $With[$key] }
            $null = New-KubeApiObject $e
        }

        $micro = { param($ago) [datetime]::UtcNow.AddSeconds(-$ago).ToString('yyyy-MM-ddTHH:mm:ss.ffffffZ') }
        New-TestEvent newest one 5
        New-TestEvent oldest one 7200
        New-TestEvent warning two 60 @{
            type = 'Warning'; count = 7; reason = 'BackOff'; message = 'Back-off of two, ' + 'and a message that is much longer than a line of the terminal. ' * 3 + 'end'
            firstTimestamp = [datetime]::UtcNow.AddSeconds(-180).ToString('yyyy-MM-ddTHH:mm:ssZ')
        }
        # As written by events.k8s.io: without the legacy fields.
        New-TestEvent series one 600 @{
            firstTimestamp = $null; lastTimestamp = $null; count = $null; source = $null; reason = 'Series'; eventTime = & $micro 3600
            series = @{ count = 3; lastObservedTime = & $micro 600 }; action = 'Test'; reportingComponent = 'test'; reportingInstance = 'test-1'
        }
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    It 'returns all events of the namespace, the newest last' {
        $found = Get-KubeApiEvent
        $found.metadata.name | Should -Be 'oldest', 'series', 'warning', 'newest'
        $found[0].PSTypeNames | Should -Contain 'KubeApi.Object#v1/Event'
        ($found | ConvertTo-Json -Depth 5 | ConvertFrom-Json)[0].involvedObject.name | Should -Be 'one'
    }

    It 'returns events with the columns of their table' {
        $row = Get-KubeApiEvent cm two | Select-KubeApiColumn
        $row.PSObject.Properties.Name | Should -Be 'Namespace', 'Last Seen', 'Type', 'Reason', 'Object', 'Message'
        $row.Type, $row.Reason, $row.Object | Should -Be 'Warning', 'BackOff', 'configmap/two'
    }

    It 'returns the events about <What>' -ForEach @(
        @{ What = 'a name'; Script = { Get-KubeApiEvent cm two }; Names = 'warning' }
        @{ What = 'TYPE/NAME'; Script = { Get-KubeApiEvent configmap/two }; Names = 'warning' }
        @{ What = 'several names'; Script = { Get-KubeApiEvent cm one, two }; Names = 'oldest', 'series', 'warning', 'newest' }
        @{ What = 'names that match'; Script = { Get-KubeApiEvent cm o* }; Names = 'oldest', 'series', 'newest' }
        @{ What = 'a type'; Script = { Get-KubeApiEvent configmaps }; Names = 'oldest', 'series', 'warning', 'newest' }
        @{ What = 'another type'; Script = { Get-KubeApiEvent secrets }; Names = @() }
        @{ What = 'an object'; Script = { Get-KubeApiObject cm two | Get-KubeApiEvent }; Names = 'warning' }
        @{ What = 'several objects'; Script = { Get-KubeApiObject cm one, two | Get-KubeApiEvent }; Names = 'oldest', 'series', 'warning', 'newest' }
        @{ What = 'an object that is piped twice'; Script = { $one, $one | Get-KubeApiEvent }; Names = 'oldest', 'series', 'newest' }
        @{ What = 'a string'; Script = { 'cm/two' | Get-KubeApiEvent }; Names = 'warning' }
        @{ What = 'warnings'; Script = { Get-KubeApiEvent -Type Warning }; Names = 'warning' }
        @{ What = 'the last eight minutes'; Script = { Get-KubeApiEvent -Since 8m }; Names = 'warning', 'newest' }
        @{ What = 'a time'; Script = { Get-KubeApiEvent -Since (Get-Date).AddMinutes(-30) }; Names = 'series', 'warning', 'newest' }
        @{ What = 'all namespaces'; Script = { Get-KubeApiEvent cm one -AllNamespaces }; Names = 'oldest', 'series', 'newest' }
    ) {
        (& $Script).metadata.name | Should -Be $Names
    }

    It 'counts repeated events' {
        (Get-KubeApiEvent).Occurrences | Should -Be 1, 3, 7, 1
        (Get-KubeApiEvent cm two).FirstSeen | Should -BeLessThan (Get-KubeApiEvent cm two).LastSeen
    }

    It 'names the container' {
        New-TestEvent probe two 30 @{ reason = 'Unhealthy'; message = 'failed'; involvedObject = @{
                apiVersion = 'v1'; kind = 'Pod'; name = 'web'; namespace = $cluster.Namespace; fieldPath = 'spec.containers{app}' } }
        $found = Get-KubeApiEvent pod web
        $found.Container | Should -Be 'app'
        ($found | Get-Lines)[2] | Should -BeLike '*Pod/web app: failed'
        (Get-KubeApiEvent cm two).Container | Should -BeNullOrEmpty
        Remove-KubeApiObject event probe -Confirm:$false
    }

    It 'shows age, count, object and the full message' {
        $lines = Get-KubeApiEvent | Get-Lines
        $lines[0] -split ' +' | Should -Be 'Age', 'Type', 'Reason', 'Object', 'Message'
        $lines[2] | Should -Match '^12\dm +Normal +Tested +ConfigMap/one about one$'
        $lines[3] | Should -Match '^1\dm \(x3 over \S+\) +Normal +Series +ConfigMap/one about one'
        $lines[4] | Should -Match '^\d+m?\S* \(x7 over \S+\) +Warning +BackOff +ConfigMap/two Back-off of two'
        "$lines" | Should -Match 'end'
        (Get-KubeApiEvent cm two | Format-Table | Out-String -Width 80) -replace '\s' | Should -BeLike '*terminal.end*'
    }

    It 'shows the namespace of events of all namespaces' {
        (Get-KubeApiEvent cm one -AllNamespaces | Get-Lines)[0] -split ' +' | Should -Be 'Namespace', 'Age', 'Type', 'Reason', 'Object', 'Message'
    }

    It 'excludes events of an earlier object of the same name' {
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'again' } }
        New-TestEvent earlier again 1
        Remove-KubeApiObject cm again -Confirm:$false
        $again = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'again' } }
        $again | Get-KubeApiEvent | Should -BeNullOrEmpty
        (Get-KubeApiEvent cm again).metadata.name | Should -Be 'earlier'
        Remove-KubeApiObject cm again -Confirm:$false
    }

    It '<What>: <Id>' -ForEach @(
        @{ What = 'an unknown type'; Id = 'ResourceTypeNotFound'; Script = { Get-KubeApiEvent pds } }
        @{ What = 'a name without a type'; Id = 'InvalidArgument'; Script = { Get-KubeApiEvent -Name web } }
        @{ What = 'a missing namespace'; Id = 'NamespaceNotFound'; Script = { Get-KubeApiEvent -n kubeapi-none } }
        @{ What = 'no object'; Id = 'NotAnObject'; Script = { 'web' | Get-KubeApiEvent }; Action = "*'pod/web-1' | Get-KubeApiEvent." }
        @{ What = 'a name with a slash'; Id = 'InvalidArgument'; Script = { Get-KubeApiEvent pod/a/b } }
    ) {
        $failure = Get-Failure $Script
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.ErrorDetails.RecommendedAction | Should -BeLike ($Action ?? '*')
    }
}
