# An editor for tests: a script that gets the path of the file and the number of the call. Dot-source it in BeforeAll.

# Sets a script block as the editor of Edit-KubeApiObject. It can use $Path, $Round and $Folder; the files of the calls are kept in $Folder/1.yaml and so on.
function Set-TestEditor([string] $Folder, [scriptblock] $Edit) {
    $null = New-Item -ItemType Directory $Folder -Force
    Get-ChildItem $Folder | Remove-Item
    Set-Content (Join-Path $Folder editor.ps1) @"
param(`$Path)
`$ErrorActionPreference = 'Stop'
`$Folder = '$Folder'
`$Round = 1 + @(Get-ChildItem `$Folder -Filter *.yaml).Count
Copy-Item `$Path "`$Folder/`$Round.yaml"
`$Text = Get-Content `$Path -Raw
function Save(`$Text) { Set-Content `$Path `$Text -NoNewline }
$Edit
"@
    # The dotnet tool is a library, which dotnet runs.
    $library = if ((Split-Path ([Environment]::ProcessPath) -LeafBase) -eq 'dotnet') { '"{0}"' -f (Join-Path $PSHOME pwsh.dll) }
    $env:KUBE_EDITOR = '"{0}" {1} -NoProfile -NonInteractive -File "{2}"' -f [Environment]::ProcessPath, $library, (Join-Path $Folder editor.ps1)
}
