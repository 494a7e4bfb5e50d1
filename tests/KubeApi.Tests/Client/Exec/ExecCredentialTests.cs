using KubeApi.Client.Authentication.Exec;
using KubeApi.Client.Errors;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Client.Exec;

/// <summary>Plugins as real child processes: shell scripts, so not on Windows.</summary>
public sealed class ExecCredentialTests : IDisposable
{
    private readonly PluginFolder _folder = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task A_token_without_an_expiry_is_kept()
    {
        var credential = Credential(_folder.WriteToken("t"));

        await GetAsync(credential);
        _clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal("Bearer t", await GetAsync(credential));
        Assert.Equal(1, _folder.Runs);
    }

    [UnixTheory]
    [InlineData(40, 1)]
    [InlineData(55, 2)]
    [InlineData(61, 2)]
    public async Task A_token_is_kept_until_shortly_before_its_expiry(int secondsLater, int runs)
    {
        var credential = Credential(_folder.WriteToken("t", (_clock.GetUtcNow() + TimeSpan.FromSeconds(60)).ToString("yyyy-MM-ddTHH:mm:ssZ")));
        await GetAsync(credential);

        _clock.Advance(TimeSpan.FromSeconds(secondsLater));
        await GetAsync(credential);

        Assert.Equal(runs, _folder.Runs);
    }

    [UnixFact]
    public async Task A_token_with_the_zero_time_as_expiry_is_kept()
    {
        var credential = Credential(_folder.WriteToken("t", "0001-01-01T00:00:00Z"));
        await GetAsync(credential);

        Assert.Equal("Bearer t", await GetAsync(credential));
        Assert.Equal(1, _folder.Runs);
    }

    [UnixFact]
    public async Task A_caller_that_does_not_wait_gets_the_cached_token_without_a_run()
    {
        var credential = Credential(_folder.WriteToken("t"));
        var passerBy = new Caller(isForStreams: false);

        var e = await Assert.ThrowsAsync<KubeApiException>(() => credential.GetAsync(passerBy, default).AsTask());
        await GetAsync(credential);

        Assert.Equal(FailureKind.CredentialUnavailable, e.Failure);
        Assert.Equal("Bearer t", (await credential.GetAsync(passerBy, default)).Authorization);
        Assert.Equal(1, _folder.Runs);
    }

    [UnixFact]
    public async Task Concurrent_requests_share_one_run()
    {
        var credential = Credential(_folder.WriteToken("t"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync(credential)));

        Assert.Equal(1, _folder.Runs);
    }

