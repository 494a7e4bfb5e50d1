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
