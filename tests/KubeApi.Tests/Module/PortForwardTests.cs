using KubeApi.Sandbox.Streams;

namespace KubeApi.Tests.Module;

/// <summary>Start-, Get- and Stop-KubeApiPortForward.</summary>
public sealed class PortForwardTests : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Objects = """
        $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'web-1'; namespace = $ns; labels = @{ app = 'web' } }
            spec = @{ containers = @(@{ name = 'app'; image = 'x'; ports = @(@{ containerPort = 8080; name = 'http' }) }) } }
        'web', 'none' | ForEach-Object {
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Service'; metadata = @{ name = $_; namespace = $ns }
                spec = @{ selector = @{ app = $_ }; ports = @(@{ port = 80; name = 'main'; targetPort = 'http' }) } }
        }
        $PSDefaultParameterValues['*-KubeApi*:Namespace'] = $ns
        function Get-Page($Forward) { Invoke-RestMethod "http://127.0.0.1:$($Forward.LocalPort)/" }
        """;

    private readonly ModuleShell _shell;

    public PortForwardTests(SandboxFixture sandbox)
    {
        sandbox.Server.Streams.OnConnect(connection => connection.Port == 8080 ? ServeAsync(connection) : null);
        _shell = sandbox.InNamespace(inside: true);
        _shell.Get(Objects);
        SandboxFixture.Await(_shell, "(Get-KubeApiObject pod web-1).status.phase -eq 'Running'");
    }

    public void Dispose()
    {
        _shell.Run("Get-KubeApiPortForward | Where-Object Namespace -eq $ns | Stop-KubeApiPortForward; Disconnect-KubeApi");
        _shell.Dispose();
    }

    [Theory]
    [InlineData("Start-KubeApiPortForward service/web 0:main", "Service/web")]
    [InlineData("Start-KubeApiPortForward svc/web :80", "Service/web")]
    [InlineData("Start-KubeApiPortForward web-1 :http -Wait", "Pod/web-1")]
    [InlineData("Start-KubeApiPortForward pod/web-1 0:8080", "Pod/web-1")]
    [InlineData("Get-KubeApiObject service web | Start-KubeApiPortForward -Port :80", "Service/web")]
    [InlineData("Get-KubeApiObject pod web-1 | Start-KubeApiPortForward -Port :http", "Pod/web-1")]
    [InlineData("'service/web' | Start-KubeApiPortForward -Port :main", "Service/web")]
    public void A_local_port_reaches_the_pod(string script, string target)
    {
        var forward = Assert.Single(_shell.Get($"$f = {script}; $f"));

        Assert.Equal("hello from web-1", $"{_shell.Get("Get-Page $f").Single()}");
        Assert.Equal(
            (target, "web-1", "Running", 1L, null),
            ($"{Value("Target")}", $"{Value("Pod")}", $"{Value("State")}", Value("Connections"), Value("Error")));
        Assert.True(Value("BytesIn") is > 0L && Value("BytesOut") is > 0L);

        object? Value(string name) => forward.Properties[name].Value;
    }

    [Fact]
    public void Several_ports_are_separate_port_forwards_with_completed_ids()
    {
        var ids = _shell.Get("(Start-KubeApiPortForward service/web :main 0:80).Id").Select(i => $"{i}").ToArray();

        Assert.Equal(2, ids.Length);
        Assert.Equal(2, _shell.Get("Start-KubeApiPortForward service/web :main,0:80").Count);
        Assert.Contains(ids[0], _shell.Complete("Stop-KubeApiPortForward ").Split(','));
        Assert.Equal(ids, _shell.Get($"Get-KubeApiPortForward {ids[0]}, {ids[1]} | ForEach-Object Id").Select(i => $"{i}"));
    }

    [Fact]
    public void A_stopped_port_forward_is_removed()
    {
        _shell.Get("$f, $g = Start-KubeApiPortForward service/web :main :80; Stop-KubeApiPortForward $f.Id; $g.Dispose()");

        Assert.Equal("Stopped Stopped", $"{_shell.Get("\"$($f.State) $($g.State)\"").Single()}");
        Assert.Empty(_shell.Get("Get-KubeApiPortForward | Where-Object Namespace -eq $ns"));
        Assert.StartsWith(
            "PortForwardNotFound,", _shell.Fail("Stop-KubeApiPortForward $f.Id").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith(
            "PortForwardNotFound,", _shell.Fail("Get-KubeApiPortForward $f.Id").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_shell.Get("$f, $g | Stop-KubeApiPortForward"));
        Assert.NotEmpty(_shell.Run("Get-Page $f").Errors);
    }

    [Fact]
    public void A_port_forward_to_a_deleted_pod_fails_and_is_listed_until_it_is_stopped()
    {
        _shell.Get("$f = Start-KubeApiPortForward web-1 :http; Remove-KubeApiObject pod web-1 -GracePeriod 0 -Force");

        Assert.NotEmpty(_shell.Run("while ($f.State -eq 'Running') { Get-Page $f; Start-Sleep -Milliseconds 100 }; Get-Page $f").Errors);

        Assert.Equal("Failed", $"{_shell.Get("(Get-KubeApiPortForward $f.Id).State").Single()}");
        var table = $"{_shell.Get("$f | Format-Table | Out-String -Width 80").Single()}";
        Assert.Contains("Failed", table, StringComparison.Ordinal);
        Assert.Contains("deleted.", table, StringComparison.Ordinal);
        _shell.Get("Stop-KubeApiPortForward $f.Id");
        Assert.Equal("Stopped", $"{_shell.Get("$f.State").Single()}");
        Assert.Empty(_shell.Get("Get-KubeApiPortForward | Where-Object Namespace -eq $ns"));
    }

    [Fact]
    public void A_pod_that_does_not_run_is_an_error_with_its_state()
    {
        _shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'later'; namespace = $ns }
                spec = @{ nodeSelector = @{ no = 'such' }; containers = @(@{ name = 'app'; image = 'x' }) } }
            """);

        var error = _shell.Fail("Start-KubeApiPortForward later :80");

        Assert.StartsWith("PodNotRunning,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("The pod 'later' is not running: Pending", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("-Wait", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        var waited = _shell.Fail("Start-KubeApiPortForward later :80 -Wait -Timeout 1").ErrorDetails;
        Assert.StartsWith("To find out why: Show-KubeApiObject Pod/later -Namespace ", waited.RecommendedAction, StringComparison.Ordinal);
        Assert.EndsWith(". To wait longer: -Timeout.", waited.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Closing_the_session_stops_a_port_forward()
    {
        Assert.Equal("Stopped", $"{_shell.Get("$f = Start-KubeApiPortForward service/web :main; Disconnect-KubeApi; $f.State").Single()}");
    }

    [Fact]
    public void Removing_the_module_stops_a_port_forward()
    {
        Assert.Equal("Stopped", $"{_shell.Get("$f = Start-KubeApiPortForward service/web :main; Remove-Module KubeApi -Force; $f.State").Single()}");
    }

    [Fact]
    public void A_non_loopback_address_is_a_warning()
    {
        var result = _shell.Run("$f = Start-KubeApiPortForward service/web :main -Address 0.0.0.0; Get-Page $f");

        Assert.StartsWith("The port-forward listens on 0.0.0.0: everyone who can reach port ", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal("hello from web-1", $"{Assert.Single(result.Output)}");
        Assert.Empty(_shell.Run("Start-KubeApiPortForward service/web :main -Address 127.0.0.2, ::1").Warnings);
        Assert.Equal("127.0.0.1", $"{_shell.Get("(Start-KubeApiPortForward service/web :main -Address localhost).Address").Single()}");
    }

    [Theory]
    [InlineData("Start-KubeApiPortForward service/web 0:81", "PortNotFound", "Service/web has no TCP port '81'. It has: main (80).")]
    [InlineData("Start-KubeApiPortForward web-1 0:main", "PortNotFound", "The pod 'web-1' has no TCP port 'main'. It has: http (8080).")]
    [InlineData("Start-KubeApiPortForward service/none 0:80", "PodNotFound", "Service/none has no pods in namespace '")]
    [InlineData("Start-KubeApiPortForward web-2 0:80", "ObjectNotFound", "pods \"web-2\" not found")]
    [InlineData("Start-KubeApiPortForward web-1 0:1 -Wait -Timeout 3", "Timeout", "Pod/web-1 did not accept a connection on port 1 within 3 s: no program")]
    [InlineData("Start-KubeApiPortForward web-1 0:0", "InvalidArgument", "'0:0' is not a port. Use LOCAL:REMOTE")]
    [InlineData("Start-KubeApiPortForward web-1 65536:80", "InvalidArgument", "'65536:80' is not a port.")]
    [InlineData("Start-KubeApiPortForward web-1 a:80", "InvalidArgument", "'a:80' is not a port.")]
    [InlineData("Start-KubeApiPortForward web-1 -x 80", "InvalidArgument", "Start-KubeApiPortForward has no parameter '-x'.")]
    [InlineData("Start-KubeApiPortForward svc web :80", "InvalidArgument", "'svc' is a resource type, and no pod has that name. Use svc/NAME.")]
    [InlineData("Start-KubeApiPortForward web-2 0:80, 0:81", "ObjectNotFound", "pods \"web-2\" not found")]
    [InlineData("Start-KubeApiPortForward svc :80", "InvalidArgument", "'svc' is a resource type, and no pod has that name. Use svc/NAME.")]
    [InlineData(
        "Start-KubeApiPortForward -Namespcae default svc/web :80", "InvalidArgument",
        "Start-KubeApiPortForward has no parameter '-Namespcae'. Did you mean '-Namespace'?")]
    public void A_failure_has_a_reason_and_leaves_no_port_forward(string script, string id, string message)
    {
        var error = _shell.Fail(script);

        Assert.Contains(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith(message, error.ErrorDetails?.Message ?? error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_shell.Get("Get-KubeApiPortForward | Where-Object Namespace -eq $ns"));
    }

    [Fact]
    public void A_failed_port_does_not_stop_the_others()
    {
        var result = _shell.Run("$f = Start-KubeApiPortForward service/web :main; Start-KubeApiPortForward service/web \"$($f.LocalPort):80\" :80");

        Assert.StartsWith("CannotListen,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(result.Output);
    }

    [Fact]
    public void The_table_fits_80_columns()
    {
        var lines = _shell.Get("Start-KubeApiPortForward service/web :main | Out-String -Width 80").Single().ToString().Split('\n');

        Assert.Contains(lines, l => l.Contains("Service/web", StringComparison.Ordinal) && l.Contains("web-1", StringComparison.Ordinal));
    }

    private static async Task ServeAsync(ContainerConnection connection)
    {
        var buffer = new byte[4096];
        if (await connection.Content.ReadAsync(buffer) > 0)
        {
            await connection.Content.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 16\r\n\r\nhello from web-1"u8.ToArray());
        }
    }
}
