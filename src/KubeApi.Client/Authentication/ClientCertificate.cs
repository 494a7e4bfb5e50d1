using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Authentication;

/// <summary>A client certificate with its private key and its intermediate certificates.</summary>
public sealed class ClientCertificate : IClientCertificateSource
{
    private ClientCertificate(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        Certificate = certificate;
        Chain = chain;
    }

    /// <summary>The certificate, with its key.</summary>
    internal X509Certificate2 Certificate { get; }

    /// <summary>The intermediate certificates.</summary>
    internal X509Certificate2Collection Chain { get; }

    /// <summary>The subject: <c>CN=admin, O=system:masters</c>.</summary>
    public string Subject => Certificate.Subject;

    /// <summary>Creates a client certificate from certificates, such as those of a store: one with a private key, and its chain.</summary>
    /// <exception cref="KubeApiException">No certificate has a private key.</exception>
    public static ClientCertificate From(X509Certificate2Collection certificates) =>
        certificates.FirstOrDefault(c => c.HasPrivateKey) is { } own
            ? new ClientCertificate(own, [.. certificates.Where(c => c != own)])
            : throw Invalid($"The client certificate '{certificates.FirstOrDefault()?.Subject}' has no private key.");

    /// <summary>Reads a certificate (with its chain) and its key from PEM.</summary>
    /// <param name="certificatePem">The certificate, followed by its chain.</param>
    /// <param name="keyPem">The key.</param>
    /// <param name="source">The source of the certificate, for errors.</param>
    /// <param name="keySource">The source of the key, for errors; null for that of the certificate.</param>
    /// <exception cref="KubeApiException">They cannot be read, or do not belong together.</exception>
    public static ClientCertificate FromPem(string certificatePem, string keyPem, string source, string? keySource = null)
    {
        var blocks = PemBlock.Read(certificatePem).Where(b => b.IsCertificate).ToList();
        if (blocks.Count == 0)
        {
            throw Unusable(
                source, "is not PEM: it has no '-----BEGIN CERTIFICATE-----' block",
                "openssl x509 -inform DER -in CERTIFICATE -out CERTIFICATE.pem writes a binary certificate as PEM.");
        }

        using var alone = blocks[0].ToCertificate() ?? throw Unusable(source, "is damaged", "Copy the whole block, from its BEGIN to its END line.");
        // A damaged block of the chain is skipped: the server may have that certificate itself.
        return new ClientCertificate(
            Usable(ClientKey.AddTo(alone, keyPem, source, keySource ?? source)), [.. blocks.Skip(1).Select(b => b.ToCertificate()).OfType<X509Certificate2>()]);
    }

    /// <inheritdoc/>
    ClientCertificate IClientCertificateSource.Current => this;

    /// <summary>Whether both are the same certificate, and therefore have the same key.</summary>
    public bool IsSameAs(ClientCertificate? other) =>
        other is not null && Fingerprints.SequenceEqual(other.Fingerprints);

    private IEnumerable<string> Fingerprints => Chain.Prepend(Certificate).Select(c => c.GetCertHashString(HashAlgorithmName.SHA256));

    private static KubeApiException Unusable(string source, string why, string action) =>
        Invalid($"The client certificate of {source} {why}.", action);

    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (KeyStorage.ImportFlags(OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) is not { } flags)
        {
            return certificate;
        }

        using (certificate)
        {
            return new X509Certificate2(certificate.Export(X509ContentType.Pkcs12), (string?)null, flags);
        }
    }
}
