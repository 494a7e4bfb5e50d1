using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeApi.Sandbox.Auth;

/// <summary>The cluster's CA, created at start. Elliptic keys, because they are fast to generate.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private static readonly string[] s_serverNames =
        ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"];

    private readonly X509Certificate2 _authority;
    private readonly DateTimeOffset _notBefore;
    private readonly DateTimeOffset _notAfter;

    public CertificateAuthority()
    {
        (_notBefore, _notAfter) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddYears(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _authority = AuthorityRequest("CN=kubernetes-ca", key).CreateSelfSigned(_notBefore, _notAfter);
        Pem = _authority.ExportCertificatePem() + "\n";
    }

    // An intermediate one.
    private CertificateAuthority(CertificateAuthority issuer)
    {
        (_notBefore, _notAfter) = (issuer._notBefore, issuer._notAfter);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = AuthorityRequest("CN=kubernetes-intermediate-ca", key);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer._authority, true, false));
        using var certificate = request.Create(issuer._authority, _notBefore, _notAfter, RandomNumberGenerator.GetBytes(16));
        _authority = certificate.CopyWithPrivateKey(key);
        Pem = _authority.ExportCertificatePem() + "\n";
    }

    public string Pem { get; }

    /// <summary>Issues a server certificate with its key, and the intermediate certificates to send.</summary>
    public (X509Certificate2 Certificate, IReadOnlyList<X509Certificate2> Chain) IssueServer(CertificateKind kind = CertificateKind.Valid)
    {
        switch (kind)
        {
            case CertificateKind.Expired:
                return (IssueServer(_notBefore, DateTimeOffset.UtcNow.AddMinutes(-1), s_serverNames), []);
            case CertificateKind.NotYetValid:
                return (IssueServer(DateTimeOffset.UtcNow.AddHours(1), _notAfter, s_serverNames), []);
            case CertificateKind.OtherName:
                return (IssueServer(_notBefore, _notAfter, ["other.example"]), []);
            case CertificateKind.NoNames:
                return (IssueServer(_notBefore, _notAfter, []), []);
            case CertificateKind.SelfSigned:
                return (SelfSigned(), []);
            case CertificateKind.OtherAuthority:
                using (var other = new CertificateAuthority())
                {
                    return other.IssueServer();
                }

            case CertificateKind.Intermediate or CertificateKind.MissingIntermediate:
                using (var intermediate = new CertificateAuthority(this))
                {
                    var sent = X509Certificate2.CreateFromPem(intermediate.Pem);
                    return (intermediate.IssueServer().Certificate, kind is CertificateKind.Intermediate ? [sent] : []);
                }

            default:
                return (IssueServer(_notBefore, _notAfter, s_serverNames), []);
        }
    }

    private X509Certificate2 IssueServer(DateTimeOffset notBefore, DateTimeOffset notAfter, string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = ServerRequest(hosts.Length > 0 ? "CN=kube-apiserver" : "CN=127.0.0.1", key, hosts);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        using var certificate = request.Create(_authority, notBefore, notAfter, RandomNumberGenerator.GetBytes(16));
        using var withKey = certificate.CopyWithPrivateKey(key);
        return Reimport(withKey);
    }

    private X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = ServerRequest("CN=kube-apiserver", key, s_serverNames).CreateSelfSigned(_notBefore, _notAfter);
        return Reimport(certificate);
    }

    private static CertificateRequest ServerRequest(string subject, ECDsa key, string[] hosts)
    {
        var request = LeafRequest(new X500DistinguishedName(subject), key, "1.3.6.1.5.5.7.3.1");
        if (hosts.Length == 0)
        {
            return request;
        }

        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in hosts)
        {
            names.AddDnsName(name);
        }

        if (ReferenceEquals(hosts, s_serverNames))
        {
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    // Through PKCS#12: some platforms refuse ephemeral keys in a TLS server.
    private static X509Certificate2 Reimport(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);

    /// <summary>A client certificate and its key: the common name is the user, each organization a group.</summary>
    public (string CertificatePem, string KeyPem) IssueClient(string user, params IReadOnlyList<string> groups) => IssueClient(user, _notAfter, groups);

    /// <summary>As <see cref="IssueClient(string, IReadOnlyList{string})"/>, for a time.</summary>
    /// <param name="expires">A time in the past makes an expired certificate, but at most one hour ago: no certificate is older than its CA.</param>
    public (string CertificatePem, string KeyPem) IssueClient(string user, DateTimeOffset expires, params IReadOnlyList<string> groups)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        // The builder writes the last part first.
        subject.AddCommonName(user);
        foreach (var group in groups.Reverse())
        {
            subject.AddOrganizationName(group);
        }

        var request = LeafRequest(subject.Build(), key, "1.3.6.1.5.5.7.3.2");
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        using var certificate = request.Create(_authority, _notBefore, expires, RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>Whether a client certificate was issued here and is valid now.</summary>
    public bool Trusts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        return chain.Build(certificate);
    }

    public void Dispose() => _authority.Dispose();

    private static CertificateRequest AuthorityRequest(string subject, ECDsa key)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static CertificateRequest LeafRequest(X500DistinguishedName subject, ECDsa key, string usage)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        return request;
    }
}
