using Microsoft.Extensions.Hosting;

namespace KubeApi.Sandbox.Http;

/// <summary>Leaves Ctrl+C and signals to the host process, which may be a test run or a PowerShell console.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
