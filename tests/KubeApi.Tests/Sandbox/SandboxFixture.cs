using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>
/// One server for the tests of a class; each test keeps to namespaces of its own. No workload runs: the tests are of the answers to requests, and
/// look at objects as they were written. Those of what follows from them are in Workloads.
/// </summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    internal SandboxClient Admin { get; private set; } = null!;

    internal SandboxClient Viewer { get; private set; } = null!;

    internal SandboxClient Anonymous { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions { AreWorkloadsHeld = true });
        Admin = new SandboxClient(Server, Server.AdminToken);
        Viewer = new SandboxClient(Server, Server.ViewerToken);
        Anonymous = new SandboxClient(Server, null);
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        Viewer.Dispose();
        Anonymous.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>A new namespace of a name that nobody else has.</summary>
    internal async Task<string> CreateNamespaceAsync()
    {
        var name = "t-" + Guid.NewGuid().ToString("N")[..10];
        var response = await Admin.PostAsync("/api/v1/namespaces", Sample.Named(name));
        Assert.Equal(201, response.Status);
        return name;
    }
}
