# The page for kubectl users: every recipe runs, in order.
Describe 'about_KubeApi_Kubectl' -Tag Sandbox {
    BeforeDiscovery {
        # A command begins with four spaces, its recipe with eight. The end of a here-string has none.
        $page = Get-Content (Join-Path $PSScriptRoot .. .. en-US about_KubeApi_Kubectl.help.txt) -Raw
        $rows = [regex]::Matches($page, '(?m)^    kubectl (?<command>.+(?:\n    \S.*)*)\n(?<recipe>(?:        .*\n|''@\n)+)').ForEach{
            @{ Kubectl = $_.Groups['command'].Value -replace '\s+', ' '; Recipe = $_.Groups['recipe'].Value -replace '(?m)^        ' }
        }
        $commands = @{ Rows = $rows }
    }

    BeforeAll {
        . $PSScriptRoot/Cluster.ps1
        . $PSScriptRoot/Workloads.ps1
        . $PSScriptRoot/Editor.ps1
        $sandbox = Start-Sandbox -State $PSScriptRoot/Fixtures/shop.yaml
        $null = Connect-KubeApi -Namespace shop
        New-TestDeployment web nginx:1.27, nginx:1.28
        $null = New-KubeApiObject @'
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: 0 3 * * *
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: main, image: nginx }] } } } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: readers }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
---
apiVersion: v1
kind: Event
metadata: { name: web.1 }
involvedObject: { kind: Pod, name: web, namespace: shop }
type: Warning
'@
        # Requests for client certificates, which the sandbox does not check.
        $key = [Security.Cryptography.RSA]::Create(2048)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=jane', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $pem = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes($request.CreateSigningRequestPem()))
        foreach ($name in 'csr-1', 'csr-2') {
            $null = New-KubeApiObject @{
                apiVersion = 'certificates.k8s.io/v1'; kind = 'CertificateSigningRequest'; metadata = @{ name = $name }
                spec = @{ request = $pem; signerName = 'kubernetes.io/kube-apiserver-client'; usages = @('client auth') }
            }
        }

        # It would keep the pods on the drained node.
        $null = Remove-KubeApiObject pdb web -Force
        Set-Content $TestDrive/app.yaml 'apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: settings }', 'data: { colour: blue }'
        Set-Content $TestDrive/new.yaml 'apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: new }'
        Set-Content $TestDrive/rbac.yaml 'apiVersion: rbac.authorization.k8s.io/v1', 'kind: Role', 'metadata: { name: writer }'
        Set-Content $TestDrive/prod.yaml '{ contexts: [{ name: prod, context: { cluster: sandbox, user: sandbox-admin } }] }'
        $env:KUBECONFIG = $sandbox.KubeConfig, "$TestDrive/prod.yaml" -join [IO.Path]::PathSeparator
        $editor = $env:KUBE_EDITOR
        Set-TestEditor $TestDrive/editor { Save $Text.Replace('blue', 'red') }
        # Test machines do not have the program.
        function kustomize { 'apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: built }' }
        Push-Location $TestDrive
    }

    AfterAll {
        Pop-Location
        $env:KUBE_EDITOR = $editor
        # A recipe sets one, and other files run in the same process.
        $PSDefaultParameterValues.Remove('Get-KubeApiObject:PageSize')
        Stop-Sandbox $sandbox
    }

    It 'kubectl <Kubectl>' -ForEach $rows {
        # A watch does not end by itself.
        if ($Recipe -like 'Watch-*') { $Recipe = "$($Recipe.Trim()) -Timeout 1" }
        $block = [scriptblock]::Create($Recipe)
        if (-not $block.Ast.EndBlock.Statements) { $Recipe | Should -Match '^# \w'; return }

        # In strict mode, as in many scripts.
        $strict = [scriptblock]::Create($Recipe -match '\+=' ? ($Recipe -replace '^([^{]*\{)', "`$1`nSet-StrictMode -Off") : $Recipe)
        $output = & { Set-StrictMode -Version Latest; & $strict 2>&1 3>$null }
        # A property that Select-Object does not find is empty, without an error.
        $block.Ast.FindAll({ $args[0] -is [Management.Automation.Language.HashtableAst] }, $true).KeyValuePairs.Where{ "$($_.Item1)" -in 'Expression', 'e' }.ForEach{
            $_.Item2.Extent.Text | Should -BeLike '{*}'
        }
        $errors = $output | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        if ($Recipe -like 'Enter-*') {
            # It is refused only because a test has no terminal.
            "$errors" | Should -BeLike 'Cannot connect a terminal*'
        }
        else {
            $errors | Should -BeNullOrEmpty
            if ($Recipe -notmatch '^\$null|^\$PSDefault|Remove-|Select-KubeApiSession|Copy-|Get-KubeApiLog|plugin') { $output | Should -Not -BeNullOrEmpty }
        }
    }

    It 'has a row for every command of kubectl' -ForEach $commands {
        $all = -split @'
annotate api-resources api-versions apply attach auth autoscale certificate cluster-info completion config cordon cp create debug delete describe diff drain edit
events exec explain expose get kuberc kustomize label logs options patch plugin port-forward proxy replace rollout run scale set taint top uncordon version wait
'@
        $all | Where-Object { $_ -notin $Rows.Kubectl.ForEach{ ($_ -split ' ')[0] } } | Should -BeNullOrEmpty
        foreach ($sub in 'auth can-i', 'auth reconcile', 'auth whoami', 'certificate approve', 'certificate deny', 'cluster-info dump', 'create token', 'create secret',
            'create configmap', 'create job', 'rollout history', 'rollout pause', 'rollout restart', 'rollout resume', 'rollout status', 'rollout undo', 'set env', 'set image',
            'set resources', 'set serviceaccount', 'set selector', 'set subject', 'top nodes', 'top pods') {
            $Rows.Kubectl | Where-Object { $_ -like "$sub*" } | Should -Not -BeNullOrEmpty -Because $sub
        }
    }
}
