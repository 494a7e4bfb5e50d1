using KubeApi.Sandbox;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>
/// One sandbox for the tests of a class, and shells that are connected to it. Tests that do not inspect the sandbox
/// (<see cref="SandboxFactAttribute"/>) run against the current context of the kubeconfig that KUBEAPI_TEST_KUBECONFIG names, if it is set: in
/// namespaces of their own, which are removed afterwards.
/// </summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    /// <summary>The prefix of the namespaces of tests; other namespaces of a test start with its own.</summary>
    internal const string NamespacePrefix = "kubeapi-test-";

    private readonly List<string> _namespaces = [];

    /// <summary>The kubeconfig of the cluster that replaces the sandbox; null for the sandbox.</summary>
    internal static string? OtherCluster { get; } = Environment.GetEnvironmentVariable("KUBEAPI_TEST_KUBECONFIG") is { Length: > 0 } path ? path : null;

    public SandboxServer Server { get; private set; } = null!; // set before any test runs

    public async Task InitializeAsync() => Server = await SandboxServer.StartAsync();

    public async Task DisposeAsync()
    {
        if (_namespaces.Count > 0)
        {
            using var shell = ToCluster();
            // Definitions are cluster-scoped: those of a test have its namespace in their group.
            shell.Get(
                $"Remove-KubeApiObject crd {string.Join(',', _namespaces.Select(name => $"*.{name}.example"))} -Force; Remove-KubeApiObject ns "
                    + $"{string.Join(',', _namespaces.Select(name => name + "*"))} -Force");
        }

        await Server.DisposeAsync();
    }

    /// <summary>A shell with the addresses and files of the sandbox: $Uri, $Ca, $Proxy, $KubeConfig, $Pod and $AdminToken.</summary>
    internal ModuleShell Shell() => new(
        ("Uri", Server.Uri.AbsoluteUri),
        ("Ca", Server.CertificateAuthorityPath),
        ("Proxy", Server.ProxyUri.AbsoluteUri),
        ("KubeConfig", Server.KubeConfigPath),
        ("Pod", Server.ServiceAccountPath),
        ("AdminToken", Server.AdminToken),
        ("ViewerToken", Server.ViewerToken));

    /// <summary>A shell that is connected as the admin, with a unique session name.</summary>
    internal ModuleShell Connected(string context = "sandbox-admin")
    {
        var shell = Shell();
        shell.Get($"$null = Connect-KubeApi {context} -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'");
        return shell;
    }

    /// <summary>A shell that is connected to the cluster if one is configured, otherwise to the sandbox.</summary>
    internal ModuleShell ToCluster()
    {
        if (OtherCluster is null)
        {
            return Connected();
        }

        var shell = new ModuleShell(("KubeConfig", OtherCluster));
        shell.Get($"$null = Connect-KubeApi -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}'");
        return shell;
    }

    /// <summary>kubectl, for the same server as <see cref="ToCluster"/>.</summary>
    internal Kubectl ClusterKubectl() => new(OtherCluster ?? Server.KubeConfigPath, Server.Folder);

    /// <summary>As <see cref="ToCluster"/>, with a new namespace in $ns.</summary>
    /// <param name="inside">Whether the test inspects the sandbox, and cannot run against a real cluster.</param>
    internal ModuleShell InNamespace(bool inside = false)
    {
        var shell = inside ? Connected() : ToCluster();
        var name = NamespacePrefix + Guid.NewGuid().ToString("n")[..8];
        shell.Get($$"""
            $ns = '{{name}}'
            $null = Invoke-KubeApi POST /api/v1/namespaces -Body @{ metadata = @{ name = $ns } }
            """);
        if (!inside && OtherCluster is not null)
        {
            _namespaces.Add(name);
            // A real cluster takes a moment to populate it.
            Await(
                shell,
                "$null = Invoke-KubeApi /api/v1/namespaces/$ns/configmaps/kube-root-ca.crt; $null = Invoke-KubeApi "
                    + "/api/v1/namespaces/$ns/serviceaccounts/default; $true");
        }

        return shell;
    }

    /// <summary>Waits until a script returns $true without an error: the effects of a write take a moment in a real cluster.</summary>
    internal static void Await(ModuleShell shell, string condition) =>
        Assert.True(
            SpinWait.SpinUntil(() => shell.Run(condition) is { Errors.Count: 0, Output: [{ BaseObject: true }] }, TimeSpan.FromSeconds(30)),
            $"never true: {condition}");

    /// <summary>Waits until objects of a new definition can be written.</summary>
    internal static void AwaitEstablished(ModuleShell shell, string definition) =>
        Await(
            shell,
            $"[bool]((Get-KubeApiObject crd \"{definition}\").status.conditions | Where-Object {{ $_.type -eq 'Established' -and $_.status -eq 'True' }})");
}
