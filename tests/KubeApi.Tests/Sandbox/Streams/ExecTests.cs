using System.Text.Json.Nodes;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox.Streams;

/// <summary>Commands in containers, beyond the recordings.</summary>
public sealed class ExecTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private const string Version5 = "v5.channel.k8s.io";

    private readonly SandboxServer _server = fixture.Server;
    private readonly SandboxClient _admin = new(fixture.Server, fixture.Server.AdminToken);
    private string _namespace = "";

    public async Task InitializeAsync()
    {
        _namespace = await fixture.CreateNamespaceAsync();
        var script = """
            commands:
              psql -c select: { stdout: "1 row\n", stderr: "slow\n", exitCode: 4 }
            files:
              /srv/app.conf: "port=80\n"
            """;
        await RunningPod.CreateAsync(_admin, _namespace, "web", """ "env": [{"name": "COLOR", "value": "blue"}] """, RunningPod.Script(script));
    }

    public Task DisposeAsync()
    {
        _admin.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("port=80\n", "", 0, "cat", "/srv/app.conf")]
    [InlineData("", "cat: can't open '/absent': No such file or directory\n", 1, "cat", "/absent")]
    [InlineData("1 row\n", "slow\n", 4, "psql", "-c", "select")]
    [InlineData("blue x\n", "", 0, "sh", "-c", "echo $COLOR \"$1\"", "sh", "x")]
    [InlineData("", "err\n", 0, "sh", "-c", "echo 'err' >&2")]
    [InlineData("", "", 7, "sh", "-c", "exit 7")]
    [InlineData("", "sh: absent: not found\n", 127, "sh", "-c", "absent")]
    [InlineData("", "sh: ';' is not supported: the sandbox runs one command, with > at most. Script what this one does\n", 2, "sh", "-c", "echo a; echo b")]
    [InlineData("", "sh: can't create /absent/x: No such file or directory\n", 1, "sh", "-c", "echo a > /absent/x")]
    [InlineData("app.conf\n", "", 0, "ls", "/srv")]
    [InlineData("", "ls: /absent: No such file or directory\n", 1, "ls", "/absent")]
    [InlineData("rt=80\n", "", 0, "tail", "-c", "+3", "/srv/app.conf")]
    [InlineData("port=80\n", "", 0, "tail", "-n", "1", "/srv/app.conf")]
    [InlineData("0\n", "", 0, "tail", "-c2", "/srv/app.conf")]
    [InlineData("8 /srv/app.conf\n", "", 0, "wc", "-c", "/srv/app.conf")]
    [InlineData("", "", -1, "sha256sum", "/srv/app.conf")]
    [InlineData("", "", 1, "test", "-d", "/srv/app.conf")]
    [InlineData("", "tar: can't change directory to '/absent': No such file or directory\n", 1, "tar", "xf", "-", "-C", "/absent")]
    [InlineData("", "kill: can't kill pid '99': No such process\n", 1, "kill", "99")]
    [InlineData("", "kill: can't kill pid '99': No such process\n", 1, "kill", "-9", "-99")]
    [InlineData("/\n", "", 0, "pwd")]
    [InlineData("81a4 8 /srv/app.conf\n", "", 0, "stat", "-L", "-c", "%f %s %n", "/srv/app.conf")]
    [InlineData("41ed /srv\n", "stat: can't stat '/absent': No such file or directory\n", 1, "stat", "-L", "-c", "%f %n", "/absent", "/srv")]
    [InlineData("/srv/app.conf\0", "", 0, "find", "/srv/", "-mindepth", "1", "-maxdepth", "1", "-print0")]
    [InlineData("", "", 0, "find", "/srv", "-mindepth", "1", "-type", "d", "-print0")]
    [InlineData("", "", 0, "chmod", "644", "/srv/app.conf")]
    [InlineData("", "chmod: '/absent': No such file or directory\n", 1, "chmod", "644", "/absent")]
    public async Task A_command_writes_and_exits(string output, string error, int exitCode, params string[] command)
    {
        var (channels, code) = await RunAsync(command);
        if (exitCode < 0)
        {
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("port=80\n"u8));
            (output, exitCode) = ($"{hash}  /srv/app.conf\n", 0);
        }

        Assert.Equal((output, error, exitCode), (channels.GetValueOrDefault(1, ""), channels.GetValueOrDefault(2, ""), code));
    }

    [Fact]
    public async Task Files_are_written_moved_and_removed()
    {
        Assert.Equal(0, (await RunAsync("mkdir", "-p", "/a/b")).ExitCode);
        Assert.Equal(0, (await RunAsync("sh", "-c", "echo one > /a/b/f")).ExitCode);
        Assert.Equal(0, (await RunAsync("sh", "-c", "echo two >> /a/b/f")).ExitCode);
        Assert.Equal(0, (await RunAsync("mv", "/a/b/f", "/a")).ExitCode);
        Assert.Equal("one\ntwo\n", (await RunAsync("cat", "/a/b/../f")).Channels[1]);
        Assert.Equal("rm: can't remove '/a': Is a directory\n", (await RunAsync("rm", "/a")).Channels[2]);
        Assert.Equal(0, (await RunAsync("rm", "-rf", "/a")).ExitCode);
        Assert.Equal(1, (await RunAsync("test", "-e", "/a")).ExitCode);
    }

    [Fact]
    public async Task Input_is_copied_to_a_file_until_its_end()
    {
        using var client = await ConnectAsync(Version5, "&stdin=true", "sh", "-c", "cat > \"$1\"; r=$?; cat >/dev/null; exit $r", "sh", "/tmp/copied");
        await client.SendAsync(0, "one ");
        await client.SendAsync(0, "two");
        await client.SendAsync([255, 0]);
        Assert.Equal("""{"metadata":{},"status":"Success"}""", (await client.ReadAsync())[3]);
        Assert.Equal("one two", (await RunAsync("cat", "/tmp/copied")).Channels[1]);
    }

    [Fact]
    public async Task Xargs_reads_two_arguments_at_a_time()
    {
        Assert.Equal(0, (await RunAsync("sh", "-c", "echo one > '/tmp/a b'")).ExitCode);
        using var client = await ConnectAsync(Version5, "&stdin=true", "xargs", "-0", "-n", "2", "mv", "-f");
        await client.SendAsync(0, "/tmp/a b\0/tmp/c\0/tmp/absent\0/tmp/d\0");
        await client.SendAsync([255, 0]);
        Assert.Contains("exit code 123", (await client.ReadAsync())[3], StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("touch", "-d", "@5", "/tmp/c")).ExitCode);
        Assert.Equal("5\n", (await RunAsync("stat", "-L", "-c", "%Y", "/tmp/c")).Channels[1]);
    }

    [Fact]
    public async Task A_disconnected_client_ends_the_input_but_not_the_process()
    {
        using (var client = await ConnectAsync(Version5, "&stdin=true", "sh", "-c", "cat > /tmp/part"))
        {
            await client.SendAsync(0, "one ");
            await client.CloseAsync();
            Assert.Empty(await client.ReadAsync());
        }

        Assert.Equal("one ", (await RunAsync("cat", "/tmp/part")).Channels[1]);
    }

    [Fact]
    public async Task A_process_is_killed_by_its_id()
    {
        using var client = await ConnectAsync(Version5, "", "sh", "-c", "echo $$ >&2; exec \"$@\"", "sh", "sleep", "100");
        Assert.Empty((await client.ReceiveAsync())![1..]);
        var id = System.Text.Encoding.UTF8.GetString((await client.ReceiveAsync())![1..]).Trim();
        Assert.Equal(0, (await RunAsync("kill", id)).ExitCode);
        Assert.Contains("exit code 137", (await client.ReadAsync())[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_has_the_token_of_its_service_account()
    {
        const string folder = "/var/run/secrets/kubernetes.io/serviceaccount/";
        Assert.Equal(_namespace, (await RunAsync("cat", folder + "namespace")).Channels[1]);
        Assert.Equal(await File.ReadAllTextAsync(_server.CertificateAuthorityPath), (await RunAsync("cat", folder + "ca.crt")).Channels[1]);
        using var account = new SandboxClient(_server, (await RunAsync("cat", folder + "token")).Channels[1]);
        var refused = await account.GetAsync($"/api/v1/namespaces/{_namespace}/pods");
        Assert.Equal(403, refused.Status);
        Assert.Contains($"system:serviceaccount:{_namespace}:default", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("end-after=3", Version5)]
    [InlineData("v4=true", "v4.channel.k8s.io")]
    public async Task A_fault_ends_a_command_without_a_status_or_disables_a_protocol(string fault, string protocol)
    {
        using var client = await ConnectAsync($"{Version5}, v4.channel.k8s.io", "", ["echo", "hello"], $"Sandbox-Streams: {fault}\r\n");
        Assert.Equal(protocol, client.Protocol);
        var channels = await client.ReadAsync();
        Assert.Equal(protocol == Version5 ? "hel" : "hello\n", channels[1]);
        Assert.Equal(protocol == Version5, !channels.ContainsKey(3));
    }

    [Fact]
    public async Task A_fault_cuts_a_command()
    {
        using var client = await ConnectAsync(Version5, "", ["echo", "hello"], "Sandbox-Streams: cut-after=3\r\n");
        await client.ReceiveAsync();
        Assert.Equal("\u0001hel"u8.ToArray(), await client.ReceiveAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => client.ReceiveAsync());
    }

    [Fact]
    public async Task An_ephemeral_container_has_its_own_commands_and_files()
    {
        const string debugger = """{"spec":{"ephemeralContainers":[{"name":"debug","image":"busybox","targetContainerName":"main"}]}}""";
        var pod = $"/api/v1/namespaces/{_namespace}/pods/web";
        var added = await _admin.SendAsync(HttpMethod.Patch, pod + "/ephemeralcontainers", debugger, "application/strategic-merge-patch+json");
        Assert.Equal(200, added.Status);
        var status = """
            {"status": {"ephemeralContainerStatuses": [ {"name": "debug", "image": "busybox", "imageID": "", "ready": false, "restartCount": 0,
             "state": {"running": {"startedAt": "2026-11-23T18:48:41Z"} } } ] } }
            """;
        Assert.Equal(200, (await _admin.MergeAsync(pod + "/status", status)).Status);
        using var client = await ConnectAsync(Version5, "&container=debug", "sh", "-c", "echo here > /tmp/x");
        Assert.Equal("""{"metadata":{},"status":"Success"}""", (await client.ReadAsync())[3]);
        Assert.Equal(1, (await RunAsync("test", "-e", "/tmp/x")).ExitCode);
    }

    [Theory]
    [InlineData("exec?command=ls", 400, "you must specify at least 1 of stdin, stdout, stderr")]
    [InlineData("portforward", 400, "query parameter \"port\" is required")]
    [InlineData("portforward?ports=0", 400, "port \"0\" must be > 0")]
    public async Task An_upgrade_is_refused_as_by_a_kubelet(string request, int status, string message)
    {
        using var client = await StreamClient.ConnectAsync(_server, $"/api/v1/namespaces/{_namespace}/pods/web/{request}", Version5);
        Assert.Equal((status.ToString(System.Globalization.CultureInfo.InvariantCulture), message), (client.Head[0].Split(' ')[1], client.Body));
    }

    [Fact]
    public async Task An_upgrade_needs_the_create_verb()
    {
        await _admin.PostAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{_namespace}/roles", Sample.Role("r", ["get"], ["pods/exec"]));
        await _admin.PostAsync(
            $"/apis/rbac.authorization.k8s.io/v1/namespaces/{_namespace}/rolebindings", Sample.Binding("b", "Role", "r", "User", "viewer"));
        var refused = await fixture.Viewer.GetAsync($"/api/v1/namespaces/{_namespace}/pods/web/exec?command=ls");
        Assert.Equal((403, "pods \"web\" is forbidden: "), (refused.Status, refused.Message));
        Assert.Equal((400, "Upgrade request required"), await StatusOf($"/api/v1/namespaces/{_namespace}/pods/web/exec?command=ls"));
    }

    private async Task<(int, string?)> StatusOf(string path)
    {
        var answer = await _admin.GetAsync(path);
        return (answer.Status, answer.Message);
    }

    private Task<StreamClient> ConnectAsync(string protocols, string options, params string[] command) => ConnectAsync(protocols, options, command, "");

    private Task<StreamClient> ConnectAsync(string protocols, string options, string[] command, string headers)
    {
        var words = string.Concat(command.Select(word => "&command=" + Uri.EscapeDataString(word)));
        return StreamClient.ConnectAsync(
            _server, $"/api/v1/namespaces/{_namespace}/pods/web/exec?stdout=true&stderr=true{words}{options}", protocols, headers);
    }

    private async Task<(Dictionary<int, string> Channels, int ExitCode)> RunAsync(params string[] command)
    {
        using var client = await ConnectAsync(Version5, "", command);
        var channels = await client.ReadAsync();
        var status = JsonNode.Parse(channels[3])!;
        var exitCode = status["details"]?["causes"]![0]!["message"]!.GetValue<string>() ?? "0";
        return (channels, int.Parse(exitCode, System.Globalization.CultureInfo.InvariantCulture));
    }
}
