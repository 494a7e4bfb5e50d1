# Pods with scripted containers, in the sandbox of $sandbox. Dot-source it after Sandbox.ps1.

# Creates a running pod in the namespace default. Scripts has the script of each container; the first one is the default.
function New-TestPod([string] $Name, [hashtable] $Labels, [hashtable] $Scripts) {
    $containers = @($Scripts.Keys | Sort-Object)
    $annotations = @{ 'kubectl.kubernetes.io/default-container' = 'app' }
    foreach ($container in $containers) { $annotations["sandbox.kubeapi/script.$container"] = $Scripts[$container] }
    $null = New-KubeApiObject @{
        apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = $Name; namespace = 'default'; labels = $Labels; annotations = $annotations }
        spec = @{ nodeName = 'node-1'; containers = @($containers.ForEach{ @{ name = $_; image = 'x' } }) }
    }
    $status = @{
        phase = 'Running'; conditions = @(@{ type = 'Ready'; status = 'True' })
        containerStatuses = @($containers.ForEach{
            @{ name = $_; ready = $true; restartCount = 0; image = 'x'; imageID = ''; containerID = "containerd://$Name-$_"
               state = @{ running = @{ startedAt = '2026-11-29T00:00:00Z' } } }
        })
    }
    $null = Update-KubeApiObject pod $Name @{ status = $status } -Subresource status -Namespace default -Type Merge
}

# A container writes a line.
function Write-PodLog([string] $Pod, [string] $Text) {
    $null = Invoke-RestMethod -Method Post "$($sandbox.ProxyUri)/sandbox/log?namespace=default&pod=$Pod&text=$([uri]::EscapeDataString($Text))"
}

# Cuts the next streams of the sandbox; without an argument, stops cutting.
function Set-StreamFault([string] $Query) {
    $null = Invoke-RestMethod -Method Put "$($sandbox.ProxyUri)/sandbox/streams$(if ($Query) { "?$Query" })"
}