    [UnixFact]
    public async Task Concurrent_refusals_share_one_new_run()
    {
        var credential = Credential(_folder.Write("plugin", $"""
            echo run >> "$dir/runs"
            n=$(wc -l < "$dir/runs" | tr -d ' ')
            echo '{PluginFolder.Credential("\"token\":\"token-N\"")}' | sed "s/N\"/$n\"/"
            """));
        var refused = await credential.GetAsync(null, default);

        var renewed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => credential.RenewAsync(refused, null, default).AsTask()));

        Assert.All(renewed, Assert.True);
        Assert.Equal(2, _folder.Runs);
        Assert.Equal("Bearer token-2", await GetAsync(credential));
    }

    [UnixFact]
    public async Task An_unchanged_token_is_not_retried()
    {
        var credential = Credential(_folder.WriteToken("t"));

        Assert.False(await credential.RenewAsync(await credential.GetAsync(null, default), null, default));
        Assert.Equal(2, _folder.Runs);
    }

    [UnixFact]
    public async Task Two_sessions_share_nothing()
    {
        var path = _folder.WriteToken("t");

        await GetAsync(Credential(path));
        await GetAsync(Credential(path));

        Assert.Equal(2, _folder.Runs);
    }

    [UnixFact]
    public async Task Arguments_arrive_unchanged_and_the_environment_is_extended()
    {
        var path = _folder.WriteToken("t", before: """printf '%s\n' "$@" > "$dir/args"; echo "$EXTRA $HOME" > "$dir/env" """);
        var plugin = new ExecPlugin
        {
            Command = path,
            ApiVersion = "client.authentication.k8s.io/v1",
            InteractiveMode = ExecInteractiveMode.Never,
            Arguments = ["a b", "", "\"q\"", "$HOME;`id`", "--x=\\", "*"],
            Variables = [("EXTRA", "e=x tra")],
        };

        await GetAsync(new ExecCredential(plugin));

        Assert.Equal("a b\n\n\"q\"\n$HOME;`id`\n--x=\\\n*\n", _folder.Read("args"));
        Assert.Equal($"e=x tra {Environment.GetEnvironmentVariable("HOME")}\n", _folder.Read("env"));
    }

    [UnixTheory]
    [InlineData(ExecInteractiveMode.Never, false, "false")]
    [InlineData(ExecInteractiveMode.Never, true, "false")]
    [InlineData(ExecInteractiveMode.IfAvailable, false, "false")]
    [InlineData(ExecInteractiveMode.IfAvailable, true, "true")]
    [InlineData(ExecInteractiveMode.Always, true, "true")]
    public async Task The_plugin_is_told_whether_it_may_prompt(ExecInteractiveMode mode, bool hasConsole, string expected)
    {
        var path = _folder.WriteToken("t", before: """echo "$KUBERNETES_EXEC_INFO" > "$dir/info" """);

        await new ExecCredential(PluginFolder.Plugin(path, mode)).GetAsync(new Caller(hasConsole), default);

        Assert.Equal(
            $$$"""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"interactive":{{{expected}}}}}""" + "\n",
            _folder.Read("info"));
    }

    [UnixFact]
    public async Task Two_sessions_never_prompt_on_one_console_at_once()
    {
        using var turn = new SemaphoreSlim(1);
        var caller = new Caller(hasConsole: true, turn: turn);
        await turn.WaitAsync();
        var asking = new ExecCredential(PluginFolder.Plugin(_folder.WriteToken("t"), ExecInteractiveMode.IfAvailable)).GetAsync(caller, default).AsTask();
        await new ExecCredential(PluginFolder.Plugin(_folder.WriteToken("t"), ExecInteractiveMode.Never)).GetAsync(caller, default);

        // A plugin that cannot prompt does not wait for the other.
        Assert.Equal(1, _folder.Runs);
        turn.Release();
        await asking;

        Assert.Equal((2, 1), (_folder.Runs, turn.CurrentCount));
    }

    [UnixFact]
    public async Task Standard_input_is_empty_without_a_console()
    {
        await GetAsync(Credential(_folder.WriteToken("t", before: """cat > "$dir/input" """)));

        Assert.Equal("", _folder.Read("input"));
    }

    [UnixFact]
    public async Task A_plugin_that_must_prompt_is_not_run_without_a_console()
    {
        var path = _folder.WriteToken("t");

        var e = await FailAsync(new ExecCredential(PluginFolder.Plugin(path, ExecInteractiveMode.Always)));

        Assert.Equal((FailureKind.ExecPluginNeedsConsole, 0), (e.Failure, _folder.Runs));
    }

    [UnixFact]
    public async Task Standard_error_is_reported_line_by_line_without_escape_sequences()
    {
        var caller = new Caller();

        await Credential(_folder.WriteToken("t", before: """printf '\033[31mopen\033[0m the page\n\n\033]0;title\007and enter 123' >&2"""))
            .GetAsync(caller, default);

        Assert.Equal(["plugin: open the page", "plugin: and enter 123"], caller.Notices);
    }

    [UnixFact]
    public async Task A_background_process_of_the_plugin_does_not_block_the_session()
    {
        var credential = Credential(_folder.WriteToken("t", before: """sleep 60 & echo $! > "$dir/pid" """));

        Assert.Equal("Bearer t", await GetAsync(credential));

        System.Diagnostics.Process.GetProcessById(int.Parse(_folder.Read("pid"))).Kill();
    }

    [UnixFact]
    public async Task Cancelling_kills_the_plugin_and_its_children()
    {
        var credential = Credential(_folder.WriteToken("t", before: """sleep 600 & echo $! > "$dir/child"; echo $$ > "$dir/self"; wait"""));
        using var stop = new CancellationTokenSource();
        var waiting = credential.GetAsync(null, stop.Token).AsTask();
        await PollAsync(() => File.Exists(_folder.In("self")) && _folder.Read("self").EndsWith('\n'));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await PollAsync(() => !IsRunning("self") && !IsRunning("child"));
    }

    [UnixFact]
    public async Task Cancelling_the_first_caller_leaves_the_others_waiting()
    {
        var credential = Credential(_folder.WriteToken("t", before: """test -f "$dir/go" || { touch "$dir/started"; sleep 600; }"""));
        using var stop = new CancellationTokenSource();
        var first = credential.GetAsync(null, stop.Token).AsTask();
        await PollAsync(() => File.Exists(_folder.In("started")));
        var second = credential.GetAsync(null, default).AsTask();
        await File.WriteAllTextAsync(_folder.In("go"), "");

        await stop.CancelAsync();

        Assert.Equal("Bearer t", (await second).Authorization);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [UnixTheory]
    [InlineData("exit 3", FailureKind.ExecPluginFailed, "exit code 3")]
    [InlineData("true", FailureKind.ExecPluginAnswerInvalid, "did not write an object of the kind ExecCredential")]
    [InlineData("echo s3cr3t; echo '{'", FailureKind.ExecPluginAnswerInvalid, "did not write an object of the kind ExecCredential")]
    [InlineData("echo '\"s3cr3t\"'", FailureKind.ExecPluginAnswerInvalid, "did not write an object of the kind ExecCredential")]
    [InlineData("echo '{\"kind\":\"s3cr3t\"}'", FailureKind.ExecPluginAnswerInvalid, "ExecCredential")]
    [InlineData("yes s3cr3t | head -c 3000000", FailureKind.ExecPluginAnswerInvalid, "did not write an object of the kind ExecCredential")]
    [InlineData(
        "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/s3cr3t\"}'", FailureKind.ExecPluginVersionMismatch,
        "client.authentication.k8s.io/v1")]
    [InlineData(
        "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'", FailureKind.ExecPluginAnswerEmpty, "without a status")]
    [InlineData("answer '\"expirationTimestamp\":null'", FailureKind.ExecPluginAnswerEmpty, "neither a token nor")]
    [InlineData("answer '\"clientKeyData\":\"s3cr3t\"'", FailureKind.ExecPluginAnswerEmpty, "only one of")]
    [InlineData("answer '\"token\":\"s3cr3t\",\"expirationTimestamp\":\"s3cr3t\"'", FailureKind.ExecPluginAnswerInvalid, "expirationTimestamp")]
    [InlineData("answer '\"token\":\"s3cr3t token\"'", FailureKind.CredentialUnavailable, "character")]
    [InlineData("answer '\"clientCertificateData\":\"s3cr3t\",\"clientKeyData\":\"s3cr3t\"'", FailureKind.ExecPluginAnswerInvalid, "is not PEM")]
    public async Task Each_failure_is_reported_without_secrets(string script, FailureKind failure, string expected)
    {
        var path = _folder.Write("plugin", $$$"""
            answer() { echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{'"$1"'}}'; }
            {{{script}}}
            """);
        var credential = new ExecCredential(
            new ExecPlugin { Command = path, ApiVersion = "client.authentication.k8s.io/v1", Variables = [("SECRET", "s3cr3t")] });

        var e = await FailAsync(credential);

        Assert.Equal(failure, e.Failure);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", e + e.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", credential.Description, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_missing_plugin_is_reported_with_its_install_hint_without_escape_sequences()
    {
        var e = await FailAsync(new ExecCredential(new ExecPlugin
        {
            Command = "kubeapi-no-such-plugin",
            ApiVersion = "client.authentication.k8s.io/v1",
            InstallHint = "Get it:\r\n\u001b[2J\u001b]8;;http://evil\u0007brew install it\u009b31m",
        }));

        Assert.Equal(FailureKind.ExecPluginNotFound, e.Failure);
        Assert.Contains("'kubeapi-no-such-plugin' is not installed", e.Message, StringComparison.Ordinal);
        Assert.Equal("Get it:\nbrew install it", e.RecommendedAction);
    }

    [UnixFact]
    public async Task A_file_that_cannot_be_executed_is_reported()
    {
        var path = _folder.Write("plugin", "");
        await File.WriteAllTextAsync(path, "no program");

        var e = await FailAsync(Credential(path));

        Assert.Equal(FailureKind.ExecPluginFailed, e.Failure);
        Assert.Contains("cannot be started", e.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task The_policy_is_checked_before_each_run()
    {
        var path = _folder.WriteToken("t");

        var e = await FailAsync(new ExecCredential(PluginFolder.Plugin(path), new ExecPluginRule(ExecPluginPolicy.AllowList, ["/bin/sh"])));

        Assert.Equal((FailureKind.ExecPluginNotAllowed, 0), (e.Failure, _folder.Runs));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    private ExecCredential Credential(string path) => new(PluginFolder.Plugin(path), clock: _clock);

    private static async Task<string?> GetAsync(ExecCredential credential) => (await credential.GetAsync(null, default)).Authorization;

    private static Task<KubeApiException> FailAsync(ExecCredential credential) =>
        Assert.ThrowsAsync<KubeApiException>(() => credential.GetAsync(new Caller(), default).AsTask());

    private bool IsRunning(string file)
    {
        // A zombie that init has not reaped yet has ended.
        var status = $"/proc/{_folder.Read(file).Trim()}/stat";
        try
        {
            return !File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task PollAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10);
        }
    }
}
