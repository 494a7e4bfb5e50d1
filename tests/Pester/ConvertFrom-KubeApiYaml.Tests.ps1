Describe 'ConvertFrom-KubeApiYaml' {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
    }

    It 'returns objects' {
        $o = ConvertFrom-KubeApiYaml "image:`n  tag: 1.27.1`nports: [80, 443]"
        $o.image.tag | Should -BeExactly '1.27.1'
        $o.ports | Should -Be 80, 443
    }

    It 'joins the lines of a file' {
        Set-Content "$TestDrive/values.yaml" "text: |`n  one`n  two`nlast: 1"
        (Get-Content "$TestDrive/values.yaml" | ConvertFrom-KubeApiYaml).text | Should -BeExactly "one`ntwo`n"
    }

    It 'returns one object per document' {
        ConvertFrom-KubeApiYaml "a: 1`n---`n---`na: 2" | ForEach-Object a | Should -Be 1, 2
    }

    It 'reads words and numbers as kubectl does' {
        $values = (ConvertFrom-KubeApiYaml 'on: [yes, 0o10, 12:30]').true
        $values[0] | Should -BeTrue
        $values[1] | Should -Be 8
        $values[2] | Should -BeExactly '12:30'
    }

    It 'does not repeat invalid input in the error' {
        $failure = Get-Failure { ConvertFrom-KubeApiYaml 'password: hunter2: [' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidManifest,*'
        "$failure" | Should -BeLike 'line 1, column *'
        "$failure" | Should -Not -BeLike '*hunter2*'
    }
}
