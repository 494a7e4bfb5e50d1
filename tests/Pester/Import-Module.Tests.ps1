Describe 'Import-Module' {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $pwsh = (Get-Process -Id $PID).Path
        # What a fresh process has loaded after the import and had not before, by name.
        $script = @"
            `$before = [AppDomain]::CurrentDomain.GetAssemblies().FullName
            Import-Module '$Manifest'
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object FullName -NotIn `$before | ForEach-Object { `$_.GetName().Name }
"@
        $loaded = & $pwsh -NoProfile -NonInteractive -Command $script
    }

    It 'loads the module' {
        $loaded | Should -Contain 'KubeApi'
    }

    It 'loads nothing but the module''s own assemblies' {
        $loaded | Where-Object { $_ -notin 'KubeApi', 'KubeApi.Client' } | Should -BeNullOrEmpty
    }
}
