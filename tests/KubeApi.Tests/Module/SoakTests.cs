using System.Diagnostics;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Faults;
using Xunit.Abstractions;

namespace KubeApi.Tests.Module;

/// <summary>A session that lists for minutes while everything under it is replaced: its token, the server's certificate, the server itself.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    // Shorter than the interval at which a token is reloaded (60 s), so most of them are refused first.
    private static readonly TimeSpan s_tokenLifetime = TimeSpan.FromSeconds(8);

    [SoakFact]
    public async Task No_call_fails_while_tokens_certificates_and_the_server_are_replaced()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 200 });
        var file = Path.Combine(server.Folder, "rotated.token");
        Rotate(server, file);
        using (var admin = new ModuleShell(("KubeConfig", server.KubeConfigPath)))
        {
            admin.Get($$"""
                $null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{{Guid.NewGuid():n}}'
                $null = Invoke-KubeApi POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings -Body @{
                    metadata = @{ name = 'soak' }; roleRef = @{ apiGroup = 'rbac.authorization.k8s.io'; kind = 'ClusterRole'; name = 'view' }
                    subjects = @(@{ kind = 'ServiceAccount'; name = 'default'; namespace = 'default' })
                }
                """);
        }

        using var stop = new CancellationTokenSource();
        var changing = ChangeAsync(server, file, stop.Token);
        using var shell = new ModuleShell(("Uri", server.Uri.AbsoluteUri), ("Ca", server.CertificateAuthorityPath), ("File", file));
        shell.Get($"$null = Connect-KubeApi -Uri $Uri -CertificateAuthority $Ca -TokenFile $File -Name '{Guid.NewGuid():n}'");
        var clock = Stopwatch.StartNew();
        var calls = 0;
        for (; clock.Elapsed < TimeSpan.FromMinutes(SoakFactAttribute.Minutes); calls++)
        {
            var result = shell.Run("Get-KubeApiObject pods -Namespace load -PageSize 50 -Verbose");
            var errors = result.Errors.Select(e => $"{e.FullyQualifiedErrorId} {e.ErrorDetails?.Message} {e.Exception}");
            Assert.True(
                result.Errors.Count == 0 && result.Output.Count == 200,
                $"Call {calls} after {clock.Elapsed}: {result.Output.Count} objects. {string.Join('\n', [.. errors, .. result.Verbose])}");
        }

        await stop.CancelAsync();
        var changes = await changing;
        output.WriteLine($"{calls} lists in {clock.Elapsed}; {changes} changes: a token, a certificate, or the server started again");
        Assert.True(changes > 0);
    }

    private static async Task<int> ChangeAsync(SandboxServer server, string file, CancellationToken cancellationToken)
    {
        for (var change = 0; ; change++)
        {
            try
            {
                await Task.Delay(s_tokenLifetime / 4, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return change;
            }

            Rotate(server, file);
            server.Present(change % 2 == 0 ? CertificateKind.Intermediate : CertificateKind.Valid);
            switch (change % 5)
            {
                case 0:
                    await server.RestartAsync(TimeSpan.FromSeconds(change % 3));
                    break;
                case 1:
                    server.Fail(new Fault { Count = 2, Status = 429, RetryAfter = "1" });
                    break;
                case 2:
                    server.Fail(new Fault { Break = Break.Reset });
                    break;
                case 3:
                    server.Fail(new Fault { Break = Break.Eof });
                    break;
            }
        }
    }

    // Like the kubelet: atomically, never half a token.
    private static void Rotate(SandboxServer server, string file)
    {
        File.WriteAllText(file + ".new", server.CreateServiceAccountToken("default", "default", s_tokenLifetime));
        File.Move(file + ".new", file, overwrite: true);
    }
}
