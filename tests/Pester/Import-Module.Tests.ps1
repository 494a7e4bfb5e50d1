Describe 'Import-Module' {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        # The assemblies that the import loads in a fresh process.
        $loaded = Invoke-Pwsh @"
            `$before = [AppDomain]::CurrentDomain.GetAssemblies().FullName
            Import-Module '$Manifest'
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object FullName -NotIn `$before | ForEach-Object Location
"@
        $names = $loaded | Split-Path -LeafBase
    }

    It 'loads the module' {
        $names | Should -Contain 'KubeApi'
    }

    It 'loads only the assembly of the cmdlets and the loader' {
        # PowerShell loads some of its own and of .NET in the background after its start.
        $foreign = $loaded | Where-Object { (Split-Path $_) -notin $PSHOME, (Split-Path ([object].Assembly.Location)) } | Split-Path -LeafBase
        $foreign | Should -Be KubeApi.Loader, KubeApi  # the client is loaded when a cmdlet first needs it
    }

    It 'loads no assembly that only connections need' {
        $names | Should -Not -Contain 'System.Net.Security'
        $names | Should -Not -Contain 'System.Net.Sockets'
    }
}
