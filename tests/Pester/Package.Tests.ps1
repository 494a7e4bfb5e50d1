# The package that users install: from a folder, into a home folder without modules. On Windows no variable has that folder.
Describe 'The package' -Tag Sandbox -Skip:$IsWindows {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox -State $PSScriptRoot/Fixtures/shop.yaml
        $files = @(Get-ChildItem -Name)
        $platform = "$($IsMacOS ? 'osx' : 'linux')-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
        $package, $zip, $tool = & $RepositoryRoot/build.ps1 package -NoBuild -Platform $platform -Destination $TestDrive/built

        $loaded = '[AppDomain]::CurrentDomain.GetAssemblies().Location -match "(KubeApi|SharpYaml)[^/]*$" | ForEach-Object { "assembly: $_" }'
        # Excludes the user's own folders and variables.
        $foreign = @{ HOME = "$TestDrive/home"; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null; PSModulePath = $null }
        $before = @{}
        foreach ($name in @($foreign.Keys)) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $foreign[$name])
        }

        # Without .config, NuGet writes its configuration into the current folder.
        $null = New-Item -ItemType Directory $TestDrive/home/.config, $TestDrive/repository
        try {
            $lines = Invoke-Pwsh @"
                `$ErrorActionPreference = 'Stop'
                "installed before: `$(@(Get-Module KubeApi -ListAvailable).Count)"
                Register-PSResourceRepository folder -Uri '$TestDrive/repository' -Trusted
                Publish-PSResource -NupkgPath '$package' -Repository folder
                Install-PSResource KubeApi -Repository folder
                Import-Module KubeApi
                "loaded from: `$((Get-Module KubeApi).ModuleBase)"
                `$null = Connect-KubeApi
                (Get-KubeApiObject pods -Namespace shop).metadata.name
                'help: ' + (Get-Help Get-KubeApiObject).Synopsis
                ConvertTo-KubeApiYaml @{ a = 1 }
                $loaded
"@
        }
        finally {
            foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        }
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'is a .nupkg and a .zip, named after the version' {
        $version = (Import-PowerShellDataFile $RepositoryRoot/KubeApi.psd1).ModuleVersion
        Split-Path $package, $zip -Leaf | Should -Be "KubeApi.$version.nupkg", "KubeApi.$version.zip"
        $package, $zip | Should -Exist
    }

    It 'holds the sandbox as a dotnet tool, which runs from a folder feed' {
        $tool | Should -Exist
        $version = (Import-PowerShellDataFile $RepositoryRoot/KubeApi.psd1).ModuleVersion
        $installed = dotnet tool install KubeApi.Sandbox --tool-path $TestDrive/tools --source (Split-Path $tool) --version $version 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$installed"
        $help = & $TestDrive/tools/kubeapi-sandbox --help
        foreach ($option in '--kubeconfig FILE', '--port', '--state', '--pace') { $help -join "`n" | Should -BeLike "*$option*" }

        $kubeconfig = "$TestDrive/tool.kubeconfig"
        $options = '--state', "$PSScriptRoot/Fixtures/shop.yaml", '--kubeconfig', $kubeconfig
        $process = Start-Process $TestDrive/tools/kubeapi-sandbox $options -PassThru -RedirectStandardOutput $TestDrive/tool.log
        try {
            for ($i = 0; $i -lt 300 -and -not (Test-Path $kubeconfig); $i++) { Start-Sleep -Milliseconds 100 }
            $session = Connect-KubeApi -KubeConfig $kubeconfig -Namespace shop
            (Get-KubeApiObject pods -Session $session).metadata.name | Should -Contain 'web-1'
        }
        finally {
            Stop-Process -Id $process.Id
            if ($session) { Disconnect-KubeApi $session }
        }
    }

    It 'is installed by Install-PSResource from a folder' {
        $lines | Should -Contain 'installed before: 0'
        $lines | Should -Contain "loaded from: $(Join-Path $TestDrive home .local share powershell Modules KubeApi (Import-PowerShellDataFile $RepositoryRoot/KubeApi.psd1).ModuleVersion)"
    }

    It 'writes nothing into the current folder' {
        Compare-Object $files @(Get-ChildItem -Name) | Should -BeNullOrEmpty
    }

    It 'connects and lists pods when installed' {
        $lines | Should -Contain 'web-1'
        $lines | Should -Contain 'web-2'
    }

    It 'runs code that is compiled ahead for this platform' {
        $assemblies = $lines -match '^assembly: ' -replace '^assembly: '
        $compiled = foreach ($assembly in $assemblies) {
            $file = [IO.File]::OpenRead($assembly)
            $image = [Reflection.PortableExecutable.PEReader]::new($file)
            if ($image.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -gt 0) { $assembly }
            $image.Dispose()
        }
        $folder = Join-Path (Split-Path $assemblies[0]) $platform
        $compiled | Sort-Object | Should -Be "$folder/KubeApi.Client.dll", "$folder/KubeApi.dll", "$folder/Yaml/KubeApi.Yaml.dll", "$folder/Yaml/SharpYaml.dll"
    }

    It 'loads the cmdlets once, from the folder of the platform' {
        $lines -match '/KubeApi\.dll$' | Should -HaveCount 1
        $lines -match '/KubeApi\.Client\.dll$' | Should -HaveCount 1
    }

    It 'runs the portable code where the package has images for other platforms only' {
        Copy-Item $RepositoryRoot/out/package/KubeApi $TestDrive/foreign/KubeApi -Recurse
        Rename-Item $TestDrive/foreign/KubeApi/$platform other-$platform
        $lines = Invoke-Pwsh "Import-Module '$TestDrive/foreign/KubeApi/KubeApi.psd1'; (ConvertFrom-KubeApiYaml 'a: 1').a; $loaded"
        $lines[0] | Should -Be 1
        $lines -match '^assembly: ' | Should -HaveCount 5
        $lines -match $platform | Should -BeNullOrEmpty
    }

    It 'runs the portable code where the module has none for the platform, as after a build' {
        $lines = Invoke-Pwsh "Import-Module '$Manifest'; (ConvertFrom-KubeApiYaml 'a: 1').a; $loaded"
        $lines[0] | Should -Be 1
        $folder = Split-Path $Manifest
        $lines[1..9] -replace '^assembly: ' | Sort-Object |
            Should -Be "$folder/KubeApi.Client.dll", "$folder/KubeApi.dll", "$folder/KubeApi.Loader.dll", "$folder/Yaml/KubeApi.Yaml.dll", "$folder/Yaml/SharpYaml.dll"
    }

    It 'contains its help and its YAML library' {
        $lines | Should -Contain "help: $((Get-Help Get-KubeApiObject).Synopsis)"
        $lines | Should -Contain 'a: 1'
    }
}
