using KubeApi.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>Contexts with the same name in several kubeconfigs.</summary>
public sealed class SessionNameTests
{
    [Fact]
    public async Task Reusing_a_session_name_for_another_server_is_a_warning()
    {
        await using var first = await SandboxServer.StartAsync();
        await using var second = await SandboxServer.StartAsync();
        var name = $"prod-{Guid.NewGuid():n}";
        using var shell = new ModuleShell(("First", first.KubeConfigPath), ("Second", second.KubeConfigPath));
        var older = shell.Run(
            $"$older = Connect-KubeApi -KubeConfig $First -Name {name}; $same = Connect-KubeApi sandbox-viewer -KubeConfig $First -Name {name}");

        var moved = shell.Run($"$newer = Connect-KubeApi -KubeConfig $Second -Name {name}");

        Assert.Empty(older.Warnings);
        var warning = Assert.Single(moved.Warnings);
        Assert.All([name, first.Uri.ToString(), second.Uri.ToString(), "-Name"], t => Assert.Contains(t, warning, StringComparison.Ordinal));
        Assert.Equal(
            [first.Uri.ToString(), second.Uri.ToString(), "True"],
            shell.Get(
                $"foreach ($s in $older, '{name}') {{ \"$((Get-KubeApiObject ns default -Session $s | Get-KubeApiSession).Server)\" }}; "
                    + "$older.IsConnected").Select(o => o.ToString()));
    }

    [Fact]
    public async Task A_failed_connection_leaves_the_name_and_does_not_warn()
    {
        await using var server = await SandboxServer.StartAsync();
        var name = $"prod-{Guid.NewGuid():n}";
        using var shell = new ModuleShell(("KubeConfig", server.KubeConfigPath));
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name {name}");

        // Nothing listens on port 1.
        var failed = shell.Run($"Connect-KubeApi -Uri http://127.0.0.1:1 -Name {name}");

        Assert.StartsWith("ConnectionFailed,", Assert.Single(failed.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(failed.Warnings);
        Assert.Equal(server.Uri, shell.Get($"(Get-KubeApiSession {name}).Server").Single().BaseObject);
    }
}
