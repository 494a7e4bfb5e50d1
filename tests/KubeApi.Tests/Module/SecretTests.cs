using System.Collections;
using System.Management.Automation;
using System.Reflection;
using KubeApi.Sandbox;
using KubeApi.Tests.Client;

namespace KubeApi.Tests.Module;

/// <summary>A token appears nowhere: not in any stream, error, exception, object or its JSON, whatever goes wrong with it.</summary>
public sealed class SecretTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    // Each is refused in a different place: by the module's check, by .NET's headers, by the server.
    public static TheoryData<string> Tokens =>
    [
        "s3cr3t-token",
        "s3cr3t token",
        "s3cr3t\ttoken",
        "s3cr3t\ntoken",
        "s3cr3t\r\nX-Evil: 1",
        "s3cr3t-tökén",
        "s3cr3t\u0000token",
        "Bearer s3cr3t-token",
        "{\"s3cr3t\":",
        "https://s3cr3t:token@host/",
        "s3cr3t" + new string('x', 100_000),
    ];

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task A_refused_token_appears_nowhere(string token)
    {
        await using var server = await SandboxServer.StartAsync();
        var file = Path.Combine(server.Folder, "bad.token");
        await File.WriteAllTextAsync(file, token);
        using var shell = new ModuleShell(
            ("Uri", server.Uri.AbsoluteUri), ("Ca", server.CertificateAuthorityPath), ("Token", token), ("File", file), (
                "KubeConfig", WriteKubeConfig(server, token)));

        AssertNoSecret(shell.Run("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token $Token -Verbose"), mustFail: true);
        AssertNoSecret(shell.Run("Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -TokenFile $File -Verbose"), mustFail: true);
        AssertNoSecret(shell.Run("Connect-KubeApi -KubeConfig $KubeConfig -Verbose"), mustFail: true);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ token = $secret }")]
    [InlineData("@{ token = $secret }")]
    [InlineData("@($secret, $secret)")]
    public void An_invalid_token_is_not_quoted(string value)
    {
        using var shell = sandbox.Shell();

        shell.Get("$secret = 's3' + 'cr3t'"); // an error shows its command line, and the secret is not to stand there

        AssertNoSecret(shell.Run($"Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token ({value})"), mustFail: true);
    }

    [Fact]
    public void A_URL_with_a_password_is_refused_and_not_quoted()
    {
        using var shell = sandbox.Shell();

        AssertNoSecret(shell.Run("Connect-KubeApi -Uri https://me:s3cr3t@127.0.0.1:1 -Verbose"), mustFail: true);
    }

    [Fact]
    public async Task The_password_of_a_proxy_appears_nowhere()
    {
        await using var proxy = new TestProxy { Destination = sandbox.Server.Uri, Login = "me:s3cr3t" };
        using var shell = sandbox.Shell();
        foreach (var (login, isRight) in new[] { ("me:s3cr3t", true), ("me:s3cr3t-wrong", false), ("me:%s3cr3t[", false) })
        {
            using var environment = ProcessEnvironment.Proxy($"http://{login}@127.0.0.1:{proxy.Port}");

            AssertNoSecret(
                shell.Run(
                    "$VerbosePreference = 'Continue'; Connect-KubeApi -Uri https://kubernetes.default.svc -CA $Ca -Token $AdminToken -Name "
                        + $"{Guid.NewGuid():n}"), mustFail: !isRight);
        }

        using (ProcessEnvironment.Proxy("http://me:s3cr3t@127.0.0.1:1"))
        {
            AssertNoSecret(shell.Run("Connect-KubeApi -Uri https://kubernetes.default.svc -CA $Ca -Token $AdminToken -Verbose"), mustFail: true);
        }
    }

    [Fact]
    public void A_valid_token_appears_nowhere()
    {
        var token = sandbox.Server.AdminToken;
        using var shell = sandbox.Shell();

        var result = shell.Run($"""
            $VerbosePreference = 'Continue'
            $DebugPreference = 'Continue'
            $session = Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -Token $AdminToken -Name {Guid.NewGuid():n}
            $session
            $session | ForEach-Object {'{'} $_.PSObject.Properties | ForEach-Object {'{'} "$($_.Name)=$($_.Value)" {'}'} {'}'}
            Get-KubeApiSession -Current
            Get-KubeApiObject namespaces
            Get-KubeApiObject pods absent
            Invoke-KubeApi /api/v1/namespaces/default -Header @{'{'} 'X-Test' = '1' {'}'}
            Invoke-KubeApi DELETE /api/v1/namespaces/absent
            Invoke-KubeApi /version -Header @{'{'} Authorization = "Bearer $AdminToken" {'}'}
            Invoke-KubeApi /version -Header @{'{'} 'X-Bad' = "$AdminToken`n" {'}'}
            """);

        AssertNoSecret(result, mustFail: true, token);
        Assert.DoesNotContain(token, System.Text.Json.JsonSerializer.Serialize(result.Output[0].BaseObject), StringComparison.Ordinal);
    }

    // Each connects, or fails, in its own way; none may show the secret.
    [Theory]
    [InlineData("username: me, password: s3cr3t", "", "https", false)]
    [InlineData("username: me, password: s3cr3t, as: jane", "", "https", true)]
    [InlineData("username: me, password: s3cr3t, token: s3cr3t", "", "https", true)]
    [InlineData("username: me, password: s3cr3t", "", "http", false)]
    [InlineData("token: s3cr3t", "", "http", false)]
    [InlineData("token: s3cr3t, tokenFile: absent", "", "https", true)]
    [InlineData("token: s3cr3t, as-uid: '1'", "", "https", true)]
    [InlineData("token: [s3cr3t]", "", "https", true)]
    [InlineData("token: s3cr3t, auth-provider: { name: gcp, config: { access-token: s3cr3t } }", "", "https", true)]
    [InlineData("client-certificate-data: s3cr3t, client-key-data: s3cr3t", "", "https", true)]
    [InlineData("client-certificate-data: czNjcjN0, client-key-data: czNjcjN0", "", "https", true)]
    [InlineData("{}", "proxy-url: 'ftp://me:s3cr3t@127.0.0.1:1'", "https", true)]
    [InlineData("{}", "proxy-url: 'me:s3cr3t@127.0.0.1:1'", "https", true)]
    [InlineData("token: s3cr3t", "server: 'https://me:s3cr3t@127.0.0.1:1'", "https", true)]
    [InlineData("s3cr3t", "", "https", true)]
    [InlineData("token: &s3cr3t *s3cr3t", "", "https", true)]
    [InlineData("token: s3cr3t, token: s3cr3t", "", "https", true)]
    public async Task Credentials_of_a_kubeconfig_appear_nowhere(string user, string cluster, string scheme, bool mustFail)
    {
        await using var server = await SandboxServer.StartAsync();
        var file = Path.Combine(server.Folder, "secret.kubeconfig");
        var address = scheme == "https"
            ? $"server: '{server.Uri}', certificate-authority: '{server.CertificateAuthorityPath}'"
            : $"server: '{server.ProxyUri}'";
        address = cluster.StartsWith("server", StringComparison.Ordinal) ? cluster : address + (cluster.Length > 0 ? ", " + cluster : "");
        await File.WriteAllTextAsync(file, $$"""
            current-context: x
            clusters: [{ name: c, cluster: { {{address}} } }]
            users: [{ name: u, user: {{(user is "{}" or "s3cr3t" ? user : $"{{ {user} }}")}} }]
            contexts: [{ name: x, context: { cluster: c, user: u } }]
            """);
        using var shell = new ModuleShell(("File", file));

        AssertNoSecret(shell.Run("$VerbosePreference = $DebugPreference = 'Continue'; Connect-KubeApi -KubeConfig $File -Name secret"), mustFail);
        AssertNoSecret(shell.Run("Get-KubeApiContext -KubeConfig $File"), mustFail: null);
    }

    [Fact]
    public void A_proxy_URL_with_a_password_is_not_quoted()
    {
        using var shell = sandbox.Shell();
        shell.Get("$proxy = 'http://me:s3' + 'cr3t@127.0.0.1:1'"); // an error shows its command line, and the secret is not to stand there

        AssertNoSecret(shell.Run("Connect-KubeApi -KubeConfig $KubeConfig -ProxyUri ($proxy -replace 'http', 'ftp') -Verbose"), mustFail: true);
        AssertNoSecret(shell.Run("Connect-KubeApi -KubeConfig $KubeConfig -ProxyUri $proxy -Name proxied -Verbose"), mustFail: null);
    }

    internal static void AssertNoSecret(ShellResult result, bool? mustFail, string secret = "s3cr3t")
    {
        Assert.Equal(mustFail ?? result.Errors.Count > 0, result.Errors.Count > 0);
        var everything = result.Output.SelectMany(o => Texts(o, 0))
            .Concat(result.Errors.SelectMany(e => Texts(e)))
            .Concat(result.Warnings)
            .Concat(result.Verbose);
        Assert.DoesNotContain(everything, t => t.Contains(secret, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Texts(ErrorRecord error) =>
    [
        error.ToString(), error.ErrorDetails?.Message ?? "", error.ErrorDetails?.RecommendedAction ?? "", error.FullyQualifiedErrorId,
        error.TargetObject?.ToString() ?? "", error.CategoryInfo.ToString(), error.Exception.ToString(), .. Texts(PSObject.AsPSObject(error.Exception), 0),
    ];

    // The members that Format-List * and ConvertTo-Json would show.
    private static IEnumerable<string> Texts(object? value, int depth)
    {
        yield return value?.ToString() ?? "";
        // Reflection objects refer to everything, and contain no values of the module.
        if (depth > 4 || value is null or string or MemberInfo or System.Reflection.Module or Assembly || value is PSObject { BaseObject: string or ValueType })
        {
            yield break;
        }

        foreach (var property in PSObject.AsPSObject(value).Properties)
        {
            object? child = null;
            try
            {
                child = property.Value;
            }
            catch (GetValueInvocationException)
            {
                // A throwing getter shows nothing.
            }

            foreach (var text in child is IEnumerable list and not string ? list.Cast<object?>().SelectMany(i => Texts(i, depth + 1)) : Texts(child, depth + 1))
            {
                yield return text;
            }
        }
    }

    private static string WriteKubeConfig(SandboxServer server, string token)
    {
        var path = Path.Combine(server.Folder, "bad.kubeconfig");
        var ca = Convert.ToBase64String(File.ReadAllBytes(server.CertificateAuthorityPath));
        File.WriteAllText(path, System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["current-context"] = "x",
            ["clusters"] = new[]
            {
                new { name = "c", cluster = new Dictionary<string, string> { ["server"] = server.Uri.AbsoluteUri, ["certificate-authority-data"] = ca } }
            },
            ["users"] = new[] { new { name = "u", user = new { token } } },
            ["contexts"] = new[] { new { name = "x", context = new { cluster = "c", user = "u" } } },
        }));
        return path;
    }
}
