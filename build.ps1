#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, shows, measures and packs KubeApi. Each task is what anybody types by hand.
.EXAMPLE
    ./build.ps1 test
#>
param(
    # build: leaves an importable module in out/KubeApi. test: dotnet test, then the Pester suite. tour: walks through the module.
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

function Invoke-PesterSuite {
    if (-not (Get-Module Pester -ListAvailable | Where-Object Version -GE '5.0')) {
        Write-Warning 'The Pester suite did not run: Pester 5 or newer is not installed here (Install-Module Pester).'
        return
    }

    # A process of its own: a module's dlls stay loaded, and the next build could not replace them.
    Invoke-Program ([Environment]::ProcessPath) -NoProfile -NonInteractive -File tests/Pester/Run.ps1
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
        'test' { Invoke-Program dotnet test; Invoke-PesterSuite }
        'tour' { Invoke-Program dotnet run --project src/KubeApi.Console '--' tour }
        'bench' { Invoke-Program dotnet run -c Release --project tests/KubeApi.Benchmarks }
        'package' { New-Package }
    }
}
finally {
    Pop-Location
}

exit 0
