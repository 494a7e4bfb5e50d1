using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>Tests that need their own server, because they count allocated values or read its initial objects.</summary>
public abstract class OwnSandboxTests : IAsyncLifetime
{
    private protected SandboxServer Server { get; private set; } = null!;

    private protected SandboxClient Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SandboxServer.StartAsync();
        Admin = new SandboxClient(Server, Server.AdminToken);
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        await Server.DisposeAsync();
    }
}
