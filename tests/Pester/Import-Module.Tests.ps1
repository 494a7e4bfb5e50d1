Describe 'Import-Module' {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        # What a fresh process has loaded after the import and had not before, by name. PowerShell loads some of its own assemblies in the background after its start.
        $script = @"
            do {
                `$before = [AppDomain]::CurrentDomain.GetAssemblies().FullName
                [Threading.Thread]::Sleep(1000)
            } until ([AppDomain]::CurrentDomain.GetAssemblies().Count -eq `$before.Count)
            Import-Module '$Manifest'
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object FullName -NotIn `$before | ForEach-Object { `$_.GetName().Name }
"@
        $loaded = Invoke-Pwsh $script
    }

    It 'loads the module' {
        $loaded | Should -Contain 'KubeApi'
    }

    It 'loads nothing but the module''s own assemblies' {
        $loaded | Where-Object { $_ -notin 'KubeApi', 'KubeApi.Client' } | Should -BeNullOrEmpty
    }
}
