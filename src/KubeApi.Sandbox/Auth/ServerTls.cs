using System.Net.Security;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.Auth;

/// <summary>The certificate for new connections; open connections keep theirs.</summary>
internal sealed class ServerTls(CertificateAuthority authority, CertificateKind initial) : IDocument
{
    private const string Path = "/sandbox/certificate";

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

    /// <summary>The path that sets the certificate: PUT with `kind=expired`.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        if (context.Request.Path != Path)
        {
            return false;
        }

        var text = context.Request.Query["kind"].ToString();
        if (context.Request.Method == "PUT")
        {
            Present(Parse(text) ?? throw ApiErrors.BadRequest($"A certificate is {Names}, not '{text}'."));
        }

        await ResponseWriter.TextAsync(context, 200, $"{_certificate.TargetCertificate.Subject} {_certificate.TargetCertificate.SerialNumber}\n");
        return true;
    }

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
