using KubeApi.Sandbox;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>
/// One sandbox for the tests of a class, and shells that are connected to it. Tests that need nothing of the sandbox's inside
/// (<see cref="SandboxFactAttribute"/>) run against the current context of the kubeconfig that KUBEAPI_TEST_KUBECONFIG names, if it is set: in
/// namespaces of their own, which are removed afterwards.
/// </summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    /// <summary>With what each namespace of a test begins; other namespaces that a test makes begin with its own.</summary>
    internal const string NamespacePrefix = "kubeapi-test-";

    private readonly List<string> _namespaces = [];

    /// <summary>The kubeconfig of the cluster that takes the sandbox's place; null for the sandbox.</summary>
    internal static string? OtherCluster { get; } = Environment.GetEnvironmentVariable("KUBEAPI_TEST_KUBECONFIG") is { Length: > 0 } path ? path : null;

    public SandboxServer Server { get; private set; } = null!; // set before any test runs

    public async Task InitializeAsync() => Server = await SandboxServer.StartAsync();

    public async Task DisposeAsync()
    {
        if (_namespaces.Count > 0)
        {
            using var shell = ToCluster();
            // Definitions are in no namespace: those of a test have its namespace in their group.
            shell.Get(
                $"Remove-KubeApiObject crd {string.Join(',', _namespaces.Select(name => $"*.{name}.example"))} -Force; Remove-KubeApiObject ns "
                    + $"{string.Join(',', _namespaces.Select(name => name + "*"))} -Force");
        }

        await Server.DisposeAsync();
    }

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

    /// <summary>A shell that is connected to the cluster, if there is one, else to the sandbox.</summary>
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
    /// <param name="inside">The test looks into the sandbox: no other cluster will do.</param>
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
            // A real cluster takes a moment to furnish it.
            Await(
                shell,
                "$null = Invoke-KubeApi /api/v1/namespaces/$ns/configmaps/kube-root-ca.crt; $null = Invoke-KubeApi "
                    + "/api/v1/namespaces/$ns/serviceaccounts/default; $true");
        }

        return shell;
    }

    /// <summary>Waits until a script gives $true and no error: a real cluster takes a moment for what follows from a write.</summary>
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
