Describe 'Watch-KubeApiObject' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $session = Connect-KubeApi -Name watch-admin
        $namespace = "watch-$([guid]::NewGuid().ToString('n').Substring(0, 8))"
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = $namespace } }
        function New-Map([string] $Name, [hashtable] $Labels = @{}) {
            New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $Name; namespace = $namespace; labels = $Labels } }
        }

        $null = New-Map first @{ app = 'a' }
        $null = New-Map second @{ app = 'b' }
    }

    AfterAll {
        Remove-KubeApiObject namespace $namespace -Force
        Stop-TestCluster $cluster
    }

    It 'begins with the existing objects' {
        $events = Watch-KubeApiObject configmaps first, second -Namespace $namespace | Select-Object -First 2
        $events.Type | Should -Be Added, Added
        $events.Name | Sort-Object | Should -Be first, second
        $events[0].Object.kind | Should -Be ConfigMap
        $events[0].Namespace | Should -Be $namespace
        $events[0].Time | Should -BeOfType datetime
    }

    It 'reports each change in order, and ends with -Until' {
        $changes = {
            param($e)
            switch ("$($e.Type)") {
                Added { $null = Update-KubeApiObject configmap live @{ data = @{ x = '1' } } -Namespace $namespace }
                Modified { Remove-KubeApiObject configmap live -Namespace $namespace -Force }
            }
        }
        $null = New-Map live
        $events = Watch-KubeApiObject configmap live -Namespace $namespace -Until { $_.Type -eq 'Deleted' } | ForEach-Object { & $changes $_; $_ }
        "$($events.Type)" | Should -Be 'Added Modified Deleted'
        $events[1].Object.data.x | Should -Be 1
    }

    It 'explains -Until, and names the cmdlet that waits for a condition' {
        $failure = Get-Failure { Watch-KubeApiObject configmap first -Namespace $namespace -Until Available }
        "$failure" | Should -BeLike '*A script block is required*Wait-KubeApiObject -For Condition=Ready*'
    }

    It 'ends quietly after -Timeout' {
        $failures = $null
        Watch-KubeApiObject configmaps -Namespace $namespace -NewOnly -Timeout 1 -ErrorVariable failures | Should -BeNullOrEmpty
        $failures | Should -BeNullOrEmpty
    }

    It 'watches in two sessions at once, and names the session of each event' {
        $other = Connect-KubeApi -Name watch-other
        $events = Watch-KubeApiObject configmap first -Namespace $namespace -Session $session, $other | Select-Object -First 2
        $events.Session | Sort-Object | Should -Be watch-admin, watch-other
        ($events | Out-String -Width 200) -split '\n' -match 'Session' | Should -HaveCount 1
        $other | Disconnect-KubeApi
        $null = Select-KubeApiSession $session
    }

    It 'selects by label, name pattern and type of event' {
        # The first would otherwise come before the second.
        (Watch-KubeApiObject configmaps -Namespace $namespace -LabelSelector app=b -Until { $true } -Timeout 60).Name | Should -Be second
        (Watch-KubeApiObject configmaps 'sec*' -Namespace $namespace -Until { $true } -Timeout 60).Name | Should -Be second
        Watch-KubeApiObject configmaps -Namespace $namespace -EventType Deleted -Timeout 1 | Should -BeNullOrEmpty
    }

    It 'takes names and patterns together, as arguments and piped in' {
        $isLast = { $_.Name -eq 'second' }
        (Watch-KubeApiObject configmaps first, 'sec*' -Namespace $namespace -Until $isLast -Timeout 60).Name | Should -Be first, second
        ('fir*', 'sec*' | Watch-KubeApiObject configmaps -Namespace $namespace -Until $isLast -Timeout 60).Name | Should -Be first, second
    }

    It 'watches several types, and objects from the pipeline' {
        $null = Invoke-KubeApi POST "/api/v1/namespaces/$namespace/secrets" -Body @{ metadata = @{ name = 'quiet' } }
        $seen = @{}
        $kinds = (Watch-KubeApiObject configmap, secret -Namespace $namespace -Until { $seen[$_.Kind] = $true; $seen.Count -eq 2 } -Timeout 60).Kind | Sort-Object -Unique
        $kinds | Should -Be ConfigMap, Secret
        (Get-KubeApiObject configmap first -Namespace $namespace | Watch-KubeApiObject -Until { $true } -Timeout 60).Name | Should -Be first
        ('configmap/second' | Watch-KubeApiObject -Namespace $namespace -Until { $true } -Timeout 60).Name | Should -Be second
    }

    It 'returns objects that remember their session, so they can be written back' {
        $object = (Watch-KubeApiObject configmap first -Namespace $namespace | Select-Object -First 1).Object
        ($object | Get-KubeApiSession).Name | Should -Be watch-admin
    }

    It 'reads metadata only on request' {
        $object = (Watch-KubeApiObject configmap first -Namespace $namespace -MetadataOnly -Until { $true } -Timeout 60).Object
        $object.metadata.name | Should -Be first
        $object.kind | Should -Be PartialObjectMetadata
    }

    It 'ends with an error if the watch is refused' {
        $viewer = Connect-KubeApi -As viewer -Name watch-viewer
        $null = Select-KubeApiSession watch-admin
        $failure = Get-Failure { Watch-KubeApiObject secrets -Namespace $namespace -Session $viewer -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
    }

    It 'refuses a type without watches, a name with a selector, and an unknown type' {
        (Get-Failure { Watch-KubeApiObject selfsubjectreviews -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-Failure { Watch-KubeApiObject configmap first -LabelSelector app=a -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        (Get-Failure { Watch-KubeApiObject podz }).FullyQualifiedErrorId | Should -BeLike 'ResourceTypeNotFound,*'
    }

    It 'shows time and type, then the server''s columns' {
        $lines = Watch-KubeApiObject configmap -Namespace $namespace -LabelSelector app -Until { $_.Name -eq 'second' } -Timeout 60 | Get-Lines
        $lines[0] | Should -Match '^Time\s+Type\s+Name\s+Data\s+Age$'
        $lines[2] | Should -Match '^\d\d:\d\d:\d\d\s+Added\s+first\s+0\s+\d+\w+$'
        $lines | Should -HaveCount 4
        (Watch-KubeApiObject configmap first -Namespace $namespace -Until { $true } -Timeout 60).Object.Columns.Data | Should -Be 0
    }

    It 'shows each event at once' {
        # The change is made when the row of the first event is there.
        $rows = Watch-KubeApiObject configmap first -Namespace $namespace -Until { $_.Type -eq 'Modified' } -Timeout 60 | Out-String -Stream | ForEach-Object {
            if ($_ -like '*Added*first*') { $null = Update-KubeApiObject configmap first @{ metadata = @{ annotations = @{ seen = 'yes' } } } -Namespace $namespace }
            $_
        }
        $rows -like '*Modified*first*' | Should -HaveCount 1
    }

    It 'shares a view among several types' {
        $lines = Watch-KubeApiObject configmap/first, pod/web -Namespace $namespace -Until { $true } -Timeout 60 | Get-Lines
        $lines[0] | Should -Match '^Time\s+Type\s+Kind\s+Namespace\s+Name\s+Ready\s+Status$'
        $lines[2] | Should -Match "^\d\d:\d\d:\d\d\s+Added\s+ConfigMap\s+\S+\s+first$"
    }

    It 'becomes flat rows with time, type and the columns' {
        $row = Watch-KubeApiObject configmap first -Namespace $namespace -Until { $true } -Timeout 60 | Select-KubeApiColumn
        $row.PSObject.Properties.Name | Should -Be Time, Type, Namespace, Name, Data, Age
        $row.Time | Should -BeOfType datetime
        "$($row.Type) $($row.Name) $($row.Data)" | Should -Be 'Added first 0'
        $events = Watch-KubeApiObject configmap/first, pod/web -Namespace $namespace -Until { $true } -Timeout 60
        ($events | Select-KubeApiColumn).PSObject.Properties.Name | Should -Be Time, Type, Kind, Namespace, Name, Ready, Status, Age
        ($events | Select-KubeApiColumn type, name).PSObject.Properties.Name | Should -Be Type, Name
    }

    It 'shows the manager and the fields of a change with -IncludeChange' {
        $null = Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'counted'; namespace = $namespace }; data = @{ a = '1' } }
        $events = Watch-KubeApiObject configmap counted -Namespace $namespace -IncludeChange -Until { $_.Type -eq 'Modified' } -Timeout 60 | ForEach-Object {
            if ($_.Type -eq 'Added') { $null = Update-KubeApiObject configmap counted @{ data = @{ x = '1' } } -Namespace $namespace -FieldManager somebody }
            $_
        }
        $events[0].Change | Should -BeNullOrEmpty
        $events[1].Change.Path | Should -Be data.x
        $events[1].Change.Manager | Should -Be somebody
        $events[1].Change.After | Should -Be 1
        ($events | Get-Lines)[0] | Should -Match '^Time\s+Type\s+Object\s+Change$'
        "$($events | Get-Lines)" | Should -BeLike '*Modified ConfigMap/counted * data.x: none → 1 (somebody)*'
        "$($events[1].Change | Get-Lines)" | Should -BeLike '*+++ after the change*@@ data.x @@ owned by somebody*'
    }

    It 'masks the values of Secrets in changes' {
        $null = Invoke-KubeApi POST "/api/v1/namespaces/$namespace/secrets" -Body @{ metadata = @{ name = 'masked' }; stringData = @{ a = 'one' } }
        $change = (Watch-KubeApiObject secret masked -Namespace $namespace -IncludeChange -Until { $_.Type -eq 'Modified' } -Timeout 60 | ForEach-Object {
            if ($_.Type -eq 'Added') { $null = Update-KubeApiObject secret masked @{ stringData = @{ a = 'two' } } -Namespace $namespace }
            $_
        })[1].Change
        $change.Path | Should -Be data.a
        $change.Before | Should -Be '*** (before)'
        $change.After | Should -Be '*** (after)'
    }

    It 'has help with examples' {
        Get-ExampleTitles Watch-KubeApiObject | Should -Not -BeNullOrEmpty
    }
}
