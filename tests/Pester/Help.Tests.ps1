BeforeDiscovery {
    $manifest = Join-Path (Split-Path (Split-Path $PSScriptRoot)) out KubeApi KubeApi.psd1
    Import-Module $manifest
    $commands = (Get-Command -Module KubeApi).Name
}

Describe 'The help of <_>' -ForEach $commands {
    BeforeAll {
        $command = Get-Command $_
        $help = Get-Help $_ -Full
        $common = [Management.Automation.PSCmdlet]::CommonParameters
    }

    It 'describes exactly the parameters of the cmdlet' {
        $described = $help.parameters.parameter | Where-Object { $_.description.Text } | ForEach-Object name | Sort-Object
        $shown = $command.Parameters.Values | Where-Object { $_.Name -notin $common -and $_.Attributes.DontShow -contains $false }
        $described | Should -Be ($shown.Name | Sort-Object)
    }

    It 'lists the actual aliases and positions of each parameter' {
        foreach ($set in $command.ParameterSets) {
            foreach ($parameter in $set.Parameters | Where-Object { $_.Name -notin $common -and $_.Attributes.DontShow -contains $false }) {
                $documented = $help.parameters.parameter | Where-Object name -EQ $parameter.Name
                $documented.aliases | Should -Be (($parameter.Aliases -join ', ') ? ($parameter.Aliases -join ', ') : 'none') -Because "-$($parameter.Name)"
                # A parameter may be first with piped objects, and third after a type and a name.
                $positions = $command.ParameterSets.Parameters | Where-Object Name -EQ $parameter.Name | ForEach-Object { $_.Position -lt 0 ? 'named' : "$($_.Position)" }
                $documented.position | Should -BeIn $positions -Because "-$($parameter.Name)"
            }
        }
    }

    It 'has the syntax of each parameter set' {
        @($help.syntax.syntaxItem).Count | Should -Be $command.ParameterSets.Count
    }

    It 'has two to six examples, each starting with a command' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeIn (2..6)
        $examples.code | ForEach-Object { $_ | Should -Match '^PS> ' }
    }
}

Describe 'about_KubeApi' {
    It 'is found' {
        Get-Help about_KubeApi | Out-String | Should -BeLike '*WAYS TO CONNECT*'
    }

    It 'fits into 80 columns' {
        $files = Join-Path (Split-Path (Split-Path $PSScriptRoot)) en-US *.help.txt
        Get-Content $files | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }

    It 'has related topics on connecting, applying, watching and columns' {
        Get-Help about_KubeApi_Connecting | Out-String | Should -BeLike '*IN A RUNBOOK*'
        Get-Help about_KubeApi_Applying | Out-String | Should -BeLike '*FIELD OWNERSHIP*'
        Get-Help about_KubeApi_Watching | Out-String | Should -BeLike '*READINESS*'
        Get-Help about_KubeApi_Columns | Out-String | Should -BeLike '*HIDDEN MEMBERS*'
    }

    It 'lists each error id of the module' {
        $text = Get-Content (Join-Path (Split-Path (Split-Path $PSScriptRoot)) en-US about_KubeApi.help.txt) -Raw
        $source = Get-Content (Join-Path (Split-Path (Split-Path $PSScriptRoot)) src KubeApi Errors ErrorRecords.cs) -Raw
        $ids = [KubeApi.Client.Errors.FailureKind].GetEnumNames() -ne 'Refused'
        $ids += [regex]::Matches($source, '\("(?<id>[A-Z]\w+)", ErrorCategory|, nameof\((?<id>\w+)\), ErrorCategory').ForEach({ $_.Groups['id'].Value })
        $ids.Count | Should -BeGreaterThan 20
        $ids | Where-Object { $text -notmatch "\b$_\b" } | Should -BeNullOrEmpty
    }
}
