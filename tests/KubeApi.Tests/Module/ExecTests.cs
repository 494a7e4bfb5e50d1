using System.Text.Json;
using KubeApi.Session;
using KubeApi.Tests.Client.Exec;

namespace KubeApi.Tests.Module;

/// <summary>Connect-KubeApi with a kubeconfig whose user has a plugin: a shell script.</summary>
public sealed class ExecTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly PluginFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void A_plugin_authenticates_once_for_all_requests()
    {
        _folder.WriteToken(sandbox.Server.AdminToken);
        using var shell = Shell();

        var session = Assert.IsType<KubeApiSession>(shell.Get($"{Connect()}; $null = Get-KubeApiObject namespaces")[0].BaseObject);

        Assert.Equal(("admin", "exec plugin plugin"), (session.User, session.Authentication));
        Assert.Equal(1, _folder.Runs);
    }

    [UnixFact]
    public void Standard_error_of_the_plugin_becomes_warnings_after_the_one_about_the_file()
    {
        _folder.WriteToken(sandbox.Server.AdminToken, before: "echo 'open the page' >&2; echo 'open the page' >&2");
        using var shell = Shell();

        var warnings = shell.Run(Connect()).Warnings;

        Assert.Equal(3, warnings.Count);
        Assert.Contains($"'{_folder.In("plugin")}'", warnings[0], StringComparison.Ordinal);
        Assert.Equal(["plugin: open the page", "plugin: open the page"], warnings.Skip(1));
    }

    [UnixFact]
    public void WarningAction_Stop_prevents_the_run()
    {
        _folder.WriteToken(sandbox.Server.AdminToken);
        using var shell = Shell();

        Assert.NotEmpty(shell.Run($"{Connect()} -WarningAction Stop").Errors);

        Assert.Equal(0, _folder.Runs);
    }

    [UnixTheory]
    [InlineData("-ExecPluginPolicy DenyAll", "ExecPluginNotAllowed")]
    [InlineData("-ExecPluginPolicy AllowList -ExecPluginAllowList plugin", "ExecPluginNotAllowed")]
    [InlineData("-ExecPluginPolicy AllowList", "InvalidConfiguration")]
    [InlineData("-ExecPluginAllowList plugin", "InvalidConfiguration")]
    public void A_policy_that_forbids_the_plugin_prevents_the_run(string policy, string id)
    {
        _folder.WriteToken(sandbox.Server.AdminToken);
        using var shell = Shell();

        var error = shell.Fail($"{Connect()} {policy}");

        Assert.Equal(($"{id},KubeApi.Commands.ConnectKubeApiCommand", 0), (error.FullyQualifiedErrorId, _folder.Runs));
    }

    [UnixFact]
    public void A_policy_that_allows_the_plugin_runs_it()
    {
        _folder.WriteToken(sandbox.Server.AdminToken);
        using var shell = Shell();

        shell.Get($"{Connect()} -ExecPluginPolicy AllowList -ExecPluginAllowList '{_folder.In("plugin")}'");

        Assert.Equal(1, _folder.Runs);
    }

    [UnixFact]
    public void A_refused_token_is_renewed_once_before_the_error()
    {
        _folder.Write("plugin", $"""
            echo run >> "$dir/runs"
            echo '{PluginFolder.Credential("\"token\":\"s3cr3t-N\"")}' | sed "s/N/$(wc -l < "$dir/runs" | tr -d ' ')/"
            """);
        using var shell = Shell();

        var error = shell.Fail(Connect());

        Assert.StartsWith("Unauthorized,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("exec plugin plugin", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(2, _folder.Runs);
    }

    [UnixFact]
    public async Task Stopping_kills_the_plugin()
    {
        _folder.WriteToken("t", before: """echo $$ > "$dir/pid"; exec sleep 600""");
        using var shell = Shell();
        var running = Task.Run(() => shell.Run(Connect()));
        while (!File.Exists(_folder.In("pid")) || !_folder.Read("pid").EndsWith('\n'))
        {
            await Task.Delay(10);
        }

        using var plugin = System.Diagnostics.Process.GetProcessById(int.Parse(_folder.Read("pid")));
        shell.Stop();

        await plugin.WaitForExitAsync();
        Assert.Empty((await running).Output);
    }

    [UnixTheory]
    [InlineData("echo s3cr3t; exit 1")]
    [InlineData("echo s3cr3t")]
    [InlineData("answer '\"token\":\"s3cr3t\"'")]
    [InlineData("answer '\"token\":\"s3cr3t token\"'")]
    [InlineData("answer '\"clientCertificateData\":\"s3cr3t\",\"clientKeyData\":\"s3cr3t\"'")]
    public void Output_and_environment_of_a_failed_plugin_appear_nowhere(string script)
    {
        _folder.Write("plugin", $$$"""
            answer() { echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{'"$1"'}}'; }
            {{{script}}}
            """);
        using var shell = Shell();

        SecretTests.AssertNoSecret(shell.Run($"{Connect()} -Verbose"), mustFail: true);
    }

    [UnixFact]
    public void Output_and_environment_of_a_working_plugin_appear_nowhere()
    {
        var (certificate, key) = sandbox.Server.CreateClientCertificate("admin", "system:masters");
        File.WriteAllText(_folder.In("answer"), PluginFolder.Credential(JsonSerializer.Serialize(
            new { clientCertificateData = certificate, clientKeyData = key, token = sandbox.Server.AdminToken })[1..^1]));
        _folder.Write("plugin", """cat "$dir/answer" """);
        using var shell = Shell();

        var result = shell.Run($"{Connect()} -Verbose; Get-KubeApiObject pods absent -Verbose");

        foreach (var secret in new[] { "s3cr3t", sandbox.Server.AdminToken, key.Split('\n')[1] })
        {
            SecretTests.AssertNoSecret(result, mustFail: true, secret);
        }
    }

    private static string Connect() => $"Connect-KubeApi -KubeConfig $File -Name '{Guid.NewGuid():n}'";

    private ModuleShell Shell()
    {
        File.WriteAllText(_folder.In("config"), JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["current-context"] = "c",
            ["clusters"] = new[]
            {
                new { name = "c", cluster = new Dictionary<string, string>
                {
                    ["server"] = sandbox.Server.Uri.AbsoluteUri,
                    ["certificate-authority"] = sandbox.Server.CertificateAuthorityPath,
                } },
            },
            ["contexts"] = new[] { new { name = "c", context = new { cluster = "c", user = "u" } } },
            ["users"] = new[]
            {
                new
                {
                    name = "u",
                    user = new
                    {
                        exec = new
                        {
                            apiVersion = "client.authentication.k8s.io/v1", command = "./plugin", interactiveMode = "IfAvailable",
                            env = new[] { new { name = "SECRET", value = "s3cr3t" } },
                        },
                    },
                },
            },
        }));
        return new ModuleShell(("File", _folder.In("config")));
    }
}
