@{
    # The loader first: it chooses the assemblies of the platform. A root module would be loaded before it.
    NestedModules        = @('KubeApi.Loader.dll', 'KubeApi.dll')
    ModuleVersion        = '0.1.0'
    GUID                 = '5d9f4f7e-3c0b-4f0e-9d0a-7d8d0f6b3a51'
    Author               = 'The KubeApi authors'
    CompanyName          = 'KubeApi'
    Copyright            = '(c) the KubeApi authors. MIT licence.'
    Description          = 'Talks to the Kubernetes API server directly: no kubectl, no proxy, objects instead of text.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    # The types file refers to a class of it.
    RequiredAssemblies   = @('KubeApi.Loader.dll')
    TypesToProcess       = @('KubeApi.Types.ps1xml')
    FormatsToProcess     = @('KubeApi.Format.ps1xml')
    # With commas: PowerShell compiles a statement for each line without one, which takes 5 ms of the import.
    CmdletsToExport      = @(
        'Clear-KubeApiNode',
        'Compare-KubeApiObject',
        'Connect-KubeApi',
        'ConvertFrom-KubeApiQuantity',
        'ConvertFrom-KubeApiSecret',
        'ConvertFrom-KubeApiYaml',
        'ConvertTo-KubeApiYaml',
        'Copy-KubeApiItem',
        'Disconnect-KubeApi',
        'Edit-KubeApiObject',
        'Enter-KubeApiPod',
        'Export-KubeApiContext',
        'Get-KubeApiAccess',
        'Get-KubeApiContext',
        'Get-KubeApiDependent',
        'Get-KubeApiEvent',
        'Get-KubeApiGroup',
        'Get-KubeApiIdentity',
        'Get-KubeApiLog',
        'Get-KubeApiObject',
        'Get-KubeApiOwner',
        'Get-KubeApiPath',
        'Get-KubeApiPortForward',
        'Get-KubeApiProxy',
        'Get-KubeApiResource',
        'Get-KubeApiRollout',
        'Get-KubeApiSchema',
        'Get-KubeApiSession',
        'Get-KubeApiUsage',
        'Import-KubeApiManifest',
        'Invoke-KubeApi',
        'Invoke-KubeApiCommand',
        'New-KubeApiObject',
        'New-KubeApiToken',
        'Remove-KubeApiObject',
        'Resize-KubeApiWorkload',
        'Restart-KubeApiWorkload',
        'Resume-KubeApiNode',
        'Select-KubeApiColumn',
        'Select-KubeApiSession',
        'Set-KubeApiObject',
        'Show-KubeApiObject',
        'Start-KubeApiPortForward',
        'Start-KubeApiProxy',
        'Stop-KubeApiPortForward',
        'Stop-KubeApiProxy',
        'Suspend-KubeApiNode',
        'Test-KubeApiAccess',
        'Undo-KubeApiRollout',
        'Update-KubeApiObject',
        'Wait-KubeApiObject',
        'Watch-KubeApiObject'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('Kubernetes', 'k8s', 'kubectl', 'API', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
