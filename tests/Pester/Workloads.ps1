# Workloads with a history, which the controllers create. Dot-source it after Cluster.ps1.

# A Deployment with the last of some images, and a ReplicaSet for each of them.
function New-TestDeployment([string] $Name, [string[]] $Images) {
    # Each image stays until the controllers have recorded it.
    foreach ($image in $Images) {
        $null = Set-KubeApiObject (Get-WorkloadManifest Deployment $Name $image)
        Wait-TestDeployment $Name
    }
}

# A pod without an owner, which no controller writes after it was observed.
function New-TestReplicaSet([string] $Name) {
    $null = New-KubeApiObject ((Get-WorkloadManifest ReplicaSet $Name nginx) -replace 'replicas: 1', 'replicas: 0')
    Wait-Until { (Get-KubeApiObject rs $Name).status.observedGeneration }
}

# Until the controllers have reconciled it.
function Wait-TestDeployment([string] $Name) {
    Wait-Until { $deployment = Get-KubeApiObject deploy $Name; $deployment.status.observedGeneration -eq $deployment.metadata.generation }
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
