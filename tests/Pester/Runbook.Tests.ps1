# An example of a team's own suite: a runbook, its cluster as manifests, and the expected results.
Describe 'Runbook: move a Deployment to another node' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox -State $PSScriptRoot/Fixtures/rollout.yaml
        $null = Connect-KubeApi -Namespace shop

        # The runbook: cordons a node and evicts its pods.
        function Move-Pod([string] $Node) {
            $null = Update-KubeApiObject node $Node @{ spec = @{ unschedulable = $true } }
            foreach ($pod in Get-KubeApiObject pods -FieldSelector spec.nodeName=$Node) {
                $null = Invoke-KubeApi POST "/api/v1/namespaces/shop/pods/$($pod.metadata.name)/eviction" -Body @{ metadata = @{ name = $pod.metadata.name } }
            }
        }
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'keeps the Deployment available, on the other node' {
        (Get-KubeApiObject deploy web).status.availableReplicas | Should -Be 2
        Move-Pod node1
        (Get-KubeApiObject deploy web).status.availableReplicas | Should -Be 2
        (Get-KubeApiObject pods).spec.nodeName | Should -Be 'node2', 'node2'
    }

    It 'detects a failed rollout, and a rollback' {
        $image = { param($name) @{ spec = @{ template = @{ spec = @{ containers = @(@{ name = 'main'; image = $name }) } } } } }
        $null = Update-KubeApiObject deploy web (& $image 'fail.example/crash:1')
        (Get-KubeApiObject pods).status.containerStatuses.state.waiting.reason | Should -Contain 'CrashLoopBackOff'
        (Get-KubeApiObject deploy web).status.availableReplicas | Should -Be 2
        $null = Undo-KubeApiRollout deploy web
        (Get-KubeApiObject deploy web).status.availableReplicas | Should -Be 2
        (Get-KubeApiObject pods).spec.containers.image | Should -Be 'registry.example/web:1', 'registry.example/web:1'
    }
}

Describe 'Runbook: empty a node' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox -State $PSScriptRoot/Fixtures/shop.yaml
        $null = Connect-KubeApi -Namespace shop

        # The runbook: evicts the pods of a node, and reports the ones that a disruption budget protects.
        function Clear-Node([string] $Node) {
            foreach ($pod in Get-KubeApiObject pods -FieldSelector spec.nodeName=$Node) {
                $path = "/api/v1/namespaces/shop/pods/$($pod.metadata.name)/eviction"
                try {
                    $null = Invoke-KubeApi POST $path -Body @{ metadata = @{ name = $pod.metadata.name } } -ErrorAction Stop
                }
                catch {
                    if ($_.FullyQualifiedErrorId -notlike 'TooManyRequests,*') { throw }
                    $pod.metadata.name
                }
            }
        }
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'keeps only the pods that the budget requires' {
        Clear-Node node1 | Should -Be 'web-2'
        (Get-KubeApiObject pods).metadata.name | Should -Be 'web-2'
        (Get-KubeApiObject pdb web).status.disruptionsAllowed | Should -Be 0
    }

    It 'starts from the same cluster again' {
        $uid = (Get-KubeApiObject pods).metadata.uid
        $state = Join-Path $TestDrive state.json
        (Invoke-WebRequest "$($sandbox.ProxyUri)/sandbox/state").Content | Set-Content $state
        $again = Start-Sandbox -State $state
        try {
            $session = Connect-KubeApi -Namespace shop -Name again
            (Get-KubeApiObject pods -Session $session).metadata.uid | Should -Be $uid
        }
        finally {
            Stop-Sandbox $again
        }
    }
}

Describe 'The runbook of about_KubeApi_Watching' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        . $PSScriptRoot/Workloads.ps1
        $sandbox = Start-Sandbox
        $null = Connect-KubeApi
        # The help text, from its first line to the heading of its example.
        $help = Get-Content (Join-Path $RepositoryRoot en-US about_KubeApi_Watching.help.txt) -Raw
        Set-Content "$TestDrive/deploy.ps1" ([regex]::Match($help, '(?s)        param\(.*?(?=\r?\n    Running it:)').Value)
        $null = New-Item -ItemType Directory "$TestDrive/good", "$TestDrive/bad"
        Set-Content "$TestDrive/good/web.yaml" (Get-WorkloadManifest Deployment web nginx:1.27)
        Set-Content "$TestDrive/bad/web.yaml" (Get-WorkloadManifest Deployment web fail.example/crash:1)
        Set-Content "$TestDrive/bad/map.yaml" 'apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: Not_a_name }'
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    It 'deploys, and rolls back what fails, in strict mode' {
        Set-StrictMode -Version Latest

        & "$TestDrive/deploy.ps1" "$TestDrive/good" | Should -Be 'Deployed: 1 objects run.'

        $output = [Collections.Generic.List[object]]::new()
        { & "$TestDrive/deploy.ps1" "$TestDrive/bad" -Timeout 20s 3>$null | ForEach-Object { $output.Add($_) } } |
            Should -Throw '2 of 2 objects did not become ready.'
        $output | Should -Be 'Rolled back: Deployment/web'
        (Get-KubeApiObject deploy web).spec.template.spec.containers[0].image | Should -Be nginx:1.27

        # The rollback is no conflict for the next version.
        Set-Content "$TestDrive/good/web.yaml" (Get-WorkloadManifest Deployment web nginx:1.28)
        & "$TestDrive/deploy.ps1" "$TestDrive/good" | Should -Be 'Deployed: 1 objects run.'
    }
}
