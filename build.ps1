#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, shows, measures and packs KubeApi. Each task is what anybody types by hand.
.EXAMPLE
    ./build.ps1 test
.EXAMPLE
    ./build.ps1 package
    Install-PSResource KubeApi -Repository folder

    With a repository that is the folder out: Register-PSResourceRepository folder -Uri ./out -Trusted
#>
param(
    # build: leaves an importable module in out/KubeApi. test: dotnet test, which runs the Pester suite too. tour: walks through the module.
    # bench: prints how it compares. package: a .nupkg and a .zip of a Release build, in out/.
    [Parameter(Position = 0)]
    [ValidateSet('build', 'test', 'tour', 'bench', 'package')]
    [string] $Task = 'build',

    # package: packs out/KubeApi as it is.
    [switch] $NoBuild,

    # package: the folder for the packages.
    [string] $Destination = (Join-Path $PSScriptRoot out)
)

$ErrorActionPreference = 'Stop'

# Runs a program with an empty input, and ends the script with its exit code if it failed.
function Invoke-Program([string] $Program) {
    $null | & $Program @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

# Writes the paths of the packages.
function New-Package {
    if (-not $NoBuild) {
        Remove-Item out/KubeApi -Recurse -Force -ErrorAction Ignore
        $null = Invoke-Program dotnet build -c Release
    }

    $null = New-Item -ItemType Directory $Destination -Force
    $package = Join-Path $Destination "KubeApi.$((Import-PowerShellDataFile out/KubeApi/KubeApi.psd1).ModuleVersion)"
    Remove-Item "$package.nupkg", "$package.zip" -ErrorAction Ignore
    # In the PowerShell of the tool manifest: older ones lack Compress-PSResource, and the console of this repository Compress-Archive.
    $null = Invoke-Program dotnet tool restore
    Invoke-Program dotnet pwsh -NoProfile -NonInteractive -Command "
        `$ErrorActionPreference = 'Stop'
        Compress-PSResource -Path out/KubeApi -DestinationPath '$Destination'
        Compress-Archive -Path out/KubeApi -DestinationPath '$package.zip'"
    "$package.nupkg", "$package.zip"
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
