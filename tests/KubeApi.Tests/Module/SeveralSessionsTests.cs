using System.Collections.Concurrent;
using KubeApi.Sandbox;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>Two clusters, or one cluster with two sessions in different namespaces.</summary>
public sealed class SeveralSessionsTests : IAsyncLifetime
{
    private readonly string _a = "a-" + Guid.NewGuid().ToString("n");
    private readonly string _b = "b-" + Guid.NewGuid().ToString("n");
    private readonly string _namespace = SandboxFixture.NamespacePrefix + Guid.NewGuid().ToString("n")[..8];
    private SandboxServer _first = null!; // set before any test that inspects it
    private SandboxServer _second = null!;
    private ModuleShell _shell = null!;

    public async Task InitializeAsync()
    {
        if (SandboxFixture.OtherCluster is null)
        {
            _first = await SandboxServer.StartAsync();
            _second = await SandboxServer.StartAsync();
        }

        _shell = new ModuleShell(
            ("First", SandboxFixture.OtherCluster ?? _first.KubeConfigPath), ("Second", SandboxFixture.OtherCluster ?? _second.KubeConfigPath),
            ("ns", _namespace));
        _shell.Get($$"""
            $a = Connect-KubeApi -KubeConfig $First -Name {{_a}} -Namespace $ns-a
            $b = Connect-KubeApi -KubeConfig $Second -Name {{_b}} -Namespace $ns-b
            foreach ($session in $a, $b) {
                $letter = $session.Name[0]
                $null = Invoke-KubeApi POST /api/v1/namespaces -Body @{ metadata = @{ name = "$ns-$letter" } } -Session $session
                foreach ($name in "only-$letter", 'both') { $null = Invoke-KubeApi POST "/api/v1/namespaces/$ns-$letter/configmaps" -Body @{ metadata = @{ name = $name } } -Session $session }
            }
            """);
    }

