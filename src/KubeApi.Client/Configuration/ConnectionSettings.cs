using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Authentication;

namespace KubeApi.Client.Configuration;

/// <summary>The settings of a connection to one API server.</summary>
public sealed record ConnectionSettings
{
    /// <summary>The server's address, with its path, if any: <c>https://rancher.example/k8s/clusters/c-1</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>A display name: the context's, else the host and port.</summary>
    public required string Name { get; init; }

    /// <summary>The source of the settings, for display: <c>kubeconfig /home/me/.kube/config</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The default namespace.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The source of the Authorization header.</summary>
    public ICredential Credential { get; init; } = new AnonymousCredential(AnonymousCredential.Nothing);

    /// <summary>The user that requests impersonate; null for none.</summary>
    public Impersonation? Impersonation { get; init; }

    /// <summary>The client certificate with its key and its chain; null for none.</summary>
    public IClientCertificateSource? ClientCertificate { get; init; }

    /// <summary>The CAs that may sign the server's certificate; null for the system's.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>The file of the CAs, which is read again when it changes; null if they are not from a file.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>The source of the CAs, for errors; null for the system's.</summary>
    public string? CertificateAuthoritySource { get; init; }

    /// <summary>Whether the server's certificate is not verified, so an attacker in between gets the credential.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The name to expect in the server's certificate, if it is not the host's; null for the host's.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Whether responses are never compressed.</summary>
    public bool DisableCompression { get; init; }

    /// <summary>
    /// The proxy to go through: http, https or socks5, with user and password if it requires them; null for none. Display it only with <see
    /// cref="ProxyUri.Show"/>.
    /// </summary>
    public Uri? Proxy { get; init; }

    /// <summary>The DNS name whose SRV record has the server's port; null if the address has the port.</summary>
    public string? PortService { get; init; }

    /// <summary>The time to wait for the head of a response, and for each further part of it.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The time to wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Warnings to show before the first request.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The kind of authentication, for display. Never a secret.</summary>
    public string Authentication => ClientCertificate is null ? Credential.Description : $"client certificate ({ClientCertificate.Current.Subject})";

    /// <summary>Only the name and the address: the other settings may be secret.</summary>
    public override string ToString() => $"{Name} ({Server})";
}
