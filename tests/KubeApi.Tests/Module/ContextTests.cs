using KubeApi.Client.Configuration;
using KubeApi.Session;

namespace KubeApi.Tests.Module;

/// <summary>The contexts of a kubeconfig, and the parameters that override them.</summary>
public sealed class ContextTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Text =
        """
        current-context: token
        clusters:
        - { name: c, cluster: { server: "https://h:6443" } }
        - { name: noserver, cluster: {} }
        - { name: proxied, cluster: { server: "https://h", proxy-url: "ftp://me:s3cr3t@p" } }
        users:
        - { name: token, user: { token: s3cr3t } }
        - { name: file, user: { token: s3cr3t, tokenFile: the.token } }
        - { name: certificate, user: { client-certificate: absent.crt, client-key-data: s3cr3t } }
        - { name: basic, user: { username: me, password: s3cr3t } }
        - { name: exec, user: { exec: { command: touch, args: [ran, s3cr3t] } } }
        - { name: provider, user: { auth-provider: { name: azure, config: { t: s3cr3t } } } }
        - { name: jane, user: { token: s3cr3t, as: jane, as-groups: [dev] } }
        - { name: number, user: { token: 12 } }
        contexts:
        - { name: token, context: { cluster: c, user: token, namespace: shop } }
        - { name: file, context: { cluster: c, user: file } }
        - { name: certificate, context: { cluster: c, user: certificate } }
        - { name: basic, context: { cluster: c, user: basic } }
        - { name: exec, context: { cluster: c, user: exec } }
        - { name: jane, context: { cluster: c, user: jane } }
        - { name: nobody, context: { cluster: c } }
        - { name: absent user, context: { cluster: c, user: gone } }
        - { name: absent cluster, context: { cluster: gone, user: token } }
        - { name: empty }
        - { name: no server, context: { cluster: noserver } }
        - { name: bad proxy, context: { cluster: proxied } }
        - { name: provider, context: { cluster: c, user: provider } }
        - { name: number, context: { cluster: c, user: number } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Contexts_are_listed()
    {
        using var shell = Shell();

        var contexts = shell.Get("Get-KubeApiContext -KubeConfig $File").Select(o => (KubeConfigContext)o.BaseObject).ToList();

        Assert.Equal(
            [
                ("token", "token"), ("file", $"token file {Path.Combine(_folder, "the.token")}"), ("certificate", "client certificate"), (
                    "basic", "user name and password"),
                ("exec", "exec plugin touch"), ("jane", "token"), ("nobody", "nothing"),
            ],
            contexts.Where(c => c.Problem is null).Select(c => (c.Name, c.Authentication!)));
        Assert.Equal(
            ("https://h:6443/", "c", "token", "shop", true),
            (contexts[0].Server!.AbsoluteUri, contexts[0].Cluster, contexts[0].User, contexts[0].Namespace, contexts[0].IsCurrent));
        Assert.Equal(["token"], contexts.Where(c => c.IsCurrent).Select(c => c.Name));
        Assert.Equal("jane (groups dev)", contexts[5].ActsAs);
        Assert.DoesNotContain(
            contexts, c => c.ToString().Contains("s3cr3t", StringComparison.Ordinal) || c.Problem?.Contains("s3cr3t", StringComparison.Ordinal) == true);
        Assert.False(File.Exists(Path.Combine(_folder, "ran")));
    }

    [Theory]
    [InlineData("absent user", "'gone'")]
    [InlineData("absent cluster", "'gone'")]
    [InlineData("empty", "names no cluster")]
    [InlineData("no server", "has no server")]
    [InlineData("bad proxy", "proxy-url")]
    [InlineData("provider", "'azure'")]
    [InlineData("number", "quote it")]
    public void An_invalid_context_is_listed_with_its_problem(string name, string problem)
    {
        using var shell = Shell();

        Assert.Contains(
            problem, (string)Assert.Single(shell.Get($"(Get-KubeApiContext '{name}' -KubeConfig $File).Problem")).BaseObject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-KubeApiContext nowhere -KubeConfig $File", "ContextNotFound")]
    [InlineData("Get-KubeApiContext -KubeConfig /absent", "InvalidConfiguration")]
    public void An_unknown_context_is_an_error(string script, string id)
    {
        using var shell = Shell();

        Assert.StartsWith(id + ",", shell.Fail(script).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(shell.Get("Get-KubeApiContext nowhere* -KubeConfig $File"));
    }

    [Theory]
    [InlineData("Connect-KubeApi -KubeConfig $File ab", "'absent user','absent cluster'")]
    [InlineData("Connect-KubeApi -KubeConfig ./config -Context t", "token")]
    [InlineData("Get-KubeApiContext -KubeConfig $File f", "file")]
    [InlineData("Connect-KubeApi -KubeConfig $File -Cluster n", "noserver")]
    [InlineData("Connect-KubeApi -KubeConfig $File -User e", "exec")]
    [InlineData("Connect-KubeApi -KubeConfig $Broken -Context t", "")]
    [InlineData("Connect-KubeApi -KubeConfig /absent/file -Context t", "")]
    [InlineData("Connect-KubeApi -KubeConfig $Undefined.x -User t", "")]
    public void Names_are_completed_from_the_files_without_errors(string line, string expected)
    {
        using var shell = Shell();
        shell.Get("$Broken = \"$Folder/broken\"; $null = $ExecutionContext.SessionState.Path.SetLocation($Folder)");
        File.WriteAllText(Path.Combine(_folder, "broken"), "a: [");

        Assert.Equal(expected, shell.Complete(line));
        Assert.False(File.Exists(Path.Combine(_folder, "ran")));
    }

    [Fact]
    public void Impersonation_is_checked_by_the_server_and_shown()
    {
        using var shell = sandbox.Shell();

        var session = (KubeApiSession)Assert.Single(shell.Get(
            "Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -As jane -AsGroup dev,ops -AsUid 7 -AsExtra @{ 'example.com/team' = 'red','blue'; scopes "
                + "= 1 } -Name acting")).BaseObject;

        Assert.Equal(("jane", "dev,ops,system:authenticated", "token"), (session.User, string.Join(',', session.Groups), session.Authentication));
        Assert.StartsWith("jane (uid 7, groups dev, ops, extra ", session.ActsAs, StringComparison.Ordinal);
        Assert.StartsWith("Forbidden,", shell.Fail("Get-KubeApiObject pods").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Forbidden_impersonation_fails_the_connection()
    {
        using var shell = sandbox.Shell();

        var error = shell.Fail("Connect-KubeApi sandbox-viewer -KubeConfig $KubeConfig -As admin -Name notacting");

        Assert.StartsWith("Forbidden,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("does not allow this user to act as another one", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Get-KubeApiAccess", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(shell.Get("Get-KubeApiSession | Where-Object Name -eq notacting"));
    }

    [Theory]
    [InlineData("Connect-KubeApi -KubeConfig $KubeConfig -AsGroup dev", "but no user")]
    [InlineData("Connect-KubeApi -KubeConfig $KubeConfig -As \"a`nb\"", "cannot be sent")]
    [InlineData("Connect-KubeApi -KubeConfig $KubeConfig -As jane -AsExtra @{ a = \"b`nc\" }", "cannot be sent")]
    [InlineData("Connect-KubeApi -Uri $Proxy -As jane", "plain http")]
    [InlineData("Connect-KubeApi -KubeConfig $KubeConfig -Cluster nope", "no cluster 'nope'")]
    [InlineData("Connect-KubeApi -KubeConfig $KubeConfig -User nope", "no user 'nope'")]
    [InlineData("Connect-KubeApi -KubeConfig $KubeConfig -ProxyUri nope", "http, https or socks5")]
    public void Invalid_impersonation_is_reported(string script, string expected)
    {
        using var shell = sandbox.Shell();

        var error = shell.Fail(script);

        Assert.StartsWith("InvalidConfiguration,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(expected, error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_is_never_written()
    {
        using var shell = sandbox.Shell();
        var before = File.ReadAllBytes(sandbox.Server.KubeConfigPath);

        shell.Get("$null = Connect-KubeApi -KubeConfig $KubeConfig -Context sandbox-viewer -Namespace shop -User sandbox-admin -Name unwritten");

        Assert.Equal(before, File.ReadAllBytes(sandbox.Server.KubeConfigPath));
    }

    private ModuleShell Shell()
    {
        var file = Path.Combine(_folder, "config");
        File.WriteAllText(file, Text);
        return new ModuleShell(("File", file), ("Folder", _folder));
    }
}
