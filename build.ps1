#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, demonstrates, measures or packages KubeApi. Each task runs the commands that you could type yourself.
.EXAMPLE
    ./build.ps1 test
.EXAMPLE
    ./build.ps1 package
    Install-PSResource KubeApi -Repository folder

    Installs the package from the repository 'folder', registered with: Register-PSResourceRepository folder -Uri ./out -Trusted
#>
param(
    # build: builds the module into out/KubeApi. test: runs dotnet test, including the Pester suite. tour: runs the guided tour.
    # bench: runs the benchmarks. package: writes a .nupkg and a .zip of a Release build to out/, and the sandbox as a dotnet tool.
    [Parameter(Position = 0)]
    [ValidateSet('build', 'test', 'tour', 'bench', 'package')]
    [string] $Task = 'build',

    # For package: uses the existing out/KubeApi instead of building it.
    [switch] $NoBuild,

    # For package: the platforms to compile the assemblies for. Any other platform uses the portable assemblies of the package.
    [ValidateNotNullOrEmpty()]
    [string[]] $Platform = @('win-x64', 'linux-x64', 'linux-arm64', 'osx-x64', 'osx-arm64'),

    # For package: the folder of the files.
    [string] $Destination = (Join-Path $PSScriptRoot out)
)

$ErrorActionPreference = 'Stop'

# Runs a program with empty standard input. If the program fails, exits with its exit code.
function Invoke-Program([string] $Program) {
    $null | & $Program @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

# Returns the paths of the files.
function New-Package {
    if (-not $NoBuild) {
        Remove-Item out/KubeApi -Recurse -Force -ErrorAction Ignore
        $null = Invoke-Program dotnet build -c Release
    }

    Remove-Item out/package -Recurse -Force -ErrorAction Ignore
    foreach ($name in $Platform) { $null = Invoke-Program dotnet msbuild src/KubeApi.Package -restore '-target:Publish' "-property:RuntimeIdentifier=$name" }

    $null = New-Item -ItemType Directory $Destination -Force
    $package = Join-Path $Destination "KubeApi.$((Import-PowerShellDataFile out/KubeApi/KubeApi.psd1).ModuleVersion)"
    Remove-Item "$package.nupkg", "$package.zip" -ErrorAction Ignore
    # The pwsh of the tool manifest has both cmdlets; older versions lack Compress-PSResource, and this repository's console lacks Compress-Archive.
    $null = Invoke-Program dotnet tool restore
    Invoke-Program dotnet pwsh -NoProfile -NonInteractive -Command "
        `$ErrorActionPreference = 'Stop'
        Compress-PSResource -Path out/package/KubeApi -DestinationPath '$Destination'
        Compress-Archive -Path out/package/KubeApi -DestinationPath '$package.zip'"
    # The sandbox, as a dotnet tool: of the configuration that was built last.
    $built = Get-ChildItem src/KubeApi.Sandbox/bin/*/net10.0/KubeApi.Sandbox.dll | Sort-Object LastWriteTime | Select-Object -Last 1
    $null = Invoke-Program dotnet pack src/KubeApi.Sandbox --no-build -c $built.Directory.Parent.Name --output $Destination
    "$package.nupkg", "$package.zip", (Join-Path $Destination "KubeApi.Sandbox.$((Import-PowerShellDataFile out/KubeApi/KubeApi.psd1).ModuleVersion).nupkg")
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'build' { Invoke-Program dotnet build }
        'test' { Invoke-Program dotnet test }
        'tour' { Invoke-Program dotnet run --project src/KubeApi.Console '--' tour }
        'bench' { Invoke-Program dotnet run -c Release --project tests/KubeApi.Benchmarks }
        'package' { New-Package }
    }
}
finally {
    Pop-Location
}

exit 0
