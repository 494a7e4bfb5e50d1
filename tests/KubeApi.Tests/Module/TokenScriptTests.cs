using System.Text;
using KubeApi.Sandbox;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>-Token with a script block, which is run on the pipeline thread as often as needed.</summary>
public sealed class TokenScriptTests : IAsyncLifetime
{
    private readonly string _name = Guid.NewGuid().ToString("n");
    private SandboxServer _server = null!; // set before any test runs

    public async Task InitializeAsync() => _server = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("$AdminToken")]
    [InlineData("\"$AdminToken`n\"")]
    [InlineData("New-Secure $AdminToken")]
    [InlineData("[pscustomobject]@{ Token = $AdminToken; ExpiresOn = [DateTimeOffset]::UtcNow.AddHours(1) }")]
    [InlineData("[pscustomobject]@{ Token = (New-Secure $AdminToken); ExpiresOn = [datetime]::UtcNow.AddHours(1) }")]
    public void The_script_returns_a_token_in_any_form_and_is_run_once(string token)
    {
        using var shell = Shell();

        shell.Get($"{Connect($"$global:runs++; {token}")}; Get-KubeApiObject namespaces; Get-KubeApiObject nodes");

        Assert.Equal(1, shell.Get("$runs")[0].BaseObject);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Token = $AdminToken; ExpiresOn = [DateTimeOffset]::UtcNow.AddSeconds(5) }")]
    [InlineData("[pscustomobject]@{ Token = $AdminToken; ExpiresOn = [datetime]::Now.AddSeconds(5) }")]
    [InlineData("$ShortLived")]
    public void The_script_is_run_again_when_the_token_is_about_to_expire(string token)
    {
        var expiring = _server.CreateServiceAccountToken("default", "default", TimeSpan.FromSeconds(8));
        using var shell = Shell(("ShortLived", expiring));
        shell.Get($"{Connect($"$global:runs++; {token}")}; $global:runs = 0");

        shell.Get("Invoke-KubeApi /version");

        Assert.Equal(1, shell.Get("$runs")[0].BaseObject);
    }

    [Fact]
    public void The_script_is_run_again_when_the_token_is_refused()
    {
        using var shell = Shell();
        shell.Get(Connect("if ($global:token) { $token } else { $AdminToken }"));
        var refused = 0;
        _server.Intercept = context => RefuseAsync(context, () => context.Request.Headers.Authorization != "Bearer " + _server.ViewerToken && refused++ == 0);

        shell.Get("$global:token = $ViewerToken; Invoke-KubeApi /version");

        Assert.Equal(1, refused);
    }

    [Theory]
    [InlineData("", "returned nothing")]
    [InlineData("$null", "returned nothing")]
    [InlineData("$AdminToken; $AdminToken", "returned 2 objects")]
    [InlineData("[pscustomobject]@{ access = $AdminToken }", "without a property Token")]
    [InlineData("42", "an Int32")]
    [InlineData("throw 'no login'", "failed: no login")]
    [InlineData("Import-Module no-such-module", "failed: The specified module 'no-such-module' was not loaded")]
    [InlineData("Get-NoSuchThing", "failed: The term 'Get-NoSuchThing' is not recognized")]
    public void An_error_in_the_script_is_reported(string script, string expected)
    {
        using var shell = Shell();

        var error = shell.Fail(Connect(script));

        Assert.Equal("TokenScriptFailed,KubeApi.Commands.ConnectKubeApiCommand", error.FullyQualifiedErrorId);
        Assert.Contains(expected, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.AdminToken, error.Exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("' '", "is empty")]
    [InlineData("\"s3cr3t token\"", "not allowed in a token")]
    public void An_invalid_token_is_reported_but_not_shown(string script, string expected)
    {
        using var shell = Shell();

        var error = shell.Fail(Connect(script));

        Assert.StartsWith("CredentialUnavailable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(expected, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", error.Exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_renewal_does_not_show_the_previous_token()
    {
        using var shell = Shell();
        shell.Get(
            Connect(
                "if ($global:fail) { throw \"cannot renew $AdminToken\" } [pscustomobject]@{ Token = $AdminToken; ExpiresOn = [datetime]::Now }",
                "$global:fail = $false"));

        var error = shell.Fail("$global:fail = $true; Invoke-KubeApi /version");

        Assert.Contains("cannot renew ***", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_script_may_use_another_session()
    {
        using var shell = Shell();

        shell.Get($"Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token $AdminToken -Name '{_name}x'");
        var user = shell.Get($"$({Connect($"$null = Get-KubeApiObject namespaces -Session '{_name}x'; $ViewerToken")}).User");

        Assert.Equal("viewer", user[0].BaseObject);
    }

    [Fact]
    public void Using_its_own_session_is_an_error_without_a_deadlock()
    {
        using var shell = Shell();
        shell.Get(
            Connect(
                "if ($global:loop) { Get-KubeApiObject namespaces -Session $global:loop -ErrorAction Stop } [pscustomobject]@{ Token = $AdminToken; "
                    + "ExpiresOn = [datetime]::Now }",
                "$global:loop = $null"));

        var error = shell.Fail($"$global:loop = '{_name}'; Invoke-KubeApi /version");

        Assert.StartsWith("TokenScriptFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("uses the session for which it returns the token", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prefetched_page_that_needs_the_token_does_not_hang_while_the_pipeline_is_elsewhere()
    {
        using var shell = Shell();
        shell.Get(Connect("$global:runs++; [pscustomobject]@{ Token = $AdminToken; ExpiresOn = [datetime]::Now }"));

        // Each page, and each request of the second command, needs a token of its own.
        var names = shell.Get(
            "Get-KubeApiObject namespaces -PageSize 1 | ForEach-Object { (Invoke-KubeApi \"/api/v1/namespaces/$($_.metadata.name)\").metadata.name }");

        Assert.Contains("kube-system", names.Select(n => n.BaseObject));
    }

    [Fact]
    public void Another_runspace_uses_the_token_until_it_expires_and_gets_an_error_afterwards()
    {
        using var shell = Shell();
        using var other = Shell();
        shell.Get(Connect("[pscustomobject]@{ Token = $AdminToken; ExpiresOn = [datetime]::Now.AddSeconds($global:lasts) }", "$global:lasts = 600"));
        other.Get($"Invoke-KubeApi /version -Session '{_name}'");

        shell.Get(Connect("[pscustomobject]@{ Token = $AdminToken; ExpiresOn = [datetime]::Now }"));
        var error = other.Fail($"Invoke-KubeApi /version -Session '{_name}'");

        Assert.StartsWith("TokenScriptFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("another runspace", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_the_pipeline_stops_the_script()
    {
        using var shell = Shell();
        shell.Get("$global:started = [Threading.ManualResetEventSlim]::new()");
        var started = (ManualResetEventSlim)shell.Get("$started")[0].BaseObject;
        var running = Task.Run(() => shell.Run(Connect("$started.Set(); while ($true) { [Threading.Thread]::Sleep(10) }")));
        await Task.Run(started.Wait);

        shell.Stop();

        Assert.Empty((await running).Output);
        Assert.NotEmpty(shell.Get(Connect("$AdminToken")));
    }

    private string Connect(string script, string before = "") =>
        $"{before}; Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Name '{_name}' -Token {{ {script} }}";

    private ModuleShell Shell(params (string Name, object? Value)[] more)
    {
        var shell = new ModuleShell([
            ("Uri", _server.Uri.AbsoluteUri), ("Ca", _server.CertificateAuthorityPath), ("AdminToken", _server.AdminToken), (
                "ViewerToken", _server.ViewerToken), .. more]);
        shell.Get(
            "function New-Secure($text) { $secure = [Security.SecureString]::new(); "
            + "$text.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }; $secure }");
        return shell;
    }

    private static async Task<bool> RefuseAsync(HttpContext context, Func<bool> matches)
    {
        if (!matches())
        {
            return false;
        }

        context.Response.StatusCode = 401;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("no"));
        return true;
    }
}