    public async Task DisposeAsync()
    {
        if (SandboxFixture.OtherCluster is not null)
        {
            _shell.Get("$null = Connect-KubeApi -KubeConfig $First -Name \"$ns-end\"; Remove-KubeApiObject ns $ns-* -Force");
            _shell.Dispose();
            return;
        }

        _shell.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public void Objects_of_all_sessions_are_returned_with_their_origin()
    {
        var lines = _shell.Get(
            "Get-KubeApiObject cm only-* -Session $a,$b | ForEach-Object { \"$($_.metadata.name) $([KubeApi.Formatting.FormatHelper]::Session($_))\" }");

        Assert.Equal([$"only-a {_a}", $"only-b {_b}"], lines.Select(l => l.ToString()).Order());
    }

    [Fact]
    public void The_session_of_an_object_is_found_from_the_object()
    {
        var lines = _shell.Get("Get-KubeApiObject cm only-* -Session $a,$b | ForEach-Object { \"$($_.metadata.name) $(($_ | Get-KubeApiSession).Name)\" }");

        Assert.Equal([$"only-a {_a}", $"only-b {_b}"], lines.Select(l => l.ToString()).Order());
        Assert.Equal(_a, Assert.Single(_shell.Get($"('{_a}' | Get-KubeApiSession).Name")).ToString());
    }

    [Fact]
    public void Names_of_all_sessions_are_completed() =>
        Assert.Equal("only-a,only-b", _shell.Complete($"Get-KubeApiObject cm -Session {_a},{_b} -Name only-"));

    [Fact]
    public void A_pattern_matches_open_sessions()
    {
        var tail = Guid.NewGuid().ToString("n");
        _shell.Get($"1..3 | ForEach-Object {{ $null = Connect-KubeApi -KubeConfig $First -Name \"many-$_-{tail}\" }}; Disconnect-KubeApi many-3-{tail}");

        var names = _shell.Get($"Get-KubeApiObject ns default -Session 'MANY-*-{tail}',many-1-{tail} | Get-KubeApiSession | ForEach-Object {{ $_.Name }}");
        _shell.Get($"Disconnect-KubeApi 'many-?-{tail}'");

        Assert.Equal([$"many-1-{tail}", $"many-2-{tail}"], names.Select(n => n.ToString()).Order());
        Assert.Empty(_shell.Get($"Get-KubeApiSession *{tail}"));
    }

    [Theory]
    [InlineData("Get-KubeApiObject cm, ns -Session $a,$b", "Session Kind Namespace Name Ready Status Age")]
    [InlineData("Get-KubeApiObject cm -NoServerPrint -Session $a,$b", "Session Namespace Name Age")]
    public void The_session_is_the_first_column_of_objects_without_a_view_of_their_kind(string script, string columns) => Assert.Equal(
        columns, string.Join(' ', _shell.Get($"@({script} | Format-Table)[0].shapeInfo.tableColumnInfoList.label")));

    [Theory]
    [InlineData("Get-KubeApiGroup -Session 'no-such-*'")]
    [InlineData("Disconnect-KubeApi 'no-such-*'")]
    public void A_pattern_without_a_match_is_an_error_that_lists_the_open_sessions(string script)
    {
        var error = _shell.Fail(script);

        Assert.StartsWith("SessionNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'no-such-*'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"Open sessions: {_a}, {_b}", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_without_a_session_is_an_error()
    {
        var error = _shell.Fail("@{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'web' } } | Get-KubeApiSession");

        Assert.StartsWith("SessionNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("has no session", error.ToString(), StringComparison.Ordinal);
    }

    [SandboxFact]
    public async Task Sessions_are_queried_concurrently_and_objects_are_written_as_they_arrive()
    {
        var goOn = new TaskCompletionSource();
        _first.Intercept = async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/configmaps", StringComparison.Ordinal))
            {
                await goOn.Task;
            }

            return false;
        };
        _shell.Get("$null = Get-KubeApiGroup -Session $a,$b");
        var names = (ConcurrentQueue<string>)_shell.Get("$names = [Collections.Concurrent.ConcurrentQueue[string]]::new(); , $names")[0].BaseObject;
        var listing = Task.Run(() => _shell.Run("Get-KubeApiObject cm only-* -Session $a,$b | ForEach-Object { $names.Enqueue($_.metadata.name) }"));

        // The objects of the second session are written before the first one has started.
        Assert.True(SpinWait.SpinUntil(() => !names.IsEmpty, TimeSpan.FromSeconds(30)));
        goOn.SetResult();
        await listing;

        Assert.Equal("only-b only-a", string.Join(' ', names));
    }

    [SandboxFact]
    public void A_failing_session_is_one_error_and_the_others_continue()
    {
        _first.Intercept = async context =>
        {
            context.Response.StatusCode = 503;
            await context.Response.WriteAsync("down for maintenance");
            return true;
        };

        var result = _shell.Run("Get-KubeApiObject cm only-* -Session $a,$b | ForEach-Object { $_.metadata.name }");

        Assert.Equal("only-b", Assert.Single(result.Output).BaseObject);
        Assert.StartsWith("ServiceUnavailable,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [SandboxTheory]
    [InlineData("Get-KubeApiObject namespace default -Session $a,$b")]
    [InlineData("Get-KubeApiObject namespaces -Session $a,$b")]
    [InlineData("Update-KubeApiObject namespace default @{ metadata = @{ labels = @{ none = $null } } } -Session $a,$b")]
    [InlineData("Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = 'default' } } -Session $a,$b")]
    [InlineData("Get-KubeApiPath -Session $a,$b")]
    public void An_error_names_its_session(string script)
    {
        _shell.Get("$null = Get-KubeApiGroup -Session $a,$b");
        _first.Intercept = async context =>
        {
            context.Response.StatusCode = 501;
            await context.Response.WriteAsync("not here");
            return true;
        };

        Assert.StartsWith($"{_a}: The server failed (501)", Assert.Single(_shell.Run(script).Errors).ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_named_twice_is_queried_once() =>
        Assert.Single(_shell.Get($"Get-KubeApiObject namespace default -Session $a,{_a},{_a.ToUpperInvariant()}"));

    [Fact]
    public void An_object_is_read_again_from_its_own_session_and_not_from_the_current_one()
    {
        // The current session is the second.
        var uids = _shell.Get("""
            $one = Get-KubeApiObject cm only-a -Session $a
            $list = Get-KubeApiObject cm only-a* -Session $a
            $null = Invoke-KubeApi PATCH "/api/v1/namespaces/$ns-a/configmaps/only-a" -Body @{ metadata = @{ labels = @{ seen = 'yes' } } } -Session $a
            $one, $list | Where-Object { $_ } | Get-KubeApiObject | ForEach-Object { $_.metadata.labels.seen }
            """);

        Assert.Equal("yes yes", string.Join(' ', uids));
    }

    [SandboxFact("Two clusters have to be there.")]
    public void An_explicit_session_wins_over_the_origin()
    {
        var result = _shell.Run("Get-KubeApiObject namespace $ns-a -Session $a | Get-KubeApiObject -Session $b");

        Assert.Empty(result.Output);
        Assert.StartsWith("ObjectNotFound,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [SandboxFact]
    public void An_object_of_a_closed_session_goes_to_no_other_cluster()
    {
        _shell.Get("$from = @(Get-KubeApiObject namespace default -Session $a,$b); Disconnect-KubeApi $a");
        _second.ClearRequests();

        var result = _shell.Run("$from | Get-KubeApiObject");

        var error = Assert.Single(result.Errors);
        Assert.StartsWith("SessionClosed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(_a, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Single(result.Output);
        Assert.Single(_second.Requests);
    }

    [Fact]
    public void An_object_without_origin_goes_to_the_current_session()
    {
        var names = _shell.Get(
            "[pscustomobject]@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'only-b' } } | Get-KubeApiObject | ForEach-Object { "
                + "$_.metadata.name }");

        Assert.Equal("only-b", Assert.Single(names).BaseObject);
        Assert.StartsWith("NotAnObject,", _shell.Fail("[pscustomobject]@{ x = 1 } | Get-KubeApiObject").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copied_object_keeps_its_origin()
    {
        Assert.Equal(
            _a, Assert.Single(_shell.Get("[KubeApi.Formatting.FormatHelper]::Session((Get-KubeApiObject cm only-a -Session $a).PSObject.Copy())")).BaseObject);
    }

    [Fact]
    public void A_warning_of_each_server_is_shown_once_with_its_session()
    {
        var result = _shell.Run("Get-KubeApiObject componentstatuses -Session $a,$b; $null = Get-KubeApiObject componentstatuses -Session $a");

        Assert.Equal(
            [$"{_a}: v1 ComponentStatus", $"{_b}: v1 ComponentStatus", "v1 ComponentStatus"],
            result.Warnings.Select(w => w.Split(" is deprecated")[0]).OrderBy(w => w.Length == 18).ThenBy(w => w));
    }

    [Theory]
    [InlineData("Get-KubeApiObject cm both -Session $a,$b", true)]
    [InlineData("Get-KubeApiObject cm both -Session $a,$b | Get-KubeApiObject", true)]
    [InlineData("New-KubeApiObject '{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"new\"}}' -Session $a,$b", true)]
    [InlineData("Get-KubeApiObject cm both -Session $a; Get-KubeApiObject cm both -Session $b", false)]
    [InlineData("Get-KubeApiObject cm both -Session $a | Get-KubeApiObject", false)]
    public void The_view_shows_the_session_if_a_command_uses_several(string script, bool isShown)
    {
        var objects = _shell.Get(script);

        Assert.NotEmpty(objects);
        Assert.All(objects, o => Assert.Equal(isShown, o.TypeNames.Contains("KubeApi.Object.OfSession")));
        // The views are looked for in this order.
        Assert.All(objects, o => Assert.Equal(
            ["KubeApi.Object#v1/ConfigMap", "KubeApi.Object"], o.TypeNames.Where(n => !n.StartsWith("KubeApi.Object.Of", StringComparison.Ordinal)).Take(2)));
    }

    [Fact]
    public void A_bug_in_one_session_is_an_error_of_that_session()
    {
        var session = (KubeApi.Session.KubeApiSession)_shell.Get("$a")[0].BaseObject;

        var record = KubeApi.Errors.ErrorRecords.Make(new InvalidOperationException("a bug"), "pods", session);

        Assert.Equal(("UnexpectedFailure", "pods"), (record.FullyQualifiedErrorId, record.TargetObject));
        Assert.Contains(_a, record.ErrorDetails.Message, StringComparison.Ordinal);
    }
}
