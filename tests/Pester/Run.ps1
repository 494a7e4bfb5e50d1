<#
.SYNOPSIS
    Runs the Pester suite. The exit code is the number of failures.
.DESCRIPTION
    `dotnet test` runs it too. With KUBEAPI_TEST_KUBECONFIG it runs against the current context of that kubeconfig, without the tests that need the sandbox (tag Sandbox).
.EXAMPLE
    dotnet pwsh tests/Pester/Run.ps1 tests/Pester/Invoke-KubeApi.Tests.ps1
#>
param(
    [string[]] $Path = $PSScriptRoot,
    # The Pester module: a name, or the path of its manifest. `dotnet build` downloads one into the folder of NuGet packages.
    [string] $Pester = (Join-Path ($env:NUGET_PACKAGES ?? (Join-Path $HOME .nuget packages)) pester 6.2.0 tools Pester.psd1),
    # Reads one path per line from the standard input, and writes a line `#result` with JSON after the report of each file.
    [switch] $FromInput
)

function Invoke-Suite([string[]] $Path) {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Path
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = $FromInput -or $env:CI ? 'Normal' : 'Detailed'
    if ($FromInput) { $configuration.Output.RenderMode = 'Plaintext' }
    if ($env:KUBEAPI_TEST_KUBECONFIG) { $configuration.Filter.ExcludeTag = 'Sandbox' }
    Invoke-Pester -Configuration $configuration
}

Import-Module $Pester -ErrorAction Stop
if ($FromInput) {
    while ($file = [Console]::In.ReadLine()) {
        $result = Invoke-Suite $file
        $counts = @{
            Passed  = $result.PassedCount
            Failed  = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
            Skipped = $result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount
        }
        [Console]::Out.WriteLine("#result $(ConvertTo-Json $counts -Compress)")
    }

    exit 0
}

$result = Invoke-Suite $Path
if ($result.NotRunCount) {
    "$($result.NotRunCount) tests need the sandbox, and did not run against another cluster:"
    $result.NotRun | Group-Object { $_.Path[0] } | ForEach-Object { "  $($_.Name) ($($_.Count))" }
}

exit $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
