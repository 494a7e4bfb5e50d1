namespace KubeApi.Tests.Module;

/// <summary>HTTPS_PROXY for a test, taken back afterwards. It is the process's: one test at a time, and hosts that other tests ask for are left out.</summary>
internal sealed class ProxyEnvironment : IDisposable
{
    private static readonly SemaphoreSlim s_one = new(1);

    public ProxyEnvironment(string proxy)
    {
        s_one.Wait();
        Environment.SetEnvironmentVariable("NO_PROXY", "no-such-host.invalid");
        Environment.SetEnvironmentVariable("HTTPS_PROXY", proxy);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("HTTPS_PROXY", null);
        Environment.SetEnvironmentVariable("NO_PROXY", null);
        s_one.Release();
    }
}
