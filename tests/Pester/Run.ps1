# Runs the suite: pwsh -File tests/Pester/Run.ps1 [-Path tests/Pester/Invoke-KubeApi.Tests.ps1]. The exit code is the number of failures.
param([string[]] $Path = $PSScriptRoot)

Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.Exit = $true
$configuration.Output.Verbosity = $env:CI ? 'Normal' : 'Detailed'
Invoke-Pester -Configuration $configuration
