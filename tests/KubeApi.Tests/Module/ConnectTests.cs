using KubeApi.Sandbox;
using KubeApi.Session;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

public sealed class ConnectTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static string NewName() => Guid.NewGuid().ToString("n");

    private static KubeApiSession Session(IReadOnlyList<System.Management.Automation.PSObject> output) =>
        Assert.IsType<KubeApiSession>(Assert.Single(output).BaseObject);

    [Fact]
    public void With_a_CA_and_a_token_string()
    {
        using var shell = sandbox.Shell();

        var session = Session(shell.Get("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token $AdminToken -Namespace kube-system"));

        Assert.Equal(
            (sandbox.Server.Uri.Authority, "v1.36.2", "admin", "system:masters,system:authenticated", "kube-system", "token", "parameters"),
            (session.Name, session.ServerVersion, session.User, string.Join(',', session.Groups), session.Namespace, session.Authentication, session.Source));
    }

    [Fact]
    public void With_a_secure_token()
    {
        using var shell = sandbox.Shell();
        shell.Get("$secure = [Security.SecureString]::new(); $AdminToken.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }");

        Assert.Equal("admin", Session(shell.Get("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token $secure")).User);
    }

    [Fact]
    public void With_a_CA_certificate_object_and_a_token_file()
    {
        using var shell = sandbox.Shell();

        var session = Session(shell.Get(
            "$cert = [Security.Cryptography.X509Certificates.X509Certificate2]::new($Ca); Connect-KubeApi -Uri $Uri -CA $cert -TokenFile \"$Pod/token\""));

        Assert.Equal("system:serviceaccount:default:default", session.User);
        Assert.Equal($"token file {sandbox.Server.ServiceAccountPath}/token", session.Authentication);
    }

    [Theory]
    [InlineData("[X509Certificate2Collection]::new([X509Certificate2[]]($cert, $cert))")]
    [InlineData("$cert, $cert")]
    public void With_several_CA_certificate_objects(string certificates)
    {
        using var shell = sandbox.Shell();
        shell.Get($"using namespace System.Security.Cryptography.X509Certificates\n$cert = [X509Certificate2]::new($Ca); $all = {certificates}");

        Assert.Equal("admin", Session(shell.Get("Connect-KubeApi -Uri $Uri -CA $all -Token $AdminToken -WarningAction Ignore")).User);
    }

    [Theory]
    [InlineData("@()", "contains no certificate")]
    [InlineData("@($Ca)", "Not every item of the collection is a certificate")]
    public void With_no_certificate_in_a_collection(string certificates, string expected)
    {
        using var shell = sandbox.Shell();

        Assert.Contains(expected, shell.Fail($"Connect-KubeApi -Uri $Uri -CA {certificates}").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_client_certificate()
    {
        using var shell = sandbox.Shell();
        var (certificate, key) = (sandbox.Server.ClientCertificatePath, sandbox.Server.ClientKeyPath);

        var session = Session(shell.Get($"Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -ClientCertificate '{certificate}' -ClientKey '{key}'"));

        Assert.Contains("system:masters", session.Groups);
        Assert.StartsWith("client certificate (", session.Authentication, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a*b")]
    [InlineData("a?b")]
    [InlineData("[ab]")]
    public void With_wildcards_in_the_name_of_the_session(string name)
    {
        using var shell = sandbox.Shell();

        var error = shell.Fail($"Connect-KubeApi -KubeConfig $KubeConfig -Name '{name}'");

        Assert.StartsWith("InvalidArgument,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("no wildcard characters", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void As_a_pod()
    {
        using var shell = sandbox.Shell();
        using var environment = ProcessEnvironment.Pod(sandbox.Server);

        var session = Session(shell.Get("Connect-KubeApi -InCluster -ServiceAccountPath $Pod"));

        Assert.Equal(("in-cluster", "system:serviceaccount:default:default", "default"), (session.Name, session.User, session.Namespace));
    }

    [Fact]
    public void Through_a_plain_proxy()
    {
        using var shell = sandbox.Shell();

        var result = shell.Run("Connect-KubeApi -Uri $Proxy");

        Assert.Equal(("admin", "the proxy"), (Session(result.Output).User, Session(result.Output).Authentication));
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("sandbox-admin", "admin")]
    [InlineData("sandbox-viewer", "viewer")]
    public void With_a_kubeconfig_context(string context, string user)
    {
        using var shell = sandbox.Shell();

        Assert.Equal(
            (context, user),
            (Session(shell.Get($"Connect-KubeApi {context} -KubeConfig $KubeConfig")).Name, Session(shell.Get("Get-KubeApiSession -Current")).User));
    }

    [Fact]
    public void An_anonymous_session_is_opened_with_a_warning_and_forbidden_later()
    {
        using var shell = sandbox.Shell();

        var result = shell.Run("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca");

        Assert.Equal("system:anonymous", Session(result.Output).User);
        Assert.Contains("anonymous", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.StartsWith("Forbidden,", shell.Fail("Invoke-KubeApi /api/v1/pods").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_of_an_expired_token_says_when_it_expired()
    {
        using var shell = sandbox.Shell();
        var payload = Convert.ToBase64String("""{"exp":1700000000}"""u8.ToArray()).TrimEnd('=');
        shell.Get($"$token = 'eyJhbGciOiJub25lIn0.{payload}.c2ln'");

        var error = shell.Fail("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token $token");

        Assert.StartsWith("Unauthorized,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.EndsWith("The token expired at 2023-11-14 22:13:20Z.", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(payload, error.ToString() + error.Exception, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connect-KubeApi -Uri $Uri -SkipCertificateCheck -Token $AdminToken -Name unchecked", "INSECURE https://127.0.0.1:")]
    [InlineData("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token $AdminToken -Name checked", "https://127.0.0.1:")]
    public void A_session_without_certificate_check_is_marked(string script, string server)
    {
        using var shell = sandbox.Shell();

        var session = Session(shell.Run(script).Output);

        Assert.Equal(server[0] == 'I', session.SkipCertificateCheck);
        Assert.StartsWith(server, KubeApi.Formatting.FormatHelper.Server(session), StringComparison.Ordinal);
    }

    [Fact]
    public void Skipping_the_check_has_no_effect_over_plain_http()
    {
        using var shell = sandbox.Shell();

        Assert.Empty(shell.Run("Connect-KubeApi -Uri $Proxy -SkipCertificateCheck").Warnings);
    }

    [Theory]
    [InlineData("Connect-KubeApi -Uri $Uri -CA $Bundle -Token $AdminToken", "Block 1 of the CA file '")]
    [InlineData("Connect-KubeApi -KubeConfig $WithBundle", "Block 1 of the certificate authority of the cluster 'c (")]
    public async Task A_malformed_block_of_a_CA_bundle_is_skipped_with_a_warning(string script, string warning)
    {
        var bundle = Path.Combine(sandbox.Server.Folder, "bundle.crt");
        await File.WriteAllTextAsync(
            bundle, "-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n" + await File.ReadAllTextAsync(sandbox.Server.CertificateAuthorityPath));
        var config = Path.Combine(sandbox.Server.Folder, "bundle.kubeconfig");
        await File.WriteAllTextAsync(config, $$"""
            current-context: x
            clusters: [{ name: c, cluster: { server: '{{sandbox.Server.Uri}}', certificate-authority: bundle.crt } }]
            users: [{ name: u, user: { token: '{{sandbox.Server.AdminToken}}' } }]
            contexts: [{ name: x, context: { cluster: c, user: u } }]
            """);
        using var shell = sandbox.Shell();
        shell.Get($"$Bundle = '{bundle}'; $WithBundle = '{config}'");

        var result = shell.Run(script);

        Assert.Empty(result.Errors);
        Assert.StartsWith(warning, Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Skipping_the_check_is_a_warning_each_time()
    {
        using var shell = sandbox.Shell();

        var result = shell.Run("$null = 1..2 | ForEach-Object { Connect-KubeApi -Uri $Uri -SkipCertificateCheck -Token $AdminToken }");

        Assert.Equal(2, result.Warnings.Count(w => w.Contains("NOT verified", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token nonsense", "Unauthorized", "AuthenticationError")]
    [InlineData("Connect-KubeApi -Uri $Uri -TokenFile \"$Pod/token\" -CertificateAuthority (New-OtherCa)", "CertificateNotTrusted", "SecurityError")]
    [InlineData("Connect-KubeApi -Uri $Uri -TlsServerName other.example -CertificateAuthority $Ca", "CertificateNameMismatch", "SecurityError")]
    [InlineData("Connect-KubeApi -Uri https://127.0.0.1:1 -CertificateAuthority $Ca", "ConnectionFailed", "ConnectionError")]
    [InlineData("Connect-KubeApi -Uri https://no-such-host.invalid -CertificateAuthority $Ca", "ConnectionFailed", "ConnectionError")]
    [InlineData("Connect-KubeApi -Uri $Uri -CertificateAuthority /absent.crt", "InvalidConfiguration", "InvalidArgument")]
    [InlineData("Connect-KubeApi -Uri $Uri -CertificateAuthority $KubeConfig", "InvalidConfiguration", "InvalidArgument")]
    [InlineData("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -TokenFile /absent", "CredentialUnavailable", "AuthenticationError")]
    [InlineData("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token x -TokenFile /y", "InvalidConfiguration", "InvalidArgument")]
    [InlineData("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -ClientKey $Ca", "InvalidConfiguration", "InvalidArgument")]
    [InlineData("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -ClientCertificate $Ca", "InvalidConfiguration", "InvalidArgument")]
    [InlineData("Connect-KubeApi -Uri $Proxy -Token x", "InvalidConfiguration", "InvalidArgument")]
    [InlineData("Connect-KubeApi -Uri ftp://x", "InvalidConfiguration", "InvalidArgument")]
    [InlineData("Connect-KubeApi -Uri $Uri -CA $Ca -TlsServerName a..b", "InvalidArgument", "InvalidArgument")]
    [InlineData("Connect-KubeApi -KubeConfig /absent", "InvalidConfiguration", "InvalidArgument")]
    [InlineData("Connect-KubeApi nope -KubeConfig $KubeConfig", "InvalidConfiguration", "InvalidArgument")]
    [InlineData("Connect-KubeApi -InCluster -ServiceAccountPath /absent", "InvalidConfiguration", "InvalidArgument")]
    public void Each_mistake_fails_when_connecting(string script, string id, string category)
    {
        using var shell = sandbox.Shell();
        shell.Get("""
            function New-OtherCa {
                $key = [Security.Cryptography.ECDsa]::Create()
                $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=other', $key, 'SHA256')
                $request.CreateSelfSigned([datetimeoffset]::Now.AddDays(-1), [datetimeoffset]::Now.AddDays(1))
            }
            """);

        var error = shell.Fail(script);

        Assert.Equal((id, category), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category.ToString()));
        Assert.NotEmpty(error.ErrorDetails.Message);
    }

    [Fact]
    public async Task A_403_on_version_and_review_does_not_fail_the_connect()
    {
        await using var server = await SandboxServer.StartAsync();
        server.Intercept = async context =>
        {
            context.Response.StatusCode = 403;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                """{"kind":"Status","status":"Failure","message":"x is forbidden: User \"jane\" cannot do that","reason":"Forbidden","code":403}""");
            return true;
        };
        using var shell = new ModuleShell(("Uri", server.Uri.AbsoluteUri), ("Ca", server.CertificateAuthorityPath));

        var session = Session(shell.Get("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token x"));

        Assert.Equal((null, "jane"), (session.ServerVersion, session.User));
    }

    [Fact]
    public void A_token_in_the_command_line_is_a_warning()
    {
        using var shell = sandbox.Shell();

        var result = shell.Run($"$null = Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token {sandbox.Server.ViewerToken}");

        Assert.Contains("history", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_picks_up_a_renewed_token()
    {
        await using var server = await SandboxServer.StartAsync();
        var file = Path.Combine(server.Folder, "renewed.token");
        await File.WriteAllTextAsync(file, server.CreateServiceAccountToken("default", "default"));
        using var shell = new ModuleShell(("Uri", server.Uri.AbsoluteUri), ("Ca", server.CertificateAuthorityPath), ("File", file));
        shell.Get("$null = Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -TokenFile $File");
        var refusals = 0;
        server.Intercept = context =>
        {
            var isOld = !context.Request.Headers.Authorization.ToString().EndsWith(server.AdminToken, StringComparison.Ordinal);
            refusals += isOld ? 1 : 0;
            context.Response.StatusCode = isOld ? 401 : 200;
            return Task.FromResult(isOld);
        };
        var time = File.GetLastWriteTimeUtc(file);
        // With the same time and length: only the refusal shows that the token has changed.
        await File.WriteAllTextAsync(file, server.AdminToken.PadRight((int)new FileInfo(file).Length));
        File.SetLastWriteTimeUtc(file, time);

        shell.Get("Invoke-KubeApi /api/v1/namespaces");

        Assert.Equal(1, refusals);
    }

    [Fact]
    public void Without_a_session_the_error_says_what_to_type()
    {
        using var shell = sandbox.Shell();

        foreach (var command in new[]
        {
            "Get-KubeApiObject pods", "Get-KubeApiPath", "Get-KubeApiGroup", "Get-KubeApiResource", "Invoke-KubeApi /api", "Disconnect-KubeApi"
        })
        {
            var error = shell.Fail(command);

            Assert.StartsWith("NoSession,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("Connect-KubeApi", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Sessions_are_found_by_name_selected_and_closed()
    {
        using var shell = sandbox.Shell();
        var (first, second) = (NewName(), NewName());
        shell.Get($"$a = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name {first}; $b = Connect-KubeApi sandbox-viewer -KubeConfig $KubeConfig "
            + $"-Name {second}");

        Assert.Equal(second, Session(shell.Get("Get-KubeApiSession -Current")).Name);
        Assert.Equal(first, Session(shell.Get($"Select-KubeApiSession {first}")).Name);
        Assert.Equal(first, Session(shell.Get("Get-KubeApiSession -Current")).Name);
        Assert.Equal("viewer", shell.Get($"(Get-KubeApiSession {second}).User").Single().BaseObject);

        shell.Get($"Disconnect-KubeApi; $b | Disconnect-KubeApi");

        Assert.StartsWith("NoSession,", shell.Fail("Get-KubeApiPath").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("SessionNotFound,", shell.Fail($"Get-KubeApiSession {first}").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("SessionNotFound,", shell.Fail("Get-KubeApiPath -Session $b").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_after_closing_the_current_session_lists_the_open_ones()
    {
        using var shell = sandbox.Shell();
        var (first, second) = (NewName(), NewName());
        shell.Get(
            $"$null = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name {first}; $null = Connect-KubeApi sandbox-viewer -KubeConfig $KubeConfig "
                + $"-Name {second}; Disconnect-KubeApi");

        var error = shell.Fail("Get-KubeApiPath");

        Assert.StartsWith("NoSession,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(first, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(second, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Select-KubeApiSession", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connect-KubeApi sandbox-amdin -KubeConfig $KubeConfig", "Did you mean 'sandbox-admin'?")]
    [InlineData("Connect-KubeApi Sandbox-Viewer -KubeConfig $KubeConfig", "Did you mean 'sandbox-viewer'")]
    [InlineData("Get-KubeApiContext SANDBOX-ADMIN2 -KubeConfig $KubeConfig", "Did you mean 'sandbox-admin'?")]
    public void Similar_names_are_suggested_for_an_unknown_context(string script, string question)
    {
        using var shell = sandbox.Shell();

        Assert.Contains(question, shell.Fail(script).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-KubeApiSession {0}")]
    [InlineData("Select-KubeApiSession {0}")]
    [InlineData("Disconnect-KubeApi {0}")]
    [InlineData("Get-KubeApiGroup -Session {0}")]
    public void Similar_names_are_suggested_for_an_unknown_session(string script)
    {
        using var shell = sandbox.Shell();
        var name = NewName();
        shell.Get($"$null = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name {name}");

        Assert.Contains(
            $"Did you mean '{name}'", shell.Fail(string.Format(System.Globalization.CultureInfo.InvariantCulture, script, name + "x")).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_runspace_has_no_current_session_and_finds_sessions_by_name()
    {
        using var shell = sandbox.Shell();
        var name = NewName();
        shell.Get($"$null = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name {name}");
        using var other = sandbox.Shell();

        Assert.StartsWith("NoSession,", other.Fail("Get-KubeApiGroup").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("batch", other.Get($"(Get-KubeApiGroup batch -Session {name}).Name").Single().BaseObject);
    }

    [Fact]
    public void Connecting_under_a_used_name_takes_it_over_and_closes_nothing()
    {
        using var shell = sandbox.Shell();
        var name = NewName();

        shell.Get($"$a = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name {name}; $b = Connect-KubeApi sandbox-viewer -KubeConfig $KubeConfig "
            + $"-Name {name}");

        Assert.Equal("True True viewer", shell.Get($"\"$($a.IsConnected) $($b.IsConnected) $((Get-KubeApiSession {name}).User)\"").Single().BaseObject);
    }

    [Fact]
    public void Closing_a_session_in_use_is_reported()
    {
        using var shell = sandbox.Shell();
        shell.Get($"$s = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name {NewName()}");

        var error = shell.Fail("Get-KubeApiObject namespaces -PageSize 1 | ForEach-Object { Disconnect-KubeApi $s -ErrorAction Ignore }");

        Assert.StartsWith("SessionClosed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_a_session_ends_its_requests()
    {
        await using var server = await SandboxServer.StartAsync();
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath));
        var session = Session(shell.Get($"Connect-KubeApi -KubeConfig $KubeConfig -Name {NewName()}"));
        var asked = new TaskCompletionSource();
        server.Intercept = async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        var running = Task.Run(() => shell.Run("Invoke-KubeApi /api"));
        await asked.Task;

        session.Dispose();

        Assert.StartsWith(
            "SessionClosed,", Assert.Single((await running.WaitAsync(TimeSpan.FromSeconds(30))).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_can_stop_the_connection_before_any_request()
    {
        using var shell = sandbox.Shell();
        sandbox.Server.ClearRequests();

        shell.Run("Connect-KubeApi -Uri $Uri -SkipCertificateCheck -Token $AdminToken -WarningAction Stop");

        Assert.Empty(sandbox.Server.Requests);
    }

    [Fact]
    public async Task A_server_that_refuses_anonymous_requests_is_reported()
    {
        await using var server = await SandboxServer.StartAsync();
        server.Intercept = context =>
        {
            context.Response.StatusCode = 401;
            return Task.FromResult(true);
        };
        using var shell = new ModuleShell(("Uri", server.Uri.AbsoluteUri), ("Ca", server.CertificateAuthorityPath));

        Assert.Contains("no credential was given", shell.Fail("Connect-KubeApi -Uri $Uri -CA $Ca").ErrorDetails.Message, StringComparison.Ordinal);
    }
}
