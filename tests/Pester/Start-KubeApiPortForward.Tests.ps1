Describe 'Start-, Get- and Stop-KubeApiPortForward' {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox
        $session = Connect-KubeApi
        $null = New-KubeApiObject @'
apiVersion: v1
kind: Pod
metadata: { name: web-1, labels: { app: web } }
spec: { containers: [{ name: app, image: nginx, ports: [{ containerPort: 8080, name: http }] }] }
'@
        $null = New-KubeApiObject @'
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80, name: main, targetPort: http }] }
'@
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    AfterEach {
        Get-KubeApiPortForward | Stop-KubeApiPortForward
    }

    It 'forwards to the pod of a service' {
        $forward = Start-KubeApiPortForward service/web 0:main -Wait
        Invoke-RestMethod "http://localhost:$($forward.LocalPort)/" | Should -BeLike 'hello from web-1*'
        $forward.Connections | Should -Be 1
        $forward.Pod | Should -Be 'web-1'
    }

    It 'returns an object for each port' {
        $forwards = Start-KubeApiPortForward service/web :main 0:80
        $forwards.Count | Should -Be 2
        $forwards[0].State | Should -Be 'Running'
        $forwards.LocalPort | Should -Not -Contain 80
        Get-KubeApiPortForward | Should -Be $forwards
    }

    It 'is stopped by id, by object and by Dispose' {
        $a, $b, $c = Start-KubeApiPortForward web-1 :http :8080 :9090
        Stop-KubeApiPortForward $a.Id
        $b | Stop-KubeApiPortForward
        $c.Dispose()
        ($a, $b, $c).State | Should -Be 'Stopped', 'Stopped', 'Stopped'
        Get-KubeApiPortForward | Should -BeNullOrEmpty
    }

    It 'ends with its session' {
        $other = Connect-KubeApi -Name other
        $forward = Start-KubeApiPortForward web-1 :http -Session $other
        Disconnect-KubeApi $other
        $forward.State | Should -Be 'Stopped'
        Select-KubeApiSession $session
    }

    It 'completes ids and pods' {
        $forward = Start-KubeApiPortForward web-1 :http
        Get-Completions 'Stop-KubeApiPortForward ' | Should -Be "$($forward.Id)"
        Get-Completions 'Get-KubeApiPortForward -Id ' | Should -Be "$($forward.Id)"
    }

    It 'warns of an address that other machines can reach' {
        $null = Start-KubeApiPortForward web-1 :http -Address 0.0.0.0 -WarningVariable warning 3>$null
        $warning | Should -BeLike 'The port-forward listens on 0.0.0.0: *'
    }

    It 'lists the ports of a target that has no such port' {
        $failure = Get-Failure { Start-KubeApiPortForward service/web :81 }
        $failure.FullyQualifiedErrorId | Should -Be 'PortNotFound,KubeApi.Commands.StartKubeApiPortForwardCommand'
        "$failure" | Should -Be "Service/web has no TCP port '81'. It has: main (80)."
    }

    It 'is a table' {
        (Start-KubeApiPortForward web-1 :http | Get-Lines)[0] | Should -Match '^Id LocalPort Target +Port Pod'
    }
}
