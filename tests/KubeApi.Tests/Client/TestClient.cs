using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Http;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Client;

/// <summary>Clients of a sandbox.</summary>
internal static class TestClient
{
    public static ConnectionSettings Settings(SandboxServer server, ICredential? credential = null) => new()
    {
        Server = server.Uri,
        Name = "test",
        Source = "test",
        Credential = credential ?? new TokenCredential(server.AdminToken),
        CertificateAuthorities = CertificateBundle.ReadFile(server.CertificateAuthorityPath),
        CertificateAuthoritySource = "the test",
    };

    public static ApiClient Admin(SandboxServer server) => new(Settings(server));
}
