using KubeApi.Sandbox;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>Responds instead of a sandbox until it is disposed.</summary>
internal sealed class Interception : IDisposable
{
    private readonly SandboxServer _server;

    public Interception(SandboxServer server, Func<HttpContext, Task<bool>> response)
    {
        _server = server;
        server.Intercept = response;
    }

    public void Dispose() => _server.Intercept = null;
}
