using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Authentication;

namespace KubeApi.Client.Configuration;

/// <summary>Everything that it takes to talk to one API server.</summary>
public sealed record ConnectionSettings
{
    /// <summary>The server's address, with the path it may live under: <c>https://rancher.example/k8s/clusters/c-1</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>A name for people: the context's, else the host and port.</summary>
    public required string Name { get; init; }

    /// <summary>Where the settings came from, for people: <c>kubeconfig /home/me/.kube/config</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The namespace that is meant where none is given.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Where the Authorization header comes from.</summary>
    public ICredential Credential { get; init; } = new AnonymousCredential(AnonymousCredential.Nothing);

    /// <summary>Whom requests act as, instead of the user that they authenticate as; null for nobody else.</summary>
    public Impersonation? Impersonation { get; init; }

    /// <summary>The client certificate with its key, and the chain behind it; null for none.</summary>
    public IClientCertificateSource? ClientCertificate { get; init; }

    /// <summary>The CAs that may sign the server's certificate; null for the system's.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>The file of the CAs, which is read again when it changes; null where they came from no file.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>Where the CAs came from, for errors; null for the system's.</summary>
    public string? CertificateAuthoritySource { get; init; }

    /// <summary>Whether the server's certificate is not checked at all. A man in the middle then gets the credential.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The name to expect in the server's certificate, where it is not the host's; null for the host's.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Whether answers are never compressed.</summary>
    public bool DisableCompression { get; init; }

    /// <summary>
    /// The proxy to go through: http, https or socks5, with user and password where it asks for them; null for none. Shown by
    /// <see cref="ProxyUri.Show"/> only.
    /// </summary>
    public Uri? Proxy { get; init; }

    /// <summary>The DNS name whose SRV record tells the server's port; null where the address does.</summary>
    public string? PortService { get; init; }

    /// <summary>How long to wait for the head of an answer, and for each further piece of it.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long to wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What the user should be told once, before the first request.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How the session authenticates, for people. Never a secret.</summary>
    public string Authentication => ClientCertificate is null ? Credential.Description : $"client certificate ({ClientCertificate.Current.Subject})";

    /// <summary>The name and address only: the rest may hold secrets.</summary>
    public override string ToString() => $"{Name} ({Server})";
}
