using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>Tests that each need a server of their own, because they count what it gives out or look at what it is born with.</summary>
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
