using KubeApi.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>The environment variables of a pod, taken back afterwards. They are the process's: one test at a time.</summary>
internal sealed class PodEnvironment : IDisposable
{
    private const string Host = "KUBERNETES_SERVICE_HOST";
    private const string Port = "KUBERNETES_SERVICE_PORT";

    private static readonly SemaphoreSlim s_one = new(1);

    public PodEnvironment(SandboxServer server)
    {
        s_one.Wait();
        Environment.SetEnvironmentVariable(Host, server.Uri.Host);
        Environment.SetEnvironmentVariable(Port, server.Uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Host, null);
        Environment.SetEnvironmentVariable(Port, null);
        s_one.Release();
    }
}
