# $Server is the address of the API server; 'kubectl config view' shows it as 'server'
$Server

# $CaFile is the certificate of the authority (CA) that signed the server's certificate; the client verifies the server with it
$CaFile

# $TokenFile holds the bearer token of the service account 'guide', which the tour created in the namespace $Namespace
$TokenFile

# 1. No credential: the server treats you as system:anonymous and denies the request (403)
Connect-KubeApi -Uri $Server -CertificateAuthority $CaFile
Invoke-KubeApi /api/v1/namespaces/$Namespace/pods  #-> Forbidden

# 2. Invalid token: the server refuses the credential (401)
Connect-KubeApi -Uri $Server -CertificateAuthority $CaFile -Token nonsense  #-> Unauthorized

# 3. Untrusted certificate: the client refuses the server before it sends the token
Connect-KubeApi -Uri $Server -TokenFile $TokenFile  #-> CertificateNotTrusted

# 4. Connect through a proxy that authenticates itself, such as 'kubectl proxy' [proxy]
Connect-KubeApi -Uri $ProxyUri
Get-KubeApiObject namespaces default

# 5. Connect directly: find the server, verify it with the CA, authenticate with the token
Connect-KubeApi -Uri $Server -CertificateAuthority $CaFile -TokenFile $TokenFile -Namespace $Namespace -Name guide

# 6. The server's address and version, and the address of its Service in the cluster
(Get-KubeApiSession -Current).Server.AbsoluteUri
(Invoke-KubeApi /version).gitVersion
Get-KubeApiObject services kubernetes -Namespace default | ForEach-Object { $_.spec.clusterIP }

# 7. The root paths of its REST API
Get-KubeApiPath /api*

# 8. The batch group, its versions and the preferred one
Get-KubeApiGroup batch

# 9. The resource types of batch/v1 and their verbs; then the list from the REST API, with subresources such as jobs/status
Get-KubeApiResource -Group batch
(Invoke-KubeApi /apis/batch/v1).resources | Select-Object name, kind, namespaced, verbs

# 10. The Jobs of all namespaces in a table with the server's columns; the same as flat rows; then one Job by name
Get-KubeApiObject jobs -AllNamespaces
Get-KubeApiObject jobs -AllNamespaces | Select-KubeApiColumn Name, Status, Completions
Get-KubeApiObject job "report-$Random" | ForEach-Object { $_.spec.template.spec.containers[0].image }

# 11. Connect as a pod: server from the environment; token, CA and namespace from the service account's folder
Connect-KubeApi -InCluster -ServiceAccountPath $PodFolder -Name pod
Get-KubeApiObject pods  #-> Forbidden

# 12. Grant the role 'view': the pod can now list pods
$binding = @{ apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'RoleBinding'; metadata = @{ name = "view-$Random" } }
$binding.roleRef = @{ apiGroup = 'rbac.authorization.k8s.io'; kind = 'ClusterRole'; name = 'view' }
$binding.subjects = @(@{ kind = 'ServiceAccount'; name = 'default'; namespace = $Namespace })
Invoke-KubeApi POST /apis/rbac.authorization.k8s.io/v1/namespaces/$Namespace/rolebindings -Body $binding -Session guide
Get-KubeApiObject rolebindings -Session guide
Get-KubeApiObject pods

# 13. Create, patch, replace and delete with REST requests: an object that was read can be changed and sent back
$null = Select-KubeApiSession guide
$maps = "/api/v1/namespaces/$Namespace/configmaps"
$name = "settings-$Random"
Invoke-KubeApi POST $maps -Body @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name }; data = @{ colour = 'blue' } }
(Invoke-KubeApi PATCH $maps/$name -Body @{ data = @{ size = '10' } }).data
$map = Get-KubeApiObject configmap $name
$map.data.colour = 'red'
(Invoke-KubeApi PUT $maps/$name -Body $map).data
(Invoke-KubeApi DELETE $maps/$name).status
Get-KubeApiObject configmap $name  #-> ObjectNotFound

# 14. Create, compare, apply, patch and delete with cmdlets
$map = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = "shop-$Random" }; data = @{ colour = 'blue' } }
New-KubeApiObject $map
$map.data.size = '10'
Compare-KubeApiObject $map
(Set-KubeApiObject $map).data
Compare-KubeApiObject $map -Quiet
(Update-KubeApiObject configmap "shop-$Random" { $_.data.colour = 'red' }).data
Remove-KubeApiObject configmap "shop-$Random"

# 15. Create a pod from the manifest $CurlFile, wait until it is ready, read its log, and run a command in it
Get-Content $CurlFile
New-KubeApiObject -Path $CurlFile
$null = Wait-KubeApiObject pod curl -Timeout 2m
Get-KubeApiLog curl
$account = '/var/run/secrets/kubernetes.io/serviceaccount'
Invoke-KubeApiCommand curl -- ls $account

# 16. Connect as that pod, with its CA, token and namespace; step 12 granted the role to its service account
Invoke-KubeApiCommand curl -OutFile "$Folder/pod.crt" -- cat $account/ca.crt
$token = Invoke-KubeApiCommand curl -- cat $account/token | ConvertTo-SecureString -AsPlainText
$place = Invoke-KubeApiCommand curl -- cat $account/namespace
Connect-KubeApi -Uri $Server -CertificateAuthority "$Folder/pod.crt" -Token $token -Namespace $place -Name curl
Get-KubeApiObject pods
Get-KubeApiObject secrets  #-> Forbidden
Remove-KubeApiObject pod curl -Session guide

# 17. The identity and the permissions of the pod, and the subjects that may delete pods
$null = Select-KubeApiSession guide
Get-KubeApiIdentity -Session pod
Test-KubeApiAccess get, delete pods, secrets -Session pod
Get-KubeApiAccess -Session pod | Where-Object { $_.Verbs -contains 'create' }
Get-KubeApiAccess -Who delete pods | Select-Object Kind, Name, Binding -First 3

# 18. A page about a pod, and the events of the namespace sorted by time
Show-KubeApiObject pod "web-$Random"
Get-KubeApiEvent | Select-Object -Last 5
