using KubeApi.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>Pipelines that read a list more slowly than the server sends it, or stop early.</summary>
public sealed class BackPressureTests
{
    // 115 MB: more than is read ahead (64 MB) and sockets hold.
    private const int Pods = 20_000;

    private const string AllPods = "Get-KubeApiObject pods -A -PageSize 0";

    [Fact]
    public async Task A_paused_pipeline_makes_the_server_wait_and_can_be_stopped()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = Pods });
        using var first = new ManualResetEventSlim();
        using var shell = Connect(server, ("First", first));
        var running = Task.Run(() => shell.Run($"{AllPods} | ForEach-Object {{ $First.Set(); while ($true) {{ [Threading.Thread]::Sleep(50) }} }}"));
        Assert.True(first.Wait(TimeSpan.FromSeconds(30)));
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.Equal(1, server.OpenRequests);

        shell.Stop();

        await running.WaitAsync(TimeSpan.FromSeconds(30));
        AssertClosed(server);
    }

    [Fact]
    public async Task A_paused_pipeline_resumes_and_gets_every_object()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = Pods });
        using var shell = Connect(server);

        var names = shell.Get($"$n = 0; {AllPods} | ForEach-Object {{ if ($n -eq 100) {{ [Threading.Thread]::Sleep(2000) }}; $n++ }}; $n");

        Assert.Equal(Pods, names.Single().BaseObject);
        AssertClosed(server);
    }

    // Like Select-Object -First 1, which the bare engine does not have.
    [Fact]
    public async Task Taking_only_the_first_object_ends_the_request()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = Pods });
        using var shell = Connect(server);
        for (var round = 0; round < 5; round++)
        {
            Assert.Single(shell.Get($"foreach ($once in 1) {{ {AllPods} | ForEach-Object {{ $_.metadata.name; break }} }}"));
            AssertClosed(server);
        }
    }

    private static ModuleShell Connect(SandboxServer server, params (string, object?)[] variables)
    {
        var shell = new ModuleShell([("KubeConfig", server.KubeConfigPath), .. variables]);
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'; $null = Get-KubeApiResource");
        return shell;
    }

    private static void AssertClosed(SandboxServer server) =>
        Assert.True(SpinWait.SpinUntil(() => server.OpenRequests == 0, TimeSpan.FromSeconds(30)), "The list is still open.");
}
