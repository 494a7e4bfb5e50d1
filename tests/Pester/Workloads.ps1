# Workloads with a history, as controllers would leave it: the sandbox has none. Dot-source it after Sandbox.ps1.

# A Deployment with the last of some images, and a ReplicaSet for each of them.
function New-TestDeployment([string] $Name, [string[]] $Images) {
    $deployment = New-KubeApiObject @"
apiVersion: apps/v1
kind: Deployment
metadata: { name: $Name, annotations: { deployment.kubernetes.io/revision: '$($Images.Count)' } }
spec:
  replicas: 1
  selector: { matchLabels: { app: $Name } }
  template:
    metadata: { labels: { app: $Name } }
    spec: { containers: [{ name: main, image: '$($Images[-1])' }] }
"@
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
