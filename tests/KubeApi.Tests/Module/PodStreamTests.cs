using System.Collections.Concurrent;

namespace KubeApi.Tests.Module;

/// <summary>Logs and commands over several sessions, which must never print a token.</summary>
public sealed class PodStreamTests : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Pod = """
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'web-1'; namespace = $ns; labels = @{ app = 'web' } }
            spec = @{ containers = @(@{ name = 'app'; image = 'x' }) } }
        $PSDefaultParameterValues['*-KubeApi*:Namespace'] = $ns
        """;

    private readonly FakeContainers _containers = new();
    private readonly ConcurrentQueue<string> _credentials = [];
    private readonly Interception _interception;
    private readonly SandboxFixture _sandbox;
    private readonly ModuleShell _shell;
    private readonly (string A, string B) _names = ($"a-{Guid.NewGuid():n}", $"b-{Guid.NewGuid():n}");

    public PodStreamTests(SandboxFixture sandbox)
    {
        _sandbox = sandbox;
        _shell = sandbox.InNamespace(inside: true);
        _shell.Get(Pod);
        _shell.Get($"""
            $a = Connect-KubeApi -KubeConfig '{sandbox.Server.KubeConfigPath}' -Name {_names.A} -Namespace default
            $b = Connect-KubeApi -KubeConfig '{sandbox.Server.KubeConfigPath}' -Name {_names.B}
            """);
        _containers.Logs["web-1/app"] = "2026-11-23T18:50:27.1Z one\n2026-11-23T18:50:29Z three\n";
        _interception = new Interception(sandbox.Server, context =>
        {
            _credentials.Enqueue(context.Request.Headers.Authorization.ToString());
            return _containers.AnswerAsync(context);
        });
    }

    public void Dispose()
    {
        _interception.Dispose();
        _shell.Dispose();
    }

    [Theory]
    [InlineData("web-1 -Session $a,$b")]
    [InlineData("pods -LabelSelector app=web -Session $a,$b")]
    public void Logs_of_several_sessions_are_merged_and_name_their_session(string arguments)
    {
        var lines = _shell.Get($"Get-KubeApiLog {arguments}");

        Assert.Equal(["one", "one", "three", "three"], lines.Select(l => l.BaseObject));
        Assert.Equal([_names.A, _names.B, _names.A, _names.B], lines.Select(l => l.Properties["Session"].Value));
        Assert.Equal(
            [$"{_names.A}/web-1/app: one", $"{_names.B}/web-1/app: one"],
            _shell.Get($"Get-KubeApiLog {arguments} -Prefix").Take(2).Select(l => l.BaseObject));
    }

    [Fact]
    public void A_session_without_the_pod_does_not_stop_the_others()
    {
        var result = _shell.Run("""
            $PSDefaultParameterValues.Clear()
            Get-KubeApiLog web-1 -Session $a,$b
            """);

        Assert.Equal(["one", "three"], result.Output.Select(l => l.BaseObject));
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("ObjectNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(_names.A, error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_run_in_several_sessions()
    {
        var lines = _shell.Get("Invoke-KubeApiCommand web-1 -Session $a,$b -- echo x");

        Assert.Equal([_names.A, _names.B], lines.Select(l => $"{l.Properties["Session"].Value}").Order());
    }

    [Theory]
    [InlineData("Get-KubeApiLog web-1")]
    [InlineData("Get-KubeApiLog web-9; Get-KubeApiLog web-1 -Container none; Get-KubeApiLog web-1 -Since 1h -Tail 1 -Prefix")]
    [InlineData("Invoke-KubeApiCommand web-1 -- echo x; Invoke-KubeApiCommand web-1 -- fail 3; Invoke-KubeApiCommand web-1 -- cut")]
    [InlineData("Invoke-KubeApiCommand web-1 -- missing; Invoke-KubeApiCommand web-1 -Timeout 0.2 -- sleep; 'x' | Invoke-KubeApiCommand web-1 -- cat")]
    public void The_token_appears_nowhere(string script)
    {
        var token = _sandbox.Server.AdminToken;
        using var shell = _sandbox.Shell();
        shell.Get($"""
            $null = Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token (ConvertTo-SecureString $AdminToken -AsPlainText) -Name {Guid.NewGuid():n}
            $PSDefaultParameterValues['*-KubeApi*:Namespace'] = '{_shell.Get("$ns").Single()}'
            $PSDefaultParameterValues['*-KubeApi*:Verbose'] = $PSDefaultParameterValues['*-KubeApi*:Debug'] = $true
            Remove-Variable AdminToken
            """);

        var result = shell.Run($$"""
            $all = & { {{script}} } *>&1
            $all | Out-String -Width 10000
            $all | ForEach-Object { $_.PSObject.Properties | ForEach-Object { "$($_.Name): $($_.Value)" } }
            $Error | ForEach-Object {
                $_ | Format-List * -Force | Out-String -Width 10000
                $_.Exception.ToString()
                Get-Error -InputObject $_ | Out-String -Width 10000
            }
            """);

        var errors = result.Errors.Select(e => $"{e} {e.Exception}");
        var printed = string.Join('\n', [.. result.Output.Select(o => $"{o}"), .. errors, .. result.Warnings, .. result.Verbose]);
        Assert.Contains($"Bearer {token}", _credentials);
        Assert.Contains("web-1", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(token, printed, StringComparison.Ordinal);
    }
}
