# Workloads with a history. Controllers leave one in a real cluster; the sandbox has none, so here it is as they would leave it. Dot-source it after Cluster.ps1.

# A Deployment with the last of some images, and a ReplicaSet for each of them.
function New-TestDeployment([string] $Name, [string[]] $Images) {
    if (-not $IsSandbox) {
        # Each image stays until the controllers have kept it.
        foreach ($image in $Images) {
            $null = Set-KubeApiObject (Get-WorkloadManifest Deployment $Name $image)
            Wait-TestDeployment $Name
        }

        return
    }

    $deployment = New-KubeApiObject (Get-WorkloadManifest Deployment $Name $Images[-1])
    $null = Update-KubeApiObject deploy $Name @{ metadata = @{ annotations = @{ 'deployment.kubernetes.io/revision' = "$($Images.Count)" } } }
    $revision = 0
    foreach ($image in $Images) {
        $revision++
        $null = New-KubeApiObject @"
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: $Name-$revision
  labels: { app: $Name, pod-template-hash: h$revision }
  annotations: { deployment.kubernetes.io/revision: '$revision', kubernetes.io/change-cause: 'to $image' }
  ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: $Name, uid: $($deployment.metadata.uid), controller: true }]
spec:
  replicas: 0
  selector: { matchLabels: { app: $Name, pod-template-hash: h$revision } }
  template:
    metadata: { labels: { app: $Name, pod-template-hash: h$revision } }
    spec: { containers: [{ name: main, image: '$image' }] }
"@
    }
}

# One that nobody owns, and that nobody writes once it was seen.
function New-TestReplicaSet([string] $Name) {
    $null = New-KubeApiObject ((Get-WorkloadManifest ReplicaSet $Name nginx) -replace 'replicas: 1', 'replicas: 0')
    if (-not $IsSandbox) { Wait-Until { (Get-KubeApiObject rs $Name).status.observedGeneration } }
}

# Until the controllers have done what it says.
function Wait-TestDeployment([string] $Name) {
    if (-not $IsSandbox) { Wait-Until { $deployment = Get-KubeApiObject deploy $Name; $deployment.status.observedGeneration -eq $deployment.metadata.generation } }
}

function Get-WorkloadManifest([string] $Kind, [string] $Name, [string] $Image) {
    @"
apiVersion: apps/v1
kind: $Kind
metadata: { name: $Name, annotations: { kubernetes.io/change-cause: 'to $Image' } }
spec:
  replicas: 1
  selector: { matchLabels: { app: $Name } }
  template:
    metadata: { labels: { app: $Name } }
    spec: { containers: [{ name: main, image: '$Image' }] }
"@
}
