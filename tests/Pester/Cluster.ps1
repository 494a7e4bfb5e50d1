# For test files that run against any cluster: that of the current context of the kubeconfig in KUBEAPI_TEST_KUBECONFIG, or their own sandbox. Each has its
# own namespace there, which is that of its sessions, and the prefix of each further namespace and of the group of each definition.
# Dot-source it in BeforeAll instead of Sandbox.ps1; in AfterAll call Stop-TestCluster.

. $PSScriptRoot/Sandbox.ps1

$IsSandbox = -not $env:KUBEAPI_TEST_KUBECONFIG

# Returns its addresses and files, as Start-Sandbox does, and the namespace.
function Start-TestCluster {
    $cluster = if ($IsSandbox) { Start-Sandbox } else { Enter-Cluster }
    $name = "kubeapi-test-$([guid]::NewGuid().ToString('n').Substring(0, 8))"
    $cluster | Add-Member Namespace $name
    $current = Get-KubeApiContext | Where-Object IsCurrent
    $session = Connect-KubeApi
    $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = $name } }
    # A real cluster takes a moment to populate it.
    Wait-Until { (Get-KubeApiObject sa default -n $name -ErrorAction Ignore) -and (Get-KubeApiObject cm kube-root-ca.crt -n $name -ErrorAction Ignore) }
    Disconnect-KubeApi $session

    # The first file with a current context wins; its missing entries come from the next.
    $own = Join-Path $cluster.Folder namespace.yaml
    Set-Content $own (ConvertTo-Json -Depth 5 @{
        'current-context' = 'test'; contexts = @(@{ name = 'test'; context = @{ cluster = $current.Cluster; user = $current.User; namespace = $name } })
    })
    $env:KUBECONFIG = $own, $cluster.KubeConfig -join [IO.Path]::PathSeparator
    $cluster
}

# Closes the sessions, and stops the sandbox or deletes the namespaces in the cluster.
function Stop-TestCluster($Cluster) {
    if ($IsSandbox) { Stop-Sandbox $Cluster; return }

    Get-KubeApiSession | Disconnect-KubeApi
    $null = Connect-KubeApi
    Remove-KubeApiObject ns "$($Cluster.Namespace)*" -Force
    Get-KubeApiSession | Disconnect-KubeApi
    $env:KUBECONFIG = $Cluster.OldEnvironment['KUBECONFIG']
    Remove-Item $Cluster.Folder -Recurse -Force
}

# Waits for the effects of a write in a real cluster; in a sandbox they have happened already.
function Wait-Until([scriptblock] $Condition) {
    $end = [datetime]::UtcNow.AddSeconds(60)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $end) { throw "Never true: $Condition" }
        Start-Sleep -Milliseconds 100
    }
}

# An existing cluster, in the form that Start-Sandbox returns.
function Enter-Cluster {
    $folder = Join-Path ([IO.Path]::GetTempPath()) "kubeapi-pester-$([guid]::NewGuid().ToString('n'))"
    $null = New-Item -ItemType Directory $folder
    $cluster = [pscustomobject]@{
        Uri            = ''
        ProxyUri       = $null
        Folder         = $folder
        KubeConfig     = (Resolve-Path $env:KUBEAPI_TEST_KUBECONFIG).Path
        OldEnvironment = @{ KUBECONFIG = $env:KUBECONFIG }
    }
    $env:KUBECONFIG = $cluster.KubeConfig
    $cluster.Uri = "$((Get-KubeApiContext | Where-Object IsCurrent).Server)".TrimEnd('/')
    $cluster
}
