# Deletes the objects of Setup.ps1.
if ($setup) {
    $null = Invoke-KubeApi DELETE "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/$Namespace" -Session $setup
    $null = Invoke-KubeApi DELETE "/api/v1/namespaces/$Namespace" -Session $setup
    Get-KubeApiSession | Disconnect-KubeApi
}
