using KubeApi.Sandbox;
using KubeApi.Sandbox.Streams;

namespace KubeApi.Tests.Sandbox.Streams;

/// <summary>The real kubectl reads logs, runs commands, copies, attaches and forwards ports. Skipped if kubectl is not installed.</summary>
public sealed class KubectlStreamTests : IAsyncLifetime
{
    private SandboxServer _server = null!;
    private Kubectl _kubectl = null!;

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync();
        _kubectl = new Kubectl(_server);
        using var admin = new SandboxClient(_server, _server.AdminToken);
        var script = RunningPod.Script("{ log: \"one\\ntwo\", commands: { fail: { stdout: \"out\\n\", stderr: \"err\\n\", exitCode: 3 } }, page: hello }");
        await RunningPod.CreateAsync(admin, "default", "box", """ "stdin": true, "ports": [{"containerPort": 8080, "name": "web"}] """, script);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [SkippableFact]
    public async Task Logs_are_read_and_followed()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        Assert.Equal("one\ntwo\n", await _kubectl.RunAsync("logs", "box"));
        Assert.Equal("two\n", await _kubectl.RunAsync("logs", "box", "--tail=1"));
        Assert.Equal("[pod/box/main] two\n", await _kubectl.RunAsync("logs", "box", "--tail=1", "--all-containers", "--prefix"));
        Assert.Matches(@"^\S+Z one\n\S+Z two\n$", await _kubectl.RunAsync("logs", "box", "--timestamps"));
        _server.Streams.Flow = new StreamFlow { EndAfter = "one\ntwo\nthree\n".Length };
        var following = _kubectl.RunAsync("logs", "-f", "box");
        await OpenAsync("follow=true");
        _server.Streams.WriteLog("default", "box", "three");
        Assert.Equal("one\ntwo\nthree\n", await following);
    }

    [SkippableFact]
    public async Task Commands_are_run()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        Assert.Equal("hello\n", await _kubectl.RunAsync("exec", "box", "--", "echo", "hello"));
        Assert.Equal((3, "out\n", "err\ncommand terminated with exit code 3\n"), await _kubectl.TryAsync("exec", "box", "--", "fail"));
        Assert.Equal((0, "from stdin\n", ""), await ShellAsync("echo from stdin | kubectl exec -i box -- cat"));
        Assert.Equal((0, "", ""), await _kubectl.TryAsync("exec", "box", "--", "cat"));
        var (exitCode, _, error) = await _kubectl.TryAsync("exec", "box", "--", "nosuch");
        Assert.Equal(1, exitCode);
        Assert.EndsWith("exec: \"nosuch\": executable file not found in $PATH\n", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_reason_of_an_unreachable_container_is_shown()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        _server.AreControllersHeld = true;
        using var admin = new SandboxClient(_server, _server.AdminToken);
        await admin.PostAsync(
            "/api/v1/namespaces/default/pods",
            """{"metadata": {"name": "waits"}, "spec": {"nodeName": "node1", "containers": [ {"name": "main", "image": "nosuch.example/x"} ]} }""");
        var status = """
            {"status": {"phase": "Pending", "containerStatuses": [ {"name": "main", "image": "x", "imageID": "", "ready": false, "restartCount": 0,
             "state": {"waiting": {"reason": "ImagePullBackOff"} } } ] } }
            """;
        Assert.Equal(200, (await admin.MergeAsync("/api/v1/namespaces/default/pods/waits/status", status)).Status);
        Assert.Equal(
            (1, "", "error: unable to upgrade connection: container not found (\"main\")\n"), await _kubectl.TryAsync("exec", "waits", "--", "ls"));
        Assert.Equal(
            "Error from server (BadRequest): container \"main\" in pod \"waits\" is waiting to start: trying and failing to pull image\n",
            (await _kubectl.TryAsync("logs", "waits")).Error);
    }

    [SkippableFact]
    public async Task Files_are_copied_in_both_directions()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        const string commands = """
            mkdir -p sent/sub && head -c 300000 /dev/urandom > sent/sub/large && echo one > sent/one.txt
            kubectl cp sent box:/tmp && kubectl exec box -- ls /tmp/sent && kubectl cp box:/tmp/sent got > /dev/null && diff -r sent got && echo same
            """;
        Assert.Equal((0, "one.txt\nsub\nsame\n", ""), await ShellAsync(commands));
    }

    [SkippableFact]
    public async Task Attach_reads_the_main_process()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        _server.Streams.Flow = new StreamFlow { EndAfter = "three\n".Length };
        var attached = _kubectl.TryAsync("attach", "box");
        await OpenAsync("/attach?");
        _server.Streams.WriteLog("default", "box", "three");
        Assert.Equal("three\n", (await attached).Output);
    }

    [SkippableTheory]
    [InlineData("8080", "hello")]
    [InlineData("web", "hello")]
    [InlineData("81", "failed")]
    public async Task A_port_is_forwarded(string port, string expected)
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        var (_, output, error) = await ShellAsync($$"""
            kubectl port-forward pod/box :{{port}} > ports 2> errors & pid=$!
            until grep -q 127.0.0.1 ports || ! kill -0 $pid; do sleep 0.1; done
            curl -s http://$(sed -n 's/.*from \(127.0.0.1:[0-9]*\) .*/\1/p' ports)/ || echo failed
            kill $pid; cat errors >&2
            """);
        Assert.Equal(expected, output.Trim());
        Assert.Equal(port == "81", error.Contains("connect: connection refused", StringComparison.Ordinal));
    }

    private Task<(int ExitCode, string Output, string Error)> ShellAsync(string commands) => _kubectl.ShellAsync(commands, _server.Folder);

    private async Task OpenAsync(string request)
    {
        while (!_server.Requests.Any(seen => seen.PathAndQuery.Contains(request, StringComparison.Ordinal) && seen.StatusCode is 200 or 101))
        {
            await Task.Delay(10);
        }
    }
}
