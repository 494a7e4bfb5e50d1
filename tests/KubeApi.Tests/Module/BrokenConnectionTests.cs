using KubeApi.Sandbox.Faults;

namespace KubeApi.Tests.Module;

/// <summary>Writes whose connection breaks or whose response is missing: safe ones are repeated, others are reported with an unknown outcome.</summary>
public sealed class BrokenConnectionTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Prepare =
        """
        function Map($name, $x) { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name }; data = @{ x = "$x" } } }
        $null = New-KubeApiObject (Map a 1) -n $ns
        $null = Set-KubeApiObject '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: nginx}]}}}}' -n $ns
        $read = Get-KubeApiObject cm a -n $ns
        $read.data.x = '2'
        """;

    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose()
    {
        _shell.Dispose();
        sandbox.Server.ClearFaults();
    }

    [SandboxFact]
    public void An_idempotent_write_is_repeated()
    {
        foreach (var how in (Break[])[Break.Reset, Break.Eof, Break.Body])
        {
            BreakConnection("PATCH", how);
            Assert.Equal($"{how}", Value($"(Set-KubeApiObject (Map b {how}) -n $ns).data.x"));

            BreakConnection("DELETE", how);
            Assert.Empty(_shell.Get("Get-KubeApiObject cm b -n $ns | Remove-KubeApiObject"));
            Assert.Equal("ObjectNotFound", Id("Get-KubeApiObject cm b -n $ns"));

            BreakConnection("POST", how);
            Assert.Equal("1", Value("(New-KubeApiObject (Map b 1) -n $ns -DryRun).data.x"));
        }
    }

    [SandboxFact]
    public void A_replace_whose_connection_breaks_before_it_arrives_is_repeated()
    {
        sandbox.Server.Fail(new Fault { Method = "PUT", Break = Break.Reset });

        Assert.Equal("2", Value("($read | Set-KubeApiObject -Replace).data.x"));
    }

    [SandboxFact]
    public void Other_writes_have_an_unknown_outcome_and_are_sent_once()
    {
        foreach (var how in (Break[])[Break.Reset, Break.Eof, Break.Body])
        {
            Unknown("POST", how, $"New-KubeApiObject (Map 'new-{how.ToString().ToLowerInvariant()}' 1) -n $ns");
            Unknown("PATCH", how, "Update-KubeApiObject cm a @{ data = @{ x = '3' } } -n $ns");
            Unknown("PATCH", how, $"Update-KubeApiObject cm a {{ $_.data.y = '{how}' }} -n $ns");
            Unknown("PUT", how, $"$read = Get-KubeApiObject cm a -n $ns; $read.data.x = 'put-{how}'; $read | Set-KubeApiObject -Replace");
            Unknown("PATCH", how, $"Resize-KubeApiWorkload deploy/web -Replicas {(int)how + 2} -n $ns", "PUT");
            Assert.Equal(
                $"3 {how} put-{how} {(int)how + 2}",
                Value($"$c = Get-KubeApiObject cm a -n $ns; '3 ' + $c.data.y + ' ' + $c.data.x + ' ' + (Get-KubeApiObject deploy web -n $ns).spec.replicas"));
        }
    }

    // One workload each, because a workload is not restarted twice in a second.
    [SandboxTheory]
    [InlineData(Break.Reset)]
    [InlineData(Break.Eof)]
    [InlineData(Break.Body)]
    public void A_restart_has_an_unknown_outcome(Break how)
    {
        Unknown("PATCH", how, "Restart-KubeApiWorkload deploy/web -n $ns");

        Assert.Equal(2L, Value("(Get-KubeApiObject deploy web -n $ns).metadata.generation"));
    }

    [SandboxFact]
    public void A_missing_response_reports_that_the_change_may_have_been_made()
    {
        foreach (var (method, script) in ((string, string)[])
        [
            ("POST", "New-KubeApiObject (Map b 1) -n $ns"), ("PUT", "$read | Set-KubeApiObject -Replace"), ("PATCH", "Set-KubeApiObject (Map b 2) -n $ns"),
            ("PATCH", "Update-KubeApiObject cm a { $_.data.y = '1' } -n $ns"),
        ])
        {
            BreakConnection(method, Break.Stall);

            var error = _shell.Fail($"{script} -RequestTimeout 2");
            sandbox.Server.ClearFaults();

            Assert.StartsWith("Timeout,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains($"The server may have carried out the {method}", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }
    }

    [SandboxFact]
    public void A_504_reports_that_the_change_may_have_been_made()
    {
        sandbox.Server.Fail(new Fault { Method = "PATCH", Status = 504, After = true });

        var error = _shell.Fail("Update-KubeApiObject cm a @{ data = @{ x = '3' } } -n $ns");

        Assert.StartsWith("Timeout,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("(504)", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("The server may have carried out the PATCH", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private void BreakConnection(string method, Break how) => sandbox.Server.Fail(new Fault { Method = method, Break = how, After = true });

    private void Unknown(string method, Break how, string script, string? other = null)
    {
        BreakConnection(method, how);
        if (other is not null)
        {
            BreakConnection(other, how);
        }

        var error = _shell.Fail(script);
        sandbox.Server.ClearFaults();

        Assert.StartsWith("UnknownOutcome,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("read the object", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private object Value(string script) => Assert.Single(_shell.Get(script)).BaseObject;

    private string Id(string script) => _shell.Fail(script).FullyQualifiedErrorId.Split(',')[0];

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get(Prepare);
        return shell;
    }
}
