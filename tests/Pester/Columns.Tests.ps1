Describe 'The columns of objects' {
    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        $cluster = Start-TestCluster
        $session = Connect-KubeApi
        $space = $session.Namespace

        function New-Map([string] $Name) {
            @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $Name }; data = @{ x = '1' } }
        }

        function New-Account([string] $Name) {
            @{ apiVersion = 'v1'; kind = 'ServiceAccount'; metadata = @{ name = $Name } }
        }

        # The labels of the printed table, and the number of its rows: a second table or a list has more lines. The second line of a cell is indented.
        function Get-Shape {
            $lines = @($input | Get-Lines | Where-Object { $_ -match '^\S' })
            "$($lines[0] -replace ' +', ' '): $($lines.Count - 2)"
        }

        $null = 'a', 'b' | ForEach-Object { New-Map $_ } | New-KubeApiObject
    }

    AfterAll {
        Stop-TestCluster $cluster
    }

    Context 'that are written' {
        It 'are requested by <Name>-KubeApiObject, except with -NoServerPrint' -ForEach @(
            @{ Name = 'New'; Script = { param($options) New-Map "new-$(Get-Random)" | New-KubeApiObject @options } }
            @{ Name = 'Set'; Script = { param($options) New-Map set | Set-KubeApiObject @options } }
            @{ Name = 'Update'; Script = { param($options) Update-KubeApiObject cm a -Label @{ n = "$(Get-Random)" } @options } }
        ) {
            (& $Script @{}).Columns.Data | Should -Be 1
            $alone = & $Script @{ NoServerPrint = $true }
            $alone.kind | Should -Be ConfigMap
            $alone.Columns | Should -BeNullOrEmpty
        }

        It 'form the table of their kind' {
            (New-Map c), (New-Map d) | New-KubeApiObject | Get-Shape | Should -Be 'Namespace Name Data Age: 2'
            Update-KubeApiObject cm a, b -Label @{ n = "$(Get-Random)" } | Get-Shape | Should -Be 'Namespace Name Data Age: 2'
        }

        It 'form one table for several types, from <From>' -ForEach @(
            @{ From = 'manifests'; Script = { (New-Map e), (New-Account e) | New-KubeApiObject } }
            @{ From = 'names'; Script = { 'cm/a', 'sa/default' | Update-KubeApiObject -Label @{ n = "$(Get-Random)" } } }
            @{ From = 'objects'; Script = { Get-KubeApiObject cm/a, sa/default | Update-KubeApiObject -Label @{ n = "$(Get-Random)" } } }
            @{ From = 'YAML'; Script = { ConvertFrom-KubeApiYaml ((New-Map a), (New-Account a) | ForEach-Object { "---`n" + ($_ | ConvertTo-KubeApiYaml) } | Out-String) } }
        ) {
            & $Script | Get-Shape | Should -Be 'Kind Namespace Name Ready Status Age: 2'
        }

        It 'form one table for several types, from files' {
            $file = Join-Path $TestDrive set.yaml
            (New-Map f), (New-Account f) | ForEach-Object { '---'; $_ | ConvertTo-KubeApiYaml } | Set-Content $file
            Import-KubeApiManifest $file | Get-Shape | Should -Be 'Kind Namespace Name Ready Status Age: 2'
            New-KubeApiObject -Path $file | Get-Shape | Should -Be 'Kind Namespace Name Ready Status Age: 2'
            Set-KubeApiObject -Path $file | Get-Shape | Should -Be 'Namespace Kind Result Name: 2'
        }

        It 'are shown for an object that an update leaves unchanged' {
            $edit = { if ($_.metadata.name -eq 'a') { $_.data.x = "$(Get-Random)" } }
            Update-KubeApiObject cm a, b $edit -WarningAction Ignore | Get-Shape | Should -Be 'Namespace Name Data Age: 2'
        }
    }

    Context 'of a definition' {
        It 'are its printer columns, and follow changes of the definition' {
            $group = "columns.$space.example"
            $schema = @{ openAPIV3Schema = @{ type = 'object'; 'x-kubernetes-preserve-unknown-fields' = $true } }
            $definition = @{
                apiVersion = 'apiextensions.k8s.io/v1'; kind = 'CustomResourceDefinition'; metadata = @{ name = "crates.$group" }
                spec = @{
                    group = $group; scope = 'Namespaced'; names = @{ plural = 'crates'; kind = 'Crate' }
                    versions = @(@{
                        name = 'v1'; served = $true; storage = $true; schema = $schema
                        additionalPrinterColumns = @(@{ name = 'Size'; type = 'integer'; jsonPath = '.spec.size' })
                    })
                }
            }
            $null = New-KubeApiObject $definition
            try {
                $null = New-KubeApiObject @{ apiVersion = "$group/v1"; kind = 'Crate'; metadata = @{ name = 'one' }; spec = @{ size = 3; colour = 'red' } }
                Get-KubeApiObject "crates.$group" | Get-Shape | Should -Be 'Name Size: 1'
                Get-KubeApiObject "crates.$group" | Select-KubeApiColumn | ForEach-Object Size | Should -Be 3
                $null = Update-KubeApiObject crd "crates.$group" {
                    $_.spec.versions[0].additionalPrinterColumns += @{ name = 'Colour'; type = 'string'; jsonPath = '.spec.colour' }
                }
                # A real server takes a moment.
                Wait-Until { (Get-KubeApiObject "crates.$group").Columns.Colour -eq 'red' }
                Get-KubeApiObject "crates.$group" | Get-Shape | Should -Be 'Name Size Colour: 1'

                # A runspace that has not read such an object uses the general view.
                Invoke-Pwsh "Import-Module '$Manifest'; `$s = Connect-KubeApi; 1 | ForEach-Object -Parallel { Import-Module '$Manifest'; Get-KubeApiObject crates.$group -Session `$using:s } | Out-String -Width 200" |
                    Where-Object { $_ -match '^Kind ' } | Should -Match '^Kind +Namespace +Name +Ready +Status +Age'
            }
            finally {
                Remove-KubeApiObject crd "crates.$group" -Force
            }
        }
    }

    Context 'with a name of another one' {
        It 'has the kind in front, and no column is lost' {
            $group = "names.$space.example"
            $schema = @{ openAPIV3Schema = @{ type = 'object'; 'x-kubernetes-preserve-unknown-fields' = $true } }
            $null = New-KubeApiObject @{
                apiVersion = 'apiextensions.k8s.io/v1'; kind = 'CustomResourceDefinition'; metadata = @{ name = "crates.$group" }
                spec = @{
                    group = $group; scope = 'Namespaced'; names = @{ plural = 'crates'; kind = 'Crate' }
                    versions = @(@{
                        name = 'v1'; served = $true; storage = $true; schema = $schema
                        additionalPrinterColumns = @('Name', 'Namespace', 'Kind', 'Session', 'Age').ForEach{
                            @{ name = $_; type = 'string'; jsonPath = ".spec.$($_.ToLower())" }
                        }
                    })
                }
            }
            try {
                $null = New-KubeApiObject @{
                    apiVersion = "$group/v1"; kind = 'Crate'; metadata = @{ name = 'one' }
                    spec = @{ name = 'own'; namespace = 'yard'; kind = 'wood'; session = 'late'; age = 'old' }
                }
                Get-KubeApiObject "crates.$group" | Select-KubeApiColumn | ForEach-Object { $_.PSObject.Properties } | ForEach-Object { "$($_.Name)=$($_.Value)" } |
                    Should -Be "Namespace=$space", 'Name=one', 'CrateName=own', 'CrateNamespace=yard', 'CrateKind=wood', 'CrateSession=late', 'Age=old'
                (Get-KubeApiObject "crates.$group").Columns.CrateName | Should -Be 'own'
                Get-KubeApiObject "crates.$group" | Out-String | Should -Match '(?m)^one +own +yard +wood +late +old'
                $row = Get-KubeApiObject "crates.$group", cm | Select-KubeApiColumn -Wide | Where-Object Kind -eq Crate
                $row.Name, $row.CrateName, $row.CrateAge | Should -Be 'one', 'own', 'old'
                $row.Age | Should -BeOfType timespan
            }
            finally {
                Remove-KubeApiObject crd "crates.$group" -Force
            }
        }
    }

    Context 'of another runspace' {
        It 'are shown before the first command' {
            $lines = Invoke-Pwsh "Import-Module '$Manifest'; Start-ThreadJob { Import-Module '$Manifest'; Get-KubeApiContext } | Receive-Job -Wait | Out-String -Width 200"
            "$lines" | Should -Match 'Name +Server +Namespace'
        }

        It 'are shown for <How>' -ForEach @(
            @{ How = 'ForEach-Object -Parallel'; Script = '"a", "b" | ForEach-Object -Parallel { Import-Module $using:m; Get-KubeApiObject cm $_ -Session $using:s }' }
            @{ How = 'Start-ThreadJob'; Script = 'Start-ThreadJob { Import-Module $using:m; Get-KubeApiObject cm a -Session $using:s } | Receive-Job -Wait' }
        ) {
            $lines = Invoke-Pwsh "`$m = '$Manifest'; Import-Module `$m; `$s = Connect-KubeApi; $Script | Out-String -Width 200" | ForEach-Object { $_ -split '\n' }
            ($lines | Where-Object { $_ -match '^Name ' }) -split ' +' | Should -Be 'Name', 'Data', 'Age'
            $lines -match '^a +1 ' | Should -Not -BeNullOrEmpty
        }

        It 'are shown in each runspace of a pool' {
            $shapes = Invoke-Pwsh @"
                `$state = [initialsessionstate]::CreateDefault()
                `$state.ImportPSModule('$Manifest')
                `$pool = [runspacefactory]::CreateRunspacePool(3, 3, `$state, `$Host)
                `$pool.Open()
                # Each waits until all three have a runspace.
                `$barrier = [Threading.Barrier]::new(3)
                `$runs = 1..3 | ForEach-Object {
                    `$shell = [powershell]::Create().AddScript({
                        param(`$barrier)
                        `$s = Connect-KubeApi
                        `$barrier.SignalAndWait()
                        (Get-KubeApiContext | Out-String -Width 200).Trim().Split("``n")[0]
                        (Get-KubeApiObject cm a -Session `$s | Out-String -Width 200).Trim().Split("``n")[0]
                    }).AddArgument(`$barrier)
                    `$shell.RunspacePool = `$pool
                    @{ Shell = `$shell; Result = `$shell.BeginInvoke() }
                }
                `$runs | ForEach-Object { `$_.Shell.EndInvoke(`$_.Result) }
"@ | ForEach-Object { $_ -replace ' +', ' ' } | Sort-Object -Unique
            $shapes | Should -HaveCount 2
            $shapes[0] | Should -BeLike '`* Name *'
            $shapes[1] | Should -BeLike 'Name Data Age*'
        }

        It 'are lost by Clixml, but the name is kept' {
            $file = Join-Path $TestDrive map.xml
            Get-KubeApiObject cm a | Export-Clixml $file
            ($lines = Import-Clixml $file | Get-Lines) | Should -HaveCount 3
            $lines[2] | Should -Match ' \d+[smh]\d*s? +a$'
        }
    }

    Context 'and hidden members, in' {
        BeforeAll {
            $maps = Get-KubeApiObject cm a, b
        }

        It 'Format-Table, with right-aligned numbers' {
            $lines = $maps | Get-Lines
            $lines[0] -split ' +' | Should -Be 'Name', 'Data', 'Age'
            $lines[2][$lines[0].IndexOf('Data') + 3] | Should -Be '1'
        }

        It 'Format-Wide' {
            $maps | Format-Wide -Column 2 | Get-Lines | Should -Match '^a +b$'
            $maps | Format-Wide Namespace -Column 1 | Get-Lines | Should -Be $space, $space
        }

        It 'Format-List' {
            $maps[0] | Format-List Name, Namespace | Get-Lines | Should -Be 'Name      : a', "Namespace : $space"
        }

        It 'Where-Object' {
            ($maps | Where-Object Name -EQ b).Name | Should -Be b
            ($maps | Where-Object { $_.Namespace -eq $space -and $_.Columns.Data -gt 0 }).Name | Should -Be a, b
        }

        It 'Select-Object' {
            ($maps | Select-Object Name, Namespace)[1] | ConvertTo-Json -Compress | Should -Be "{`"Name`":`"b`",`"Namespace`":`"$space`"}"
        }

        It 'Sort-Object and Group-Object' {
            ($maps | Sort-Object Name -Descending).Name | Should -Be b, a
            ($maps | Group-Object Namespace).Count | Should -Be 2
        }

        It 'Measure-Object' {
            $measured = $maps | Measure-Object Created -Minimum -Maximum
            $measured.Count | Should -Be 2
            $measured.Minimum | Should -BeOfType [datetime]
        }

        It 'ConvertTo-Html' {
            "$($maps | ConvertTo-Html Name, Namespace -Fragment)" | Should -BeLike "*<tr><td>a</td><td>$space</td></tr>*"
        }

        It 'ConvertTo-Json and Export-Csv, which omit them' {
            ($maps[0] | ConvertTo-Json | ConvertFrom-Json).PSObject.Properties.Name | Should -Be 'apiVersion', 'kind', 'metadata', 'data'
            $file = Join-Path $TestDrive maps.csv
            $maps | Export-Csv $file
            (Get-Content $file)[0] | Should -Be '"apiVersion","kind","metadata","data"'
        }

        It 'Compare-Object, and a string' {
            Compare-Object $maps $maps[0] | ForEach-Object { "$($_.InputObject)$($_.SideIndicator)" } | Should -Be 'ConfigMap/b<='
            "$($maps[0])" | Should -Be 'ConfigMap/a'
        }
    }
}
