using System.Management.Automation;

namespace KubeApi.Tests.Module;

/// <summary>Invoke-KubeApiCommand, with fake containers.</summary>
public sealed class ContainerCommandTests : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Pods = """
        'web-1', 'web-2' | ForEach-Object {
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'
                metadata = @{ name = $_; namespace = $ns; labels = @{ app = 'web' }; annotations = @{ 'kubectl.kubernetes.io/default-container' = 'app' } }
                spec = @{ containers = @{ name = 'proxy'; image = 'x' }, @{ name = 'app'; image = 'x' } } }
        }
        $PSDefaultParameterValues['*-KubeApi*:Namespace'] = $ns
        """;

    private readonly FakeContainers _containers = new();
    private readonly Interception _interception;
    private readonly ModuleShell _shell;

    public ContainerCommandTests(SandboxFixture sandbox)
    {
        _shell = sandbox.InNamespace(inside: true);
        _shell.Get(Pods);
        _interception = new Interception(sandbox.Server, _containers.AnswerAsync);
    }

    public void Dispose()
    {
        _interception.Dispose();
        _shell.Dispose();
    }

    [Fact]
    public void Output_is_strings_with_their_origin()
    {
        var line = Assert.Single(_shell.Get("Invoke-KubeApiCommand web-1 -- echo 'a b' c"));

        Assert.Equal("a b c", line.BaseObject);
        Assert.Equal("web-1 app stdout", $"{line.Properties["Pod"].Value} {line.Properties["Container"].Value} {line.Properties["Stream"].Value}");
        Assert.Equal(["web-1/app: echo|a b|c"], _containers.Commands);
        Assert.Equal(0, _shell.Get("$LASTEXITCODE").Single().BaseObject);
    }

    [Theory]
    [InlineData("web-1 -- echo -c -l -- x", "app: echo|-c|-l|--|x")]
    [InlineData("web-1 -Container proxy -- echo", "proxy: echo")]
    [InlineData("web-1 -c proxy echo", "proxy: echo")]
    [InlineData("pod/web-1 -- echo a,b 1.50 0x10", "app: echo|a,b|1.50|0x10")]
    [InlineData("web-1 -- echo $list $null ''", "app: echo|x|y||")]
    [InlineData("web-1 -Command echo, z", "app: echo|z")]
    public void Arguments_are_parsed_as_for_a_native_command(string arguments, string expected)
    {
        _shell.Get($"$list = 'x', 'y'; Invoke-KubeApiCommand {arguments}");

        Assert.Equal([$"web-1/{expected}"], _containers.Commands);
    }

    [Theory]
    [InlineData("Invoke-KubeApiCommand web-1 sh -c 'df -h'", "-c")]
    [InlineData("Invoke-KubeApiCommand web-1 ps -n kube", "-n")]
    [InlineData("Invoke-KubeApiCommand web-1 sh -i", "-i")]
    [InlineData("Invoke-KubeApiCommand web-1 ls -l", "-l")]
    [InlineData("Invoke-KubeApiCommand web-1 ls -la", "-la")]
    [InlineData("Invoke-KubeApiCommand web-1 ls -l /tmp", "-l")]
    [InlineData("Get-KubeApiObject pod web-1 | Invoke-KubeApiCommand sh -x -c date", "-c")]
    public void The_error_of_a_missing_separator_names_it(string script, string parameter)
    {
        var error = _shell.Fail(script);

        Assert.StartsWith("InvalidArgument,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith(
            $"{parameter} was bound as a parameter of this cmdlet. Write -- before the command", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(_containers.Commands);
    }

    [Fact]
    public void An_exit_code_is_one_error_with_the_last_lines_of_standard_error()
    {
        var result = _shell.Run("Invoke-KubeApiCommand web-1 -- fail 7");

        Assert.Equal("out", Assert.Single(result.Output).BaseObject);
        Assert.Equal(["first", "second"], result.Errors.Take(2).Select(e => e.ToString()));
        var failure = result.Errors[2];
        Assert.Equal((3, ErrorCategory.InvalidResult), (result.Errors.Count, failure.CategoryInfo.Category));
        Assert.StartsWith("CommandFailed,", failure.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("'fail' in web-1/app ended with exit code 7.", failure.ErrorDetails.Message);
        Assert.Equal("'fail' in web-1/app ended with exit code 7.\nfirst\nsecond", failure.Exception.Message);
        Assert.Equal(7, _shell.Get("$LASTEXITCODE").Single().BaseObject);
    }

    [Theory]
    [InlineData("$ErrorActionPreference = 'Stop'; Invoke-KubeApiCommand web-1 -- warn; 'after'", "done,after", 1)]
    [InlineData("Invoke-KubeApiCommand web-1 -- warn 2>$null", "done", 0)]
    [InlineData("Invoke-KubeApiCommand web-1 -- warn 2>&1 | ForEach-Object { \"$($_.Stream) $_\" }", "stderr careful,stdout done", 0)]
    [InlineData("Invoke-KubeApiCommand web-1 -ErrorVariable e -- warn 2>$null; \"$e\"", "done,careful", 0)]
    public void Standard_error_is_handled_as_for_a_native_command(string script, string expected, int errors)
    {
        var result = _shell.Run($"& {{ {script} }}");

        Assert.Equal(expected, string.Join(',', result.Output));
        Assert.Equal(errors, result.Errors.Count);
        Assert.All(result.Errors, e => Assert.StartsWith("NativeCommandErrorMessage", e.FullyQualifiedErrorId, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("silent")]
    public void A_command_with_an_unconfirmed_end_never_has_exit_code_0_and_is_never_repeated(string command)
    {
        _shell.Get("$global:LASTEXITCODE = 0");

        var result = _shell.Run($"Invoke-KubeApiCommand web-1 -- {command}");

        Assert.Equal("before", Assert.Single(result.Output).BaseObject);
        Assert.StartsWith("StreamBroken,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(-1, _shell.Get("$LASTEXITCODE").Single().BaseObject);
        Assert.Single(_containers.Commands);
    }

    [Theory]
    [InlineData("'a', 'é' | Invoke-KubeApiCommand web-1 -- cat", "a|é")]
    [InlineData("1, 2.5 | Invoke-KubeApiCommand web-1 -- cat", "1|2.5")]
    [InlineData(", [byte[]](104, 105, 10) | Invoke-KubeApiCommand web-1 -- cat", "hi")]
    [InlineData("[byte[]](104, 105, 10) | Invoke-KubeApiCommand web-1 -- cat", "hi")]
    [InlineData("1..20000 | ForEach-Object { \"line $_\" } | Invoke-KubeApiCommand web-1 -- cat | Select-Object -Last 1", "line 20000")]
    [InlineData("@() | Invoke-KubeApiCommand web-1 -- echo x", "x")]
    [InlineData("'a' * 300000 | Invoke-KubeApiCommand web-1 -- cat | ForEach-Object Length", "300000")]
    public void Input_comes_through_the_pipeline(string script, string expected) =>
        Assert.Equal(expected.Split('|'), _shell.Get(script).Select(o => $"{o}"));

    [Fact]
    public void Input_and_output_are_files_byte_for_byte()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (source, copy, bytes) = (Path.Combine(folder.FullName, "in"), Path.Combine(folder.FullName, "out"), Path.Combine(folder.FullName, "bytes"));
            var content = new byte[1_000_000];
            new Random(1).NextBytes(content);
            File.WriteAllBytes(source, content);

            Assert.Empty(_shell.Get($"Invoke-KubeApiCommand web-1 -InputFile '{source}' -OutFile '{copy}' -- cat"));
            Assert.Empty(_shell.Get($"Invoke-KubeApiCommand web-1 -OutFile '{bytes}' -- bytes"));

            Assert.Equal(content, File.ReadAllBytes(copy));
            var all = Enumerable.Range(0, 256).Select(i => (byte)i).ToList();
            Assert.Equal([.. all, .. all.AsEnumerable().Reverse()], File.ReadAllBytes(bytes));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Theory]
    [InlineData("-InputFile", "absent", "FileNotRead", "no such file or folder")]
    [InlineData("-InputFile", "", "FileNotRead", "it is a folder")]
    [InlineData("-OutFile", "absent/x", "FileNotWritten", "absent' does not exist")]
    [InlineData("-OutFile", "", "FileNotWritten", "it is a folder")]
    public void A_file_that_cannot_be_opened_runs_nothing(string parameter, string file, string id, string reason)
    {
        var folder = Directory.CreateTempSubdirectory("kubeapi-files-");
        _shell.Get("$global:LASTEXITCODE = 7");

        var error = _shell.Fail($"Invoke-KubeApiCommand web-1 {parameter} '{Path.Combine(folder.FullName, file)}' -- cat");
        folder.Delete();

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(reason, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(-1, _shell.Get("$global:LASTEXITCODE").Single().BaseObject);
        Assert.Empty(_containers.Commands);
    }

    [LinuxFact]
    public void Devices_are_input_and_output()
    {
        Assert.Empty(_shell.Get("Invoke-KubeApiCommand web-1 -InputFile /dev/null -OutFile /dev/null -- cat"));
        Assert.Equal(0, _shell.Get("$global:LASTEXITCODE").Single().BaseObject);

        var error = _shell.Fail("Invoke-KubeApiCommand web-1 -OutFile /dev/full -- bytes");

        Assert.StartsWith("FileNotWritten,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        const string End = " cannot be written to '/dev/full': No space left on device. The command may still be running.";
        Assert.EndsWith(End, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(-1, _shell.Get("$global:LASTEXITCODE").Single().BaseObject);
    }

    [Theory]
    [InlineData("Invoke-KubeApiCommand deploy/nosuch -- echo x")]
    [InlineData("Invoke-KubeApiCommand nosuch/x -- echo x")]
    [InlineData("Invoke-KubeApiCommand w* -- echo x")]
    [InlineData("Get-Process -Id $PID | Invoke-KubeApiCommand -- echo x")]
    [InlineData("'web-1' | Invoke-KubeApiCommand -- echo x")]
    [InlineData("Invoke-KubeApiCommand web-1 -Session nosuch -- echo x")]
    [InlineData("Invoke-KubeApiCommand web-1")]
    public void A_command_without_a_pod_is_no_success(string script)
    {
        _shell.Get("$global:LASTEXITCODE = 0");

        Assert.NotEmpty(_shell.Run(script).Errors);

        Assert.Equal(-1, _shell.Get("$global:LASTEXITCODE").Single().BaseObject);
        Assert.Empty(_containers.Commands);
    }

    [Fact]
    public void Null_is_empty_input()
    {
        _shell.Get("$global:LASTEXITCODE = 7");

        Assert.Empty(_shell.Get("$null | Invoke-KubeApiCommand web-1 -- cat"));

        Assert.Equal(0, _shell.Get("$global:LASTEXITCODE").Single().BaseObject);
        Assert.NotEmpty(_shell.Run("$null | Invoke-KubeApiCommand -- cat").Errors);
    }

    [Fact]
    public void A_command_that_is_not_started_keeps_the_file_for_its_output()
    {
        var folder = Directory.CreateTempSubdirectory("kubeapi-files-");
        var (kept, created) = (Path.Combine(folder.FullName, "kept"), Path.Combine(folder.FullName, "new"));
        File.WriteAllText(kept, "longer than one line");

        _shell.Fail($"Invoke-KubeApiCommand web-1 -OutFile '{kept}' -- missing");
        _shell.Fail($"Invoke-KubeApiCommand web-1 -OutFile '{created}' -- missing");
        var (before, isCreated) = (File.ReadAllText(kept), File.Exists(created));
        _shell.Get($"Invoke-KubeApiCommand web-1 -OutFile '{kept}' -- echo x");
        var after = File.ReadAllText(kept);
        folder.Delete(true);

        Assert.Equal(("longer than one line", false, "x\n"), (before, isCreated, after));
    }

    [Fact]
    public void A_server_that_cannot_send_the_end_of_input_runs_nothing()
    {
        _containers.HasVersion5 = false;

        var error = _shell.Fail("'a' | Invoke-KubeApiCommand web-1 -- cat");

        Assert.StartsWith("StreamNotSupported,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("The command was not started", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(_containers.Commands);
        Assert.Equal("x", _shell.Get("Invoke-KubeApiCommand web-1 -- echo x").Single().BaseObject);
    }

    [Theory]
    [InlineData("Get-KubeApiObject pods | Invoke-KubeApiCommand -- echo -n x")]
    [InlineData("Get-KubeApiObject pods | Invoke-KubeApiCommand echo '-n' x")]
    [InlineData("Invoke-KubeApiCommand pods -LabelSelector app=web -- echo -n x")]
    [InlineData("Invoke-KubeApiCommand web-1,web-2 -- echo -n x")]
    [InlineData("Invoke-KubeApiCommand web-1,web-2 -MaxConcurrent 1 -- echo -n x")]
    public void Several_pods_run_the_command(string script)
    {
        var lines = _shell.Get(script);

        Assert.Equal(["web-1/app: echo|-n|x", "web-2/app: echo|-n|x"], _containers.Commands.Order());
        Assert.Equal(["web-1", "web-2"], lines.Select(l => $"{l.Properties["Pod"].Value}").Order());
    }

    [Theory]
    [InlineData("Get-KubeApiObject pods -LabelSelector app=none | Invoke-KubeApiCommand -- echo x")]
    [InlineData("Invoke-KubeApiCommand web-1 -WhatIf -- echo x")]
    [InlineData("'a' | Invoke-KubeApiCommand web-1 -WhatIf -- cat")]
    public void Nothing_is_run_without_pods_or_confirmation(string script)
    {
        Assert.Empty(_shell.Get(script));
        Assert.Empty(_containers.Commands);
    }

    [Theory]
    [InlineData("Invoke-KubeApiCommand web-1", "InvalidArgument")]
    [InlineData("Invoke-KubeApiCommand", "InvalidArgument")]
    [InlineData("Invoke-KubeApiCommand web-1 -c absent -LabelSelector x=y -- echo x", "ResourceTypeNotFound")]
    [InlineData("Invoke-KubeApiCommand web-9 -- echo x", "ObjectNotFound")]
    [InlineData("Invoke-KubeApiCommand pods -- echo x", "InvalidArgument")]
    [InlineData("Invoke-KubeApiCommand pods -LabelSelector app=none -- echo x", "PodNotFound")]
    [InlineData("Get-KubeApiObject pods | Invoke-KubeApiCommand", "InvalidArgument")]
    [InlineData("'a' | Invoke-KubeApiCommand web-1,web-2 -- cat", "InvalidArgument")]
    [InlineData("Invoke-KubeApiCommand web-1,web-2 -OutFile x -- cat", "InvalidArgument")]
    [InlineData("'a' | Invoke-KubeApiCommand web-1 -InputFile x -- cat", "InvalidArgument")]
    [InlineData("Invoke-KubeApiCommand web-1 -Timeout 0.3 -- sleep", "Timeout")]
    public void An_invalid_command_is_an_error(string script, string id) =>
        Assert.StartsWith($"{id},", _shell.Fail(script).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Theory]
    [InlineData("Invoke-KubeApiCommand -it web-1 -- sh", "InvalidArgument", "Enter-KubeApiPod")]
    [InlineData("Invoke-KubeApiCommand web-1 -i -t -- sh", "InvalidArgument", "Enter-KubeApiPod")]
    [InlineData("Invoke-KubeApiCommand web-1 --tty -- ls", "InvalidArgument", "To connect your terminal: Enter-KubeApiPod.")]
    [InlineData("Invoke-KubeApiCommand web-1 -Contaner app -- ls", "InvalidArgument", "no parameter '-Contaner'. Did you mean '-Container'?")]
    [InlineData("Invoke-KubeApiCommand -Contaner app web-1 -- ls", "InvalidArgument", "no parameter '-Contaner'. Did you mean '-Container'?")]
    [InlineData("Invoke-KubeApiCommand web-1 --container=app -- ls", "InvalidArgument", "Use -Container app.")]
    [InlineData("Invoke-KubeApiCommand web-1 -- -x", "InvalidArgument", "'-x' is not a command.")]
    [InlineData("Invoke-KubeApiCommand web-1 -c absent -- ls", "ContainerNotFound", "It has: proxy, app.")]
    public void The_error_suggests_the_right_parameter(string script, string id, string message)
    {
        var error = _shell.Fail(script);

        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(message, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(_containers.Commands);
    }

    [Fact]
    public void A_container_that_is_not_running_is_reported_with_its_state()
    {
        _shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'broken'; namespace = $ns }
                spec = @{ containers = @(@{ name = 'app'; image = 'fail.example/pull-error:1' }) } }
            while ((Get-KubeApiObject pod broken).status.containerStatuses.state.waiting.reason -notlike '*ImagePull*') { Start-Sleep -Milliseconds 50 }
            """);

        var error = _shell.Fail("Invoke-KubeApiCommand broken -- missing");

        Assert.StartsWith("ContainerNotRunning,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Matches(
            @"^The container 'app' of the pod 'broken' is not running: waiting \((ErrImagePull|ImagePullBackOff): .+\)\.$", error.ErrorDetails.Message);
        Assert.StartsWith("Check the name and tag of the image", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(error.ErrorDetails.RecommendedAction, _shell.Fail("Get-KubeApiLog broken").ErrorDetails.RecommendedAction);
        var note = _shell.Get("Get-KubeApiLog broken -Follow 3>&1 | Select-Object -First 1").Single();
        Assert.StartsWith("The container 'app' of the pod 'broken' has no log yet. It is waiting (", $"{note}", StringComparison.Ordinal);
        Assert.Equal(error.ErrorDetails.RecommendedAction, _shell.Fail("Start-KubeApiPortForward broken 0:80").ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void A_container_that_has_ended_is_reported_with_its_state()
    {
        _shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'ended'; namespace = $ns }
                spec = @{ restartPolicy = 'Never'; containers = @(@{ name = 'app'; image = 'fail.example/exit-3:1' }) } }
            """);
        SandboxFixture.Await(_shell, "(Get-KubeApiObject pod ended).status.phase -eq 'Failed'");

        var error = _shell.Fail("Invoke-KubeApiCommand ended -- missing");

        Assert.StartsWith("ContainerNotRunning,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith(
            "The container 'app' of the pod 'ended' is not running: ended with exit code 3", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("Get-KubeApiLog ended -Container app", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_without_a_node_is_reported_with_the_words_of_the_scheduler()
    {
        _shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'waiting'; namespace = $ns }
                spec = @{ nodeSelector = @{ disk = 'none' }; containers = @(@{ name = 'app'; image = 'x' }) } }
            while ((Get-KubeApiObject pod waiting).status.conditions.reason -notcontains 'Unschedulable') { Start-Sleep -Milliseconds 50 }
            """);

        var error = _shell.Fail("Invoke-KubeApiCommand waiting -- missing");

        Assert.Matches(@" The pod: .*nodes are available: .*[^.]\.$", error.ErrorDetails.Message);
    }

    [Fact]
    public void Stopping_after_the_first_lines_ends_the_connection_of_the_command()
    {
        Assert.Equal("before", _shell.Get("Invoke-KubeApiCommand web-1 -- cut 2>$null | Select-Object -First 1").Single().BaseObject);
    }

    [Fact]
    public void Containers_and_pods_complete()
    {
        Assert.Equal("web-1,web-2", _shell.Complete("Invoke-KubeApiCommand -Namespace $ns we"));
        Assert.Equal("app,proxy", string.Join(',', _shell.Complete("Get-KubeApiLog web-1 -Namespace $ns -Container ").Split(',').Order()));
        Assert.Equal("pod/web-1,pod/web-2", _shell.Complete("Get-KubeApiLog -Namespace $ns pod/"));
    }
}
