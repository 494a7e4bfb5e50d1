using KubeApi.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>One sandbox for the tests of a class, and shells that are connected to it.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!; // set before any test runs

    public async Task InitializeAsync() => Server = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>A shell that knows where the sandbox is, as $Uri, $Ca, $Proxy, $KubeConfig, $Pod and $AdminToken.</summary>
    internal ModuleShell Shell() => new(
        ("Uri", Server.Uri.AbsoluteUri),
        ("Ca", Server.CertificateAuthorityPath),
        ("Proxy", Server.ProxyUri.AbsoluteUri),
        ("KubeConfig", Server.KubeConfigPath),
        ("Pod", Server.ServiceAccountPath),
        ("AdminToken", Server.AdminToken),
        ("ViewerToken", Server.ViewerToken));

    /// <summary>A shell that is connected as the admin, under a session name of its own.</summary>
    internal ModuleShell Connected(string context = "sandbox-admin")
    {
        var shell = Shell();
        shell.Get($"$null = Connect-KubeApi {context} -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'");
        return shell;
    }
}
