# What a team's own suite looks like: a runbook, the cluster that it is for as manifests, and what must come of it.
Describe 'Runbook: empty a node' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox -State $PSScriptRoot/Fixtures/shop.yaml
        $null = Connect-KubeApi -Namespace shop

        # The runbook: evicts the pods of a node, and says which of them a disruption budget keeps.
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

    It 'keeps what the budget needs, and nothing else' {
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
