Describe 'Select-KubeApiColumn' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox -Pods 20
        $null = Connect-KubeApi -Namespace load
        $pods = Get-KubeApiObject pods
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'returns a row with the columns of each object' {
        $rows = $pods | Select-KubeApiColumn
        $rows.Count | Should -Be $pods.Count
        $rows[0].PSObject.Properties.Name | Should -Be 'Namespace', 'Name', 'Ready', 'Status', 'Restarts', 'Age'
        $rows.Name | Should -Be $pods.Name
    }

    It 'has numbers for numbers, and a time span for the age' {
        $row = $pods[0] | Select-KubeApiColumn
        $row.Restarts | Should -BeOfType [long]
        $row.Age | Should -BeOfType [timespan]
        $row.Age.Ticks % [timespan]::TicksPerSecond | Should -Be 0
        $row.Status | Should -BeOfType [string]
    }

    It 'has all columns with -Wide' {
        ($pods[0] | Select-KubeApiColumn -Wide).PSObject.Properties.Name |
            Should -Be 'Session', 'Kind', 'Namespace', 'Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP', 'Node', 'Nominated Node', 'Readiness Gates'
    }

    It 'has the requested columns, in the requested order' {
        ($pods[0] | Select-KubeApiColumn Status, na*, none).PSObject.Properties.Name | Should -Be 'Status', 'Namespace', 'Name', 'none'
    }

    It 'warns of a column that no object has' {
        $warning = $pods | Select-KubeApiColumn Nam, Status 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] }
        "$warning" | Should -BeLike "No object has the column 'Nam'. The last object has: *Name, *Status*"
        $pods | Select-KubeApiColumn Status, Na* 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] } | Should -BeNullOrEmpty
    }

    It 'has the columns of the shared table for several types' {
        $rows = Get-KubeApiObject pods, serviceaccounts | Select-KubeApiColumn
        $rows | ForEach-Object { $_.PSObject.Properties.Name -join ' ' } | Sort-Object -Unique | Should -Be 'Kind Namespace Name Ready Status Age'
    }

    It 'has the columns of all types with -Wide, which can be exported' {
        $rows = Get-KubeApiObject pods, serviceaccounts, configmaps | Select-KubeApiColumn -Wide
        $rows | ForEach-Object { $_.PSObject.Properties.Name -join ' ' } | Sort-Object -Unique |
            Should -BeLike 'Session Kind Namespace Name Ready Status Age * Node *'
        ($rows | ConvertTo-Csv)[0] | Should -BeLike '*"Node"*"Data"*'
        ($rows | Where-Object Kind -EQ ConfigMap)[0].Data | Should -BeOfType [long]
        ($rows | Where-Object Kind -EQ ConfigMap)[0].Node | Should -BeNullOrEmpty
    }

    It 'warns of rows with different columns, unless the columns are named' {
        $all = $pods[0], (Get-KubeApiObject configmaps | Select-Object -First 1)
        $warning = $all | Select-KubeApiColumn 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] }
        "$warning" | Should -BeLike 'The rows do not have the same columns, *'
        $rows = $all | Select-KubeApiColumn Name, Node, Data 3>&1
        ($rows | ConvertTo-Csv)[0] | Should -Be '"Name","Node","Data"'
        $rows | Should -HaveCount 2
    }

    It 'has namespace, name and age of objects without columns' {
        (Get-KubeApiObject pods -NoServerPrint | Select-Object -First 1 | Select-KubeApiColumn).PSObject.Properties.Name | Should -Be 'Namespace', 'Name', 'Age'
    }

    It 'can be exported to CSV and HTML, and compared' {
        $rows = $pods | Select-KubeApiColumn Namespace, Name, Status, Restarts
        ($rows | ConvertTo-Csv)[0] | Should -Be '"Namespace","Name","Status","Restarts"'
        "$($rows | ConvertTo-Html -Fragment)" | Should -BeLike '*<th>Namespace</th><th>Name</th><th>Status</th>*'
        Compare-Object $rows $rows -Property Name, Status | Should -BeNullOrEmpty
    }

    It 'sorts, groups and filters by column' {
        $rows = $pods | Select-KubeApiColumn
        @($rows | Where-Object Status -EQ Running).Count | Should -Be @($pods | Where-Object { $_.Columns.Status -eq 'Running' }).Count
        ($rows | Sort-Object Restarts -Descending)[0].Restarts | Should -Be ($rows | Measure-Object Restarts -Maximum).Maximum
        ($rows | Group-Object Status | Measure-Object Count -Sum).Sum | Should -Be $pods.Count
    }

    It 'refuses input that is not an object' {
        (Get-Failure { 'text' | Select-KubeApiColumn }).FullyQualifiedErrorId | Should -BeLike 'NotAnObject,*'
    }

    It 'completes the columns of kinds that were read' {
        (TabExpansion2 'Get-KubeApiObject pods | Select-KubeApiColumn No').CompletionMatches.CompletionText | Should -Be 'Node', "'Nominated Node'"
        (TabExpansion2 'Get-KubeApiObject deploy, ds | Select-KubeApiColumn No').CompletionMatches.CompletionText | Should -Be "'Node Selector'"
        (TabExpansion2 '$pods | Select-KubeApiColumn -Property Nom').CompletionMatches.CompletionText | Should -Contain "'Nominated Node'"
    }
}
