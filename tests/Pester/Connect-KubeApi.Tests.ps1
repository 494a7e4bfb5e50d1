Describe 'Connect-KubeApi' -Tag Sandbox {
    BeforeAll {
        . $PSScriptRoot/Sandbox.ps1
        $sandbox = Start-Sandbox
        $token = Get-Content $sandbox.AdminToken -Raw
        $secure = ConvertTo-SecureString $token -AsPlainText -Force
    }

    AfterAll {
        Stop-Sandbox $sandbox
    }

    Context 'with a kubeconfig' {
        It 'uses the current context of KUBECONFIG' {
            $session = Connect-KubeApi
            $session.Name | Should -Be 'sandbox-admin'
        }

        It 'takes a context by position' {
            (Connect-KubeApi sandbox-viewer).User | Should -Be 'viewer'
        }

        It 'reads no kubeconfig from the current folder without a home folder' -Skip:$IsWindows {
            $null = New-Item -ItemType Directory $TestDrive/planted/.kube
            Copy-Item $sandbox.KubeConfig $TestDrive/planted/.kube/config
            try {
                $env:KUBECONFIG = $null
                Push-Location $TestDrive/planted
                # Not the environment of the process: pwsh creates folders in the home folder.
                Invoke-Pwsh "`$env:HOME = '/nonexistent'; Import-Module '$Manifest'; try { (Connect-KubeApi).User } catch { `$_.ErrorDetails.Message }" | Should -BeLike '*the user has no home folder*'
            }
            finally {
                Pop-Location
                $env:KUBECONFIG = $sandbox.KubeConfig
            }
        }

        It 'warns when a name moves to another server, and keeps the older session' {
            $older = Connect-KubeApi
            $other = Start-Sandbox
            try {
                $newer = Connect-KubeApi -WarningVariable warned -WarningAction SilentlyContinue
                "$warned" | Should -BeLike "*'sandbox-admin'*$($older.Server)*$($newer.Server)*-Name*"
                (Get-KubeApiObject ns default -Session $older | Get-KubeApiSession).Server | Should -Be $older.Server
            }
            finally {
                Stop-Process -Id $other.ProcessId
                $env:KUBECONFIG = $sandbox.KubeConfig
                $null = Connect-KubeApi -WarningAction SilentlyContinue
                Remove-Item $other.Folder -Recurse -Force -ErrorAction Ignore
            }
        }

        It 'takes a file by a path relative to the current location' {
            Push-Location $sandbox.Folder
            try {
                $env:KUBECONFIG = $null
                (Connect-KubeApi -KubeConfig kubeconfig).User | Should -Be 'admin'
            }
            finally {
                $env:KUBECONFIG = $sandbox.KubeConfig
                Pop-Location
            }
        }

        It 'authenticates with a client certificate' {
            (Connect-KubeApi sandbox-certificate).Authentication | Should -BeLike 'client certificate*'
        }

        It 'lists the existing contexts if one is not found' {
            (Get-Failure { Connect-KubeApi nowhere }).ErrorDetails.Message | Should -BeLike '*sandbox-admin, sandbox-viewer*'
        }

        It 'lists the missing files of KUBECONFIG' {
            $env:KUBECONFIG = Join-Path $sandbox.Folder absent
            try {
                $failure = Get-Failure { Connect-KubeApi }
                $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidConfiguration,*'
                $failure.Exception.Message | Should -BeLike "*$env:KUBECONFIG*"
            }
            finally {
                $env:KUBECONFIG = $sandbox.KubeConfig
            }
        }
    }

    Context 'with overridden kubeconfig values' {
        It 'takes another user' {
            $session = Connect-KubeApi sandbox-viewer -User sandbox-admin
            $session.User, $session.Name | Should -Be 'admin', 'sandbox-viewer'
        }

        It 'takes a cluster and a user without a context' {
            $file = Join-Path $TestDrive nocontext.yaml
            (Get-Content $sandbox.KubeConfig -Raw) -replace 'current-context: \S+' | Set-Content $file
            (Get-Failure { Connect-KubeApi -KubeConfig $file }).Exception.Message | Should -BeLike '*no current-context*sandbox-admin, sandbox-viewer*'
            (Connect-KubeApi -KubeConfig $file -Cluster sandbox -User sandbox-certificate).Authentication | Should -BeLike 'client certificate*'
        }

        It 'lists the existing ones if the <What> is not found' -ForEach @(
            @{ What = 'cluster'; Parameters = @{ Cluster = 'Sandbox' }; Known = 'sandbox' }
            @{ What = 'user'; Parameters = @{ User = 'nobody' }; Known = 'sandbox-admin, sandbox-viewer' }
        ) {
            (Get-Failure { Connect-KubeApi @Parameters }).Exception.Message | Should -BeLike "*has no $What*: $Known*"
        }

        It 'verifies the name given by -TlsServerName' {
            (Connect-KubeApi -TlsServerName kubernetes.default.svc).User | Should -Be 'admin'
            (Get-Failure { Connect-KubeApi -TlsServerName elsewhere }).FullyQualifiedErrorId | Should -BeLike 'CertificateNameMismatch,*'
        }

        It 'refuses an invalid proxy address without showing its password' {
            $failure = Get-Failure { Connect-KubeApi -ProxyUri ('ftp://me:s3' + 'cr3t@proxy') }
            $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidConfiguration,*'
            $failure | Format-List * -Force | Out-String | Should -Not -BeLike '*s3cr3t*'
        }

        It 'completes <Parameter>' -ForEach @(
            @{ Parameter = 'Context'; Expected = 'sandbox-admin', 'sandbox-viewer', 'sandbox-certificate', 'sandbox-anonymous' }
            @{ Parameter = 'User'; Expected = 'sandbox-admin', 'sandbox-viewer', 'sandbox-certificate', 'sandbox-anonymous' }
            @{ Parameter = 'Cluster'; Expected = 'sandbox' }
        ) {
            Get-Completions "Connect-KubeApi -$Parameter san" | Should -Be $Expected
        }

        It 'completes names from a file relative to the current location' {
            Set-Content $TestDrive/other.yaml 'contexts: [{ name: one }, { name: "two words" }]'
            Push-Location $TestDrive
            try {
                Get-Completions 'Connect-KubeApi -KubeConfig other.yaml -Context ' | Should -Be 'one', "'two words'"
            }
            finally {
                Pop-Location
            }
        }
    }

    Context 'with impersonation' {
        It 'acts as that user, and shows it' {
            $session = Connect-KubeApi -As jane -AsGroup developers, auditors -AsUid 7 -AsExtra @{ scopes = 'view', 'edit' }
            $session.User | Should -Be 'jane'
            $session.Groups | Should -Be 'developers', 'auditors', 'system:authenticated'
            $session.ActsAs | Should -Be 'jane (uid 7, groups developers, auditors, extra scopes)'
            $session | Get-Lines | Select-Object -Last 1 | Should -BeLike '*token, as jane (uid 7*'
        }

        It 'acts as a service account' {
            (Connect-KubeApi -As system:serviceaccount:default:default).Groups | Should -Contain 'system:serviceaccounts:default'
        }

        It 'takes the user from a kubeconfig' {
            $file = Join-Path $TestDrive as.yaml
            (Get-Content $sandbox.KubeConfig -Raw) -replace '(?m)^(    )(token: \S+)', '$1$2, as: jane, as-groups: [dev, ops]' -replace '(?m)^    (token: .*)$', '    {$1}' | Set-Content $file
            (Connect-KubeApi -KubeConfig $file).Groups | Should -Be 'dev', 'ops', 'system:authenticated'
            (Connect-KubeApi -KubeConfig $file -As john).ActsAs | Should -Be 'john (groups dev, ops)'
        }

        It 'works with -Uri' {
            (Connect-KubeApi -Uri $sandbox.Uri -CA $sandbox.Ca -Token $secure -As jane).User | Should -Be 'jane'
        }

        It 'fails if the user may not impersonate' {
            $before = Get-KubeApiSession -Current
            $failure = Get-Failure { Connect-KubeApi sandbox-viewer -As admin }
            $failure.FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
            "$failure" | Should -BeLike 'The server does not allow this user to act as another one: *cannot impersonate*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-As,*'
            Get-KubeApiSession -Current | Should -Be $before
        }

        It 'refuses the namespace <_>' -ForEach 'a/b', '..', "a`0b" {
            (Get-Failure { Connect-KubeApi sandbox-viewer -Namespace $_ }).FullyQualifiedErrorId | Should -BeLike 'InvalidConfiguration,*'
        }

        It 'refuses <What>' -ForEach @(
            @{ What = 'groups without a user'; Parameters = { @{ AsGroup = 'dev' } } }
            @{ What = 'a line break'; Parameters = { @{ As = "a`nb" } } }
            @{ What = 'plain http'; Parameters = { @{ Uri = $sandbox.ProxyUri; As = 'jane' } } }
        ) {
            $parameters = & $Parameters
            (Get-Failure { Connect-KubeApi @parameters }).FullyQualifiedErrorId | Should -BeLike 'InvalidConfiguration,*'
        }
    }

    Context 'with an address' {
        It 'takes a token as <Kind>' -ForEach @(
            @{ Kind = 'a SecureString'; Parameters = { @{ Token = $secure } } }
            @{ Kind = 'a string'; Parameters = { @{ Token = $token } } }
            @{ Kind = 'a file'; Parameters = { @{ TokenFile = $sandbox.AdminToken } } }
        ) {
            $credential = & $Parameters
            (Connect-KubeApi -Uri $sandbox.Uri -CertificateAuthority $sandbox.Ca @credential).User | Should -Be 'admin'
        }

        It 'takes the CA as a certificate' {
            $ca = [Security.Cryptography.X509Certificates.X509Certificate2]::new($sandbox.Ca)
            (Connect-KubeApi -Uri $sandbox.Uri -CertificateAuthority $ca -Token $secure).User | Should -Be 'admin'
        }

        It 'takes a client certificate and key from paths relative to the current location' {
            Push-Location $sandbox.Folder
            try {
                (Connect-KubeApi -Uri $sandbox.Uri -CA ca.crt -ClientCertificate admin.crt -ClientKey admin.key).User | Should -Be 'admin'
            }
            finally {
                Pop-Location
            }
        }

        It 'goes through a proxy that authenticates by itself' {
            (Connect-KubeApi -Uri $sandbox.ProxyUri).Authentication | Should -Be 'the proxy'
        }

        It 'names the session by host and port, or by -Name' {
            (Connect-KubeApi -Uri $sandbox.ProxyUri).Name | Should -Be ([uri]$sandbox.ProxyUri).Authority
            (Connect-KubeApi -Uri $sandbox.ProxyUri -Name proxy).Name | Should -Be 'proxy'
        }

        It 'warns that a session without a credential is anonymous' {
            $session = Connect-KubeApi -Uri $sandbox.Uri -CertificateAuthority $sandbox.Ca -WarningVariable warnings -WarningAction SilentlyContinue
            $session.User | Should -Be 'system:anonymous'
            $warnings | Should -BeLike 'No credential was given*'
        }

        It 'warns at each connection without certificate check' {
            foreach ($i in 1, 2) {
                $null = Connect-KubeApi -Uri $sandbox.Uri -SkipCertificateCheck -Token $secure -WarningVariable warnings -WarningAction SilentlyContinue
                $warnings | Should -BeLike '*is NOT verified*'
            }
        }

        It 'warns of a literal token' {
            $script = [scriptblock]::Create("Connect-KubeApi -Uri $($sandbox.Uri) -CertificateAuthority $($sandbox.Ca) -Token $token")
            & $script 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] } | Should -BeLike '*shell''s history*'
        }

        It 'does not warn of a token in a variable' {
            $null = Connect-KubeApi -Uri $sandbox.Uri -CertificateAuthority $sandbox.Ca -Token $token -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
        }
    }

    Context 'with an exec plugin' -Skip:$IsWindows {
        BeforeAll {
            # A plugin in its own folder: it counts its runs, and returns the given response.
            function New-Plugin([string] $Response, [string] $Before = '', [string] $Mode = 'IfAvailable') {
                $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('n')))).FullName
                Set-Content $folder/response $Response
                Set-Content $folder/plugin "#!/bin/sh`necho run >> '$folder/runs'`n$Before`ncat '$folder/response'"
                chmod +x $folder/plugin
                Set-Content $folder/config @"
