# Runs the suite: pwsh -File tests/Pester/Run.ps1 [-Path tests/Pester/Invoke-KubeApi.Tests.ps1]. The exit code is the number of failures.
# With KUBEAPI_TEST_KUBECONFIG, against the current context of that kubeconfig; what needs the sandbox has the tag Sandbox, and is not run then.
param([string[]] $Path = $PSScriptRoot)

Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = $env:CI ? 'Normal' : 'Detailed'
if ($env:KUBEAPI_TEST_KUBECONFIG) { $configuration.Filter.ExcludeTag = 'Sandbox' }
$result = Invoke-Pester -Configuration $configuration
if ($result.NotRunCount) {
    "$($result.NotRunCount) tests need the sandbox, and were not run against another cluster:"
    $result.NotRun | Group-Object { $_.Path[0] } | ForEach-Object { "  $($_.Name) ($($_.Count))" }
}

exit $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
