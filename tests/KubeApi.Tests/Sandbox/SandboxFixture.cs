using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>
/// One server for the tests of a class; each test uses its own namespaces. No workload runs: these tests check the responses to requests, and
/// objects as they were written. Tests of the effects are in Workloads.
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

    /// <summary>A new namespace with a unique name.</summary>
    internal async Task<string> CreateNamespaceAsync()
    {
        var name = "t-" + Guid.NewGuid().ToString("N")[..10];
        var response = await Admin.PostAsync("/api/v1/namespaces", Sample.Named(name));
        Assert.Equal(201, response.Status);
        return name;
    }
}
