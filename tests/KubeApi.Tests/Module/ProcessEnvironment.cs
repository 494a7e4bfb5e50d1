using KubeApi.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>Environment variables for a test, taken back afterwards. They are the process's: one test at a time.</summary>
internal sealed class ProcessEnvironment : IDisposable
{
    private static readonly SemaphoreSlim s_one = new(1);

    private readonly (string Name, string Value)[] _variables;

    private ProcessEnvironment(params (string Name, string Value)[] variables)
    {
        s_one.Wait();
        _variables = variables;
        foreach (var (name, value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    /// <summary>A proxy for all hosts but those of other tests.</summary>
    public static ProcessEnvironment Proxy(string address) => new(("NO_PROXY", "no-such-host.invalid"), ("HTTPS_PROXY", address));

    /// <summary>The variables of a pod.</summary>
    public static ProcessEnvironment Pod(SandboxServer server) =>
        new(("KUBERNETES_SERVICE_HOST", server.Uri.Host), ("KUBERNETES_SERVICE_PORT", $"{server.Uri.Port}"));

    public void Dispose()
    {
        foreach (var (name, _) in _variables)
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        s_one.Release();
    }
}
