# Creates the tour's objects in a new namespace, with the module itself. Teardown.ps1 deletes them.
$ErrorActionPreference = 'Stop'
$Random = [guid]::NewGuid().ToString('n').Substring(0, 5)
$Namespace = "kubeapi-tour-$Random"
$setup = Connect-KubeApi -KubeConfig $KubeConfig -Name "tour-setup-$Random"
$core = "/api/v1/namespaces/$Namespace"

$null = Invoke-KubeApi POST /api/v1/namespaces -Body @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = $Namespace } }
$null = Invoke-KubeApi POST "$core/serviceaccounts" -Body @{ apiVersion = 'v1'; kind = 'ServiceAccount'; metadata = @{ name = 'guide' } }
$null = Invoke-KubeApi POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings -Body @{
    apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'ClusterRoleBinding'; metadata = @{ name = $Namespace }
    roleRef    = @{ apiGroup = 'rbac.authorization.k8s.io'; kind = 'ClusterRole'; name = 'cluster-admin' }
    subjects   = @(@{ kind = 'ServiceAccount'; name = 'guide'; namespace = $Namespace })
}
foreach ($name in "backup-$Random", "report-$Random") {
    $null = Invoke-KubeApi POST "/apis/batch/v1/namespaces/$Namespace/jobs" -Body @{
        apiVersion = 'batch/v1'; kind = 'Job'; metadata = @{ name = $name }
        spec       = @{ suspend = $true; template = @{ spec = @{ restartPolicy = 'Never'; containers = @(@{ name = 'main'; image = 'registry.k8s.io/pause:3.10' }) } } }
    }
}

# The controllers of a real cluster create these shortly after the namespace.
$due = [datetime]::UtcNow.AddSeconds(20)
do {
    $authority = Get-KubeApiObject configmaps kube-root-ca.crt -Namespace $Namespace -ErrorAction Ignore
    $account = Get-KubeApiObject serviceaccounts default -Namespace $Namespace -ErrorAction Ignore
    if ($authority -and $account) { break }
    [Threading.Thread]::Sleep(200)
} while ([datetime]::UtcNow -lt $due)
$null = Invoke-KubeApi POST "$core/pods" -Body @{
    apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = "web-$Random" }
    spec       = @{ containers = @(@{ name = 'main'; image = 'registry.k8s.io/pause:3.10' }) }
}

function New-TourToken([string] $Account) {
    (Invoke-KubeApi POST "$core/serviceaccounts/$Account/token" -Body @{
        apiVersion = 'authentication.k8s.io/v1'; kind = 'TokenRequest'; spec = @{ expirationSeconds = 3600 }
    }).status.token
}

$Server = $setup.Server.AbsoluteUri.TrimEnd('/')
$CaFile = [IO.Path]::Combine($Folder, 'ca.crt')
$TokenFile = [IO.Path]::Combine($Folder, 'guide.token')
$PodFolder = [IO.Path]::Combine($Folder, 'serviceaccount')
$null = [IO.Directory]::CreateDirectory($PodFolder)
[IO.File]::WriteAllText($CaFile, $authority.data.'ca.crt')
[IO.File]::WriteAllText($TokenFile, (New-TourToken guide))
[IO.File]::WriteAllText([IO.Path]::Combine($PodFolder, 'token'), (New-TourToken default))
[IO.File]::WriteAllText([IO.Path]::Combine($PodFolder, 'ca.crt'), $authority.data.'ca.crt')
[IO.File]::WriteAllText([IO.Path]::Combine($PodFolder, 'namespace'), $Namespace)
$CurlFile = [IO.Path]::Combine($Folder, 'curl.yaml')
# The annotation is for the sandbox, whose containers run no programs.
[IO.File]::WriteAllText($CurlFile, @'
apiVersion: v1
kind: Pod
metadata:
  name: curl
  annotations:
    sandbox.kubeapi/script: "log: ready"
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: curl
    image: curlimages/curl:8.10.1
    command: [sh, -c, 'echo ready; sleep 3600']
'@)
$env:KUBERNETES_SERVICE_HOST = $setup.Server.Host
$env:KUBERNETES_SERVICE_PORT = $setup.Server.Port
$ErrorActionPreference = 'Continue'
