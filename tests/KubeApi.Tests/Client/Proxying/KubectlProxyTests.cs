using KubeApi.Client.Http;
using KubeApi.Client.Proxying;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Streams;
using KubeApi.Tests.Sandbox;
using KubeApi.Tests.Sandbox.Streams;

namespace KubeApi.Tests.Client.Proxying;

/// <summary>The real kubectl works through the proxy, without its own credential. Skipped if kubectl is not installed.</summary>
public sealed class KubectlProxyTests : IAsyncLifetime
{
    private SandboxServer _server = null!;
    private ApiClient _client = null!;
    private ApiProxy _proxy = null!;
    private ApiProxy _open = null!;

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync();
        using var admin = new SandboxClient(_server, _server.AdminToken);
        var script = RunningPod.Script("{ log: \"one\\ntwo\", commands: { fail: { stdout: \"out\\n\", stderr: \"err\\n\", exitCode: 3 } }, page: hello }");
        await RunningPod.CreateAsync(admin, "default", "box", """ "stdin": true, "ports": [{"containerPort": 8080, "name": "web"}] """, script);
        _client = TestClient.Admin(_server);
        _proxy = new ApiProxy(_client, new ApiProxyOptions());
        _open = new ApiProxy(_client, new ApiProxyOptions { RejectPaths = ["^$"] });
        await File.WriteAllTextAsync(Path.Combine(_server.Folder, "empty"), "");
    }

    public async Task DisposeAsync()
    {
        _proxy.Dispose();
        _open.Dispose();
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [SkippableFact]
    public async Task Get_apply_and_watch_work()
    {
        Assert.Equal((0, "pod/box\n", ""), await ShellAsync($"{Through(_proxy)} get pods -o name"));
        var created = await ShellAsync($$$"""
            echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}' | {{{Through(_proxy)}}} apply -f -
            """);
        Assert.Equal((0, "configmap/c created\n", ""), created);
        var watched = await ShellAsync($$"""
            {{Through(_proxy)}} get configmaps -w -o name > seen & pid=$!
            until grep -q configmap/c seen; do sleep 0.1; done
            {{Through(_proxy)}} create configmap later > made
            until grep -q configmap/later seen; do sleep 0.1; done
            kill $pid; cat made
            """);
        Assert.Equal((0, "configmap/later created\n"), (watched.ExitCode, watched.Output));
    }

    [SkippableFact]
    public async Task Logs_are_followed()
    {
        _server.Streams.Flow = new StreamFlow { EndAfter = "one\ntwo\nthree\n".Length };
        var following = ShellAsync($"{Through(_proxy)} logs -f box");
        while (!_server.Requests.Any(seen => seen.PathAndQuery.Contains("follow=true", StringComparison.Ordinal) && seen.StatusCode == 200))
        {
            await Task.Delay(10);
        }

        _server.Streams.WriteLog("default", "box", "three");
        Assert.Equal((0, "one\ntwo\nthree\n", ""), await following);
    }

    [SkippableFact]
    public async Task Exec_works_if_the_rules_allow_it()
    {
        Assert.Equal((0, "hello\n", ""), await ShellAsync($"{Through(_open)} exec box -- echo hello"));
        Assert.Equal((3, "out\n", "err\ncommand terminated with exit code 3\n"), await ShellAsync($"{Through(_open)} exec box -- fail"));
        Assert.Equal((0, "from stdin\n", ""), await ShellAsync($"echo from stdin | {Through(_open)} exec -i box -- cat"));
        var refused = await ShellAsync($"{Through(_proxy)} exec box -- echo hello");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Rule RejectPaths: '^/api/.*/pods/.*/exec' matches the path", refused.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Files_are_copied_in_both_directions() => Assert.Equal((0, "same\n", ""), await ShellAsync($"""
        mkdir -p sent/sub && head -c 3000000 /dev/urandom > sent/sub/large && echo one > sent/one.txt
        {Through(_open)} cp sent box:/tmp && {Through(_open)} cp box:/tmp/sent got > /dev/null && diff -r sent got && echo same
        """));

    [SkippableFact]
    public async Task Attach_works()
    {
        _server.Streams.Flow = new StreamFlow { EndAfter = "three\n".Length };
        var attached = ShellAsync($"{Through(_open)} attach box");
        while (!_server.Requests.Any(seen => seen.PathAndQuery.Contains("/attach?", StringComparison.Ordinal) && seen.StatusCode == 101))
        {
            await Task.Delay(10);
        }

        _server.Streams.WriteLog("default", "box", "three");
        Assert.Equal("three\n", (await attached).Output);
    }

    [SkippableFact]
    public async Task A_port_is_forwarded()
    {
        var (_, output, error) = await ShellAsync($$"""
            {{Through(_proxy)}} port-forward pod/box :8080 > ports 2> errors & pid=$!
            until grep -q 127.0.0.1 ports || ! kill -0 $pid; do sleep 0.1; done
            curl -s http://$(sed -n 's/.*from \(127.0.0.1:[0-9]*\) .*/\1/p' ports)/ || echo failed
            kill $pid; cat errors >&2
            """);
        Assert.True(output.Trim() == "hello", error);
    }

    [SkippableFact]
    public async Task The_token_appears_nowhere()
    {
        var (_, output, error) = await ShellAsync(
            $"curl -sv http://127.0.0.1:{_proxy.EndPoint.Port}/api/v1/namespaces/default/pods http://localhost:{_proxy.EndPoint.Port}/nosuch");
        Assert.Contains("\"name\":\"box\"", output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(_server.AdminToken, output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", output + error, StringComparison.OrdinalIgnoreCase);
    }

    private static string Through(ApiProxy proxy) => $"kubectl --server http://127.0.0.1:{proxy.EndPoint.Port}";

    private Task<(int ExitCode, string Output, string Error)> ShellAsync(string commands)
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        return new Kubectl(Path.Combine(_server.Folder, "empty"), _server.Folder).ShellAsync(commands, _server.Folder);
    }
}