apiVersion: v1
kind: Config
current-context: c
contexts: [{ name: c, context: { cluster: c, user: u } }]
clusters: [{ name: c, cluster: { server: "$($sandbox.Uri)", certificate-authority: "$($sandbox.Ca)" } }]
users: [{ name: u, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: $Mode, env: [{ name: SECRET, value: hidden-value }] } } }]
"@
                [pscustomobject]@{ Folder = $folder; Path = "$folder/plugin"; Config = "$folder/config" }
            }

            function Get-Runs($Plugin) { @(Get-Content "$($Plugin.Folder)/runs" -ErrorAction Ignore).Count }

            $response = '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"' + $token.Trim() + '"}}'
        }

        It 'uses the plugin''s credential, and runs the plugin once' {
            $plugin = New-Plugin $response
            $session = Connect-KubeApi -KubeConfig $plugin.Config -WarningAction Ignore
            $session.User | Should -Be 'admin'
            $session.Authentication | Should -Be 'exec plugin plugin'
            $null = Get-KubeApiObject namespaces
            Get-Runs $plugin | Should -Be 1
        }

        It 'warns of a plugin outside the user''s own kubeconfig, and shows its messages' {
            $plugin = New-Plugin $response -Before 'echo "open the page" >&2'
            $null = Connect-KubeApi -KubeConfig $plugin.Config -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings[0] | Should -BeLike "*runs a program with your permissions: '$($plugin.Path)'*"
            $warnings[1] | Should -Be 'plugin: open the page'
        }

        It 'does not warn if KUBECONFIG names the file' {
            $plugin = New-Plugin $response
            $env:KUBECONFIG = $plugin.Config
            try {
                $null = Connect-KubeApi -WarningVariable warnings
                $warnings | Should -BeNullOrEmpty
            }
            finally {
                $env:KUBECONFIG = $sandbox.KubeConfig
            }
        }

        It 'does not prompt in a non-interactive shell' {
            $plugin = New-Plugin $response -Mode Always
            $failure = Get-Failure { Connect-KubeApi -KubeConfig $plugin.Config }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ExecPluginNeedsConsole,*'
            Get-Runs $plugin | Should -Be 0
        }

        It 'runs plugins in -ExecPluginAllowList' {
            $plugin = New-Plugin $response
            (Connect-KubeApi -KubeConfig $plugin.Config -ExecPluginPolicy AllowList -ExecPluginAllowList $plugin.Path -WarningAction Ignore).User | Should -Be 'admin'
        }

        It 'runs nothing under <Name>' -ForEach @(
            @{ Name = 'DenyAll'; Policy = @{ ExecPluginPolicy = 'DenyAll' } }
            @{ Name = 'a list with another program'; Policy = @{ ExecPluginPolicy = 'AllowList'; ExecPluginAllowList = 'plugin' } }
        ) {
            $plugin = New-Plugin $response
            (Get-Failure { Connect-KubeApi -KubeConfig $plugin.Config @Policy }).FullyQualifiedErrorId | Should -BeLike 'ExecPluginNotAllowed,*'
            Get-Runs $plugin | Should -Be 0
        }

        It '<Id> if it <What>, without showing a secret' -ForEach @(
            @{ What = 'fails'; Id = 'ExecPluginFailed'; Response = 'hidden-value'; Before = 'cat "$(dirname "$0")/response"; exit 7' }
            @{ What = 'writes invalid output'; Id = 'ExecPluginAnswerInvalid'; Response = 'hidden-value'; Before = '' }
            @{ What = 'speaks another version'; Id = 'ExecPluginVersionMismatch'; Response = '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"hidden-value"}}'; Before = '' }
            @{ What = 'returns no credential'; Id = 'ExecPluginAnswerEmpty'; Response = '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientKeyData":"hidden-value"}}'; Before = '' }
        ) {
            $plugin = New-Plugin $Response -Before $Before
            $failure = Get-Failure { Connect-KubeApi -KubeConfig $plugin.Config -Verbose 4>$TestDrive/verbose }
            $failure.FullyQualifiedErrorId | Should -Be "$Id,KubeApi.Commands.ConnectKubeApiCommand"
            $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
            $failure.Exception.ToString(), ($failure | Format-List * -Force | Out-String), (Get-Content $TestDrive/verbose -Raw) | Should -Not -BeLike '*hidden-value*'
        }

        It 'shows how to install a missing plugin' {
            $plugin = New-Plugin $response
            (Get-Content $plugin.Config -Raw).Replace('./plugin', 'kubeapi-absent, installHint: "get it from the shop"') | Set-Content $plugin.Config
            $failure = Get-Failure { Connect-KubeApi -KubeConfig $plugin.Config }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ExecPluginNotFound,*'
            $failure.ErrorDetails.RecommendedAction | Should -Be 'get it from the shop'
        }
    }

    Context 'with a script block as the token' {
        BeforeEach {
            $script:runs = 0
        }

        It 'accepts its return value: <What>' -ForEach @(
            @{ What = 'a string'; Block = { $script:runs++; $token } }
            @{ What = 'a SecureString'; Block = { $script:runs++; $secure } }
            @{ What = 'an object like that of Get-AzAccessToken'; Block = { $script:runs++; [pscustomobject]@{ Token = $secure; ExpiresOn = [DateTimeOffset]::UtcNow.AddHours(1) } } }
        ) {
            (Connect-KubeApi -Uri $sandbox.Uri -CA $sandbox.Ca -Token $Block).User | Should -Be 'admin'
            $null = Get-KubeApiObject namespaces
            $runs | Should -Be 1
        }

        It 'runs it again when the token expires' {
            $null = Connect-KubeApi -Uri $sandbox.Uri -CA $sandbox.Ca -Token { $script:runs++; [pscustomobject]@{ Token = $token; ExpiresOn = [datetime]::Now } }
            $before = $runs
            $null = Get-KubeApiObject namespaces -PageSize 1 | Get-KubeApiObject
            $runs | Should -BeGreaterThan $before
        }

        It 'reports why there is no token: <Expected>' -ForEach @(
            @{ Block = { Write-Error 'no login today' }; Expected = 'failed: no login today' }
            @{ Block = { throw 'no login today' }; Expected = 'failed: no login today' }
            @{ Block = { }; Expected = 'returned nothing' }
        ) {
            $failure = Get-Failure { Connect-KubeApi -Uri $sandbox.Uri -CA $sandbox.Ca -Token $Block }
            $failure.FullyQualifiedErrorId | Should -Be 'TokenScriptFailed,KubeApi.Commands.ConnectKubeApiCommand'
            $failure.ErrorDetails.Message | Should -BeLike "*$Expected*"
        }

        It 'shares its valid token with parallel blocks' {
            $null = Connect-KubeApi -Uri $sandbox.Uri -CA $sandbox.Ca -Token { $token } -Name parallel
            $names = 1..2 | ForEach-Object -Parallel {
                Import-Module $using:Manifest
                (Get-KubeApiObject namespace default -Session parallel).metadata.name
            }
            $names | Should -Be 'default', 'default'
        }
    }

    Context 'with files that are renewed' {
        It 'uses a renewed client certificate' {
            $folder = (New-Item -ItemType Directory $TestDrive/certificate).FullName
            Copy-Item "$($sandbox.Folder)/admin.crt", "$($sandbox.Folder)/admin.key" $folder
            $session = Connect-KubeApi -Uri $sandbox.Uri -CA $sandbox.Ca -ClientCertificate $folder/admin.crt -ClientKey $folder/admin.key
            Set-Content $folder/admin.crt 'half written'
            (Get-KubeApiObject namespace default -Session $session).metadata.name | Should -Be 'default'
            Copy-Item "$($sandbox.Folder)/admin.crt" $folder -Force
            (Get-KubeApiObject namespace default -Session $session).metadata.name | Should -Be 'default'
        }

        It 'uses a renewed token' {
            Copy-Item $sandbox.AdminToken $TestDrive/token
            $session = Connect-KubeApi -Uri $sandbox.Uri -CA $sandbox.Ca -TokenFile $TestDrive/token
            Copy-Item "$($sandbox.Folder)/viewer.token" $TestDrive/token -Force
            (Get-Failure { Get-KubeApiObject nodes -Session $session }).FullyQualifiedErrorId | Should -BeLike 'Forbidden,*'
        }
    }

    Context 'in a pod' {
        BeforeAll {
            $env:KUBERNETES_SERVICE_HOST = ([uri]$sandbox.Uri).Host
            $env:KUBERNETES_SERVICE_PORT = ([uri]$sandbox.Uri).Port
            $folder = Join-Path $sandbox.Folder serviceaccount
        }

        AfterAll {
            $env:KUBERNETES_SERVICE_HOST = $env:KUBERNETES_SERVICE_PORT = $null
        }

        It 'authenticates as the service account of the folder' {
            $session = Connect-KubeApi -InCluster -ServiceAccountPath $folder
            $session.User | Should -Be 'system:serviceaccount:default:default'
            $session.Namespace | Should -Be 'default'
            $session.Name | Should -Be 'in-cluster'
        }

        It 'names the missing file' {
            (Get-Failure { Connect-KubeApi -InCluster -ServiceAccountPath $TestDrive }).Exception.Message | Should -BeLike '*token*does not exist*'
        }

        It 'names the missing variable' {
            $before = $env:KUBERNETES_SERVICE_PORT
            $env:KUBERNETES_SERVICE_PORT = $null
            try {
                (Get-Failure { Connect-KubeApi -InCluster -ServiceAccountPath $folder }).Exception.Message | Should -BeLike '*KUBERNETES_SERVICE_PORT*'
            }
            finally {
                $env:KUBERNETES_SERVICE_PORT = $before
            }
        }

        It 'uses the DNS name of the service if both variables are missing' {
            $before = $env:KUBERNETES_SERVICE_HOST, $env:KUBERNETES_SERVICE_PORT
            $env:KUBERNETES_SERVICE_HOST = $env:KUBERNETES_SERVICE_PORT = $null
            try {
                (Get-Failure { Connect-KubeApi -InCluster -ServiceAccountPath $folder }).Exception.Message | Should -BeLike '*kubernetes.default.svc:443*'
            }
            finally {
                $env:KUBERNETES_SERVICE_HOST, $env:KUBERNETES_SERVICE_PORT = $before
            }
        }
    }

    Context 'through the environment''s proxy' {
        AfterEach {
            $env:HTTPS_PROXY = $env:NO_PROXY = $null
        }

        It 'names a proxy that cannot be reached, without its password' {
            $env:HTTPS_PROXY = 'http://me:s3cr3t@127.0.0.1:1'
            $failure = Get-Failure { Connect-KubeApi -Uri https://cluster.example -CertificateAuthority $sandbox.Ca -Token $secure }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProxyFailed,*'
            $failure.ErrorDetails.Message | Should -BeLike '*http://127.0.0.1:1: the connection was refused*'
            $failure | Format-List * -Force | Out-String | Should -Not -BeLike '*s3cr3t*'
        }

        It 'bypasses the proxy for this machine and for NO_PROXY' {
            $env:HTTPS_PROXY = 'http://127.0.0.1:1'
            (Connect-KubeApi).User | Should -Be 'admin'
            $env:NO_PROXY = '.invalid'
            (Get-Failure { Connect-KubeApi -Uri https://no-such-host.invalid -Token $secure }).FullyQualifiedErrorId | Should -BeLike 'ConnectionFailed,*'
        }
    }

    Context 'the session' {
        It 'applies -RequestTimeout: <Given>' -ForEach @(
            @{ Given = 30; Seconds = 30 }
            @{ Given = '2m'; Seconds = 120 }
            @{ Given = [timespan]'00:00:05'; Seconds = 5 }
            @{ Given = $null; Seconds = 100 }
        ) {
            $parameters = if ($null -ne $Given) { @{ RequestTimeout = $Given } } else { @{} }
            (Connect-KubeApi @parameters).RequestTimeout.TotalSeconds | Should -Be $Seconds
        }

        It 'becomes the current session' {
            $session = Connect-KubeApi -Name mine
            Get-KubeApiSession -Current | Should -Be $session
        }

        It 'takes over the name of another session, which stays open' {
            $first = Connect-KubeApi -Name twice
            $second = Connect-KubeApi -Name twice
            $first.IsConnected | Should -BeTrue
            Get-KubeApiSession twice | Should -Be $second
        }

        It 'uses the namespace of -Namespace' {
            (Connect-KubeApi -Namespace kube-system).Namespace | Should -Be 'kube-system'
        }

        It 'is shown as a table of its main properties' {
            $header, $null, $row = Connect-KubeApi | Get-Lines
            $header -split '\s+' | Should -Be '*', 'Name', 'Namespace', 'Server', 'Version', 'User', 'Auth'
            $row -split '\s+' | Select-Object -First 6 | Should -Be '*', 'sandbox-admin', 'default', "$($sandbox.Uri)/", 'v1.36.2', 'admin'
        }

        It 'shows an unverified certificate at 80 columns, for long names too' {
            $name = 'arn:aws:eks:eu-west-1:123456789012:cluster/prod'
            $session = Connect-KubeApi -Uri $sandbox.Uri -SkipCertificateCheck -Token $secure -Name $name -WarningAction SilentlyContinue
            $lines = ($session | Out-String -Width 80) -split '\r?\n' -ne ''
            $lines | ForEach-Object Length | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 80
            $lines[-1] | Should -BeLike "[*] $name default *INSECURE https://*"
        }
    }

    Context 'errors' {
        It '<Id> (<Category>) if <What>' -ForEach @(
            @{ What = 'the CA is a different one'; Id = 'CertificateNotTrusted'; Category = 'SecurityError'; Parameters = { @{ Uri = $sandbox.Uri; CertificateAuthority = $other; Token = $secure } } }
            @{ What = 'the certificate is for another name'; Id = 'CertificateNameMismatch'; Category = 'SecurityError'; Parameters = { @{ Uri = $sandbox.Uri; CertificateAuthority = $sandbox.Ca; Token = $secure; TlsServerName = 'elsewhere.example' } } }
            @{ What = 'the token is refused'; Id = 'Unauthorized'; Category = 'AuthenticationError'; Parameters = { @{ Uri = $sandbox.Uri; CertificateAuthority = $sandbox.Ca; Token = 'nonsense' } } }
            @{ What = 'no server listens'; Id = 'ConnectionFailed'; Category = 'ConnectionError'; Parameters = { @{ Uri = 'https://127.0.0.1:1'; Token = $secure } } }
            @{ What = 'the address is invalid'; Id = 'InvalidConfiguration'; Category = 'InvalidArgument'; Parameters = { @{ Uri = 'ftp://x' } } }
            @{ What = 'a token would travel in clear text'; Id = 'InvalidConfiguration'; Category = 'InvalidArgument'; Parameters = { @{ Uri = $sandbox.ProxyUri; Token = $secure } } }
            @{ What = 'the CA file is missing'; Id = 'InvalidConfiguration'; Category = 'InvalidArgument'; Parameters = { @{ Uri = $sandbox.Uri; CertificateAuthority = 'absent.crt' } } }
            @{ What = 'the token file is missing'; Id = 'CredentialUnavailable'; Category = 'AuthenticationError'; Parameters = { @{ Uri = $sandbox.Uri; CertificateAuthority = $sandbox.Ca; TokenFile = 'absent' } } }
        ) {
            $key = [Security.Cryptography.ECDsa]::Create()
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=another', $key, 'SHA256')
            $other = $request.CreateSelfSigned([datetime]::UtcNow.AddDays(-1), [datetime]::UtcNow.AddDays(1))
            $parameters = & $Parameters
            $failure = Get-Failure { Connect-KubeApi @parameters }
            $failure.FullyQualifiedErrorId | Should -Be "$Id,KubeApi.Commands.ConnectKubeApiCommand"
            $failure.CategoryInfo.Category | Should -Be $Category
        }

        It 'does not change the current session' {
            $session = Connect-KubeApi -Name before
            $null = Get-Failure { Connect-KubeApi nowhere }
            Get-KubeApiSession -Current | Should -Be $session
        }
    }

    Context 'secrets' {
        It 'are not in <Where>' -ForEach @(
            @{ Where = 'Format-List *'; Show = { $session | Format-List * | Out-String } }
            @{ Where = 'ConvertTo-Json'; Show = { $session | ConvertTo-Json -Depth 5 -WarningAction SilentlyContinue } }
            @{ Where = 'Export-Clixml'; Show = { $session | Export-Clixml $TestDrive/session.xml -Depth 5; Get-Content $TestDrive/session.xml -Raw } }
            @{ Where = 'Get-Member -Force'; Show = { $session | Get-Member -Force | Out-String } }
            @{ Where = 'verbose and debug text'; Show = { Connect-KubeApi -Uri $sandbox.Uri -CA $sandbox.Ca -Token $token -Verbose -Debug *>&1 | Out-String } }
            @{ Where = 'the error of a refused token'; Show = { Get-Failure { Connect-KubeApi -Uri $sandbox.Uri -CA $sandbox.Ca -Token "x$token" } | Format-List * -Force | Out-String } }
            @{ Where = 'the error of a malformed token'; Show = { Get-Failure { Connect-KubeApi -Uri $sandbox.Uri -CA $sandbox.Ca -Token "$token`n$token" } | Format-List * -Force | Out-String } }
            @{ Where = 'the exceptions of a malformed token'; Show = { (Get-Failure { Connect-KubeApi -Uri $sandbox.Uri -CA $sandbox.Ca -Token "$token`n$token" }).Exception.ToString() } }
        ) {
            $session = Connect-KubeApi -Uri $sandbox.Uri -CertificateAuthority $sandbox.Ca -Token $token -Name secret
            $shown = & $Show
            $shown | Should -Not -BeNullOrEmpty
            $shown | Should -Not -BeLike "*$token*"
        }
    }

    It 'writes each request to the verbose stream' {
        $lines = Connect-KubeApi -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message
        $lines[0] | Should -Match "^GET $($sandbox.Uri)/version 200 in \d+ ms \(audit id [0-9a-f-]+\)$"
        $lines[1] | Should -BeLike 'POST */selfsubjectreviews 201 *'
    }

    It 'has help with examples' {
        Get-ExampleTitles Connect-KubeApi | Should -Not -BeNullOrEmpty
    }
}
