using System.Net.Security;

namespace KubeApi.Sandbox.Auth;

/// <summary>The certificate for new connections; open connections keep theirs.</summary>
internal sealed class ServerTls(CertificateAuthority authority, CertificateKind initial)
{
    private volatile SslStreamCertificateContext _certificate = Issue(authority, initial);

    /// <summary>Presents a new certificate of a kind.</summary>
    public void Present(CertificateKind kind) => _certificate = Issue(authority, kind);

    public SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificateContext = _certificate,
        ClientCertificateRequired = true,
#pragma warning disable CA5359 // The authenticator checks client certificates and responds with 401; here, the connection could only be dropped.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
    };

    /// <summary>The subject and the serial number of the certificate.</summary>
    public override string ToString() => $"{_certificate.TargetCertificate.Subject} {_certificate.TargetCertificate.SerialNumber}";

    public static string Names => string.Join(", ", Enum.GetNames<CertificateKind>().Select(Dashed));

    /// <summary>Parses a kind, such as `not-yet-valid`; null if it is unknown.</summary>
    public static CertificateKind? Parse(string text)
    {
        foreach (var kind in Enum.GetValues<CertificateKind>())
        {
            if (Dashed(kind.ToString()) == text)
            {
                return kind;
            }
        }

        return null;
    }

    private static string Dashed(string name) =>
        string.Concat(name.Select((c, index) => char.IsUpper(c) ? (index > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static SslStreamCertificateContext Issue(CertificateAuthority authority, CertificateKind kind)
    {
        var (certificate, chain) = authority.IssueServer(kind);
        return SslStreamCertificateContext.Create(certificate, [.. chain], offline: true);
    }
}
