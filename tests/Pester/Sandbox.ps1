# The set-up of every test file: the module from out/KubeApi, and its own API server, as a child process.
# Dot-source it in BeforeAll; in AfterAll call Stop-Sandbox.

$RepositoryRoot = Split-Path (Split-Path $PSScriptRoot)
$Manifest = Join-Path $RepositoryRoot out KubeApi KubeApi.psd1
Import-Module $Manifest

# Starts the sandbox, waits until it responds, and returns its addresses and files. State is a file or a folder of manifests, or a saved state.
function Start-Sandbox([int] $Pods = 0, [string] $State) {
    $program = Get-ChildItem (Join-Path $RepositoryRoot src KubeApi.Sandbox bin) -Filter KubeApi.Sandbox.dll -Recurse |
        Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $program) { throw "The sandbox is not built. Run 'dotnet build' in $RepositoryRoot first." }

    $folder = Join-Path ([IO.Path]::GetTempPath()) "kubeapi-pester-$([guid]::NewGuid().ToString('n'))"
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $options = if ($State) { '--state', $State }
    foreach ($argument in @($program.FullName, '--folder', $folder, '--load', $Pods) + $options) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)

    $text = ''
    while ($text -notmatch '(?m)^\s*files\s') {
        $line = $process.StandardOutput.ReadLine()
        if ($null -eq $line) { throw "The sandbox ended at once, with exit code $($process.ExitCode)." }
        $text += "$line`n"
    }

    # The rest is not read, and must not fill the pipe.
    $null = $process.StandardOutput.BaseStream.CopyToAsync([IO.Stream]::Null)
    $sandbox = [pscustomobject]@{
        ProcessId  = $process.Id
        Uri        = [regex]::Match($text, 'https://\S+').Value
        ProxyUri   = [regex]::Match($text, 'http://\S+').Value
        Folder     = $folder
        KubeConfig = Join-Path $folder kubeconfig
        Ca         = Join-Path $folder ca.crt
        AdminToken = Join-Path $folder admin.token
        OldEnvironment = @{}
    }
    $null = Invoke-RestMethod "$($sandbox.ProxyUri)/readyz" -MaximumRetryCount 20 -RetryIntervalSec 1

    # The tests use this server, whatever the settings of the machine.
    foreach ($name in 'KUBECONFIG', 'KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT', 'POD_NAMESPACE') {
        $sandbox.OldEnvironment[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }

    $env:KUBECONFIG = $sandbox.KubeConfig
    $sandbox
}

# Stops the sandbox, closes the sessions, and restores the environment.
function Stop-Sandbox($Sandbox) {
    Get-KubeApiSession | Disconnect-KubeApi
    foreach ($name in $Sandbox.OldEnvironment.Keys) {
        [Environment]::SetEnvironmentVariable($name, $Sandbox.OldEnvironment[$name])
    }

    Stop-Process -Id $Sandbox.ProcessId
    Wait-Process -Id $Sandbox.ProcessId -ErrorAction Ignore
    Remove-Item $Sandbox.Folder -Recurse -Force -ErrorAction Ignore
}

# Starts a server that responds to every request with the same JSON, except for the requests of Connect-KubeApi.
function Start-StubServer([string] $Json, [int] $Status = 200, [string] $ContentType = 'application/json') {
    $free = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $free.Start()
    $uri = "http://127.0.0.1:$($free.LocalEndpoint.Port)/"
    $free.Stop()

    $listener = [Net.HttpListener]::new()
    $listener.Prefixes.Add($uri)
    $listener.Start()
    $pending = [powershell]::Create().AddScript({
        param($listener, $json, $status, $contentType)
        while ($listener.IsListening) {
            # If it is closed while it waits, it fails at once; a further call before IsListening is false would wait forever.
            try { $context = $listener.GetContext() } catch { break }
            $text = switch ($context.Request.Url.AbsolutePath) {
                '/version' { '{"gitVersion":"v1.36.2"}' }
                '/apis/authentication.k8s.io/v1/selfsubjectreviews' { '{"status":{"userInfo":{"username":"test"}}}' }
                default { $context.Response.StatusCode = $status; $json }
            }
            $bytes = [Text.Encoding]::UTF8.GetBytes($text)
            $context.Response.ContentType = $context.Response.StatusCode -eq 200 ? 'application/json' : $contentType
            $context.Response.OutputStream.Write($bytes)
            $context.Response.Close()
        }
    }).AddArgument($listener).AddArgument($Json).AddArgument($Status).AddArgument($ContentType)
    $null = $pending.BeginInvoke()
    [pscustomobject]@{ Uri = $uri; Listener = $listener; Pending = $pending } |
        Add-Member -PassThru ScriptMethod Stop { $this.Listener.Close(); $this.Pending.Dispose() }
}

# Runs a script in a new process of this PowerShell, and returns its lines.
function Invoke-Pwsh([string] $Script) {
    # The dotnet tool is a library, which dotnet runs.
    $program, $arguments = @(
        [Environment]::ProcessPath
        if ((Split-Path ([Environment]::ProcessPath) -LeafBase) -eq 'dotnet') { Join-Path $PSHOME pwsh.dll }
        '-NoProfile', '-NonInteractive', '-Command', $Script
    )
    # With empty input: otherwise it would read that of this process.
    $null | & $program @arguments
}

# The JSON of the server at a path, without the module.
function Get-RawJson($Sandbox, [string] $Path) {
    # A real cluster has no plain HTTP address.
    if (-not $Sandbox.ProxyUri) { return (kubectl --kubeconfig $Sandbox.KubeConfig get --raw $Path) -join "`n" }
    (Invoke-WebRequest ($Sandbox.ProxyUri + $Path)).Content
}

# Whether two JSON texts are equivalent, regardless of the order of keys and of white space.
function Test-SameJson([string] $Left, [string] $Right) {
    [Text.Json.Nodes.JsonNode]::DeepEquals([Text.Json.Nodes.JsonNode]::Parse($Left), [Text.Json.Nodes.JsonNode]::Parse($Right))
}

# The terminating error of a script block, or its first error.
function Get-Failure([scriptblock] $Script) {
    try {
        & $Script 2>&1 3>$null | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Select-Object -First 1
    }
    catch {
        $_
    }
}

# A table or a list as lines, without color codes and empty lines.
function Get-Lines {
    $before = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    try {
        ($input | Out-String -Width 200) -split '\r?\n' | Where-Object { $_.Trim() } | ForEach-Object TrimEnd
    }
    finally {
        $PSStyle.OutputRendering = $before
    }
}

# The completions for a line. Completion waits a second for the server; a user would then press the key again.
function Get-Completions([string] $Line) {
    for ($presses = 1; $presses -le 30; $presses++) {
        $began = [Diagnostics.Stopwatch]::GetTimestamp()
        $offered = (TabExpansion2 $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText
        if ([Diagnostics.Stopwatch]::GetElapsedTime($began).TotalSeconds -lt 0.9) { break }
    }

    $offered
}

# The titles of a cmdlet's examples in its help.
function Get-ExampleTitles([string] $Name) {
    (Get-Help $Name -Full).examples.example.title
}
