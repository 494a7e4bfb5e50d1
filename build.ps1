#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, shows, measures and packs KubeApi. Each task is what anybody types by hand.
.EXAMPLE
    ./build.ps1 test
#>
param(
    # build: leaves an importable module in out/KubeApi. test: dotnet test, which runs the Pester suite too. tour: walks through the module.
    # bench: prints how it compares. package: out/KubeApi of a Release build, and a zip of it.
    [Parameter(Position = 0)]
    [ValidateSet('build', 'test', 'tour', 'bench', 'package')]
    [string] $Task = 'build'
)

$ErrorActionPreference = 'Stop'

# Runs a program, and ends the script with its exit code if it failed.
function Invoke-Program([string] $Program) {
    & $Program @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function New-Package {
    Remove-Item out/KubeApi -Recurse -Force -ErrorAction Ignore
    Invoke-Program dotnet build -c Release
    $version = (Import-PowerShellDataFile KubeApi.psd1).ModuleVersion
    $zip = Join-Path $PWD "out/KubeApi-$version.zip"
    Remove-Item $zip -ErrorAction Ignore
    # Not Compress-Archive: not every PowerShell brings it.
    [IO.Compression.ZipFile]::CreateFromDirectory((Join-Path $PWD out/KubeApi), $zip, 'Optimal', $true)
    "$zip"
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
